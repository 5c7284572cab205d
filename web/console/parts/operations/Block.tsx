/** One block of the page: a heading, and a table or the sentence that there is nothing. */
import { Card, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { Text } from '../light/light.js';
import { Table } from '../light/Table.js';
import { Wide } from '../Wide.js';

export function Block({ title, children }: { title: string; children: ReactNode }) {
  return <Card withBorder><Title order={2} size="h4" mb="xs">{title}</Title>{children}</Card>;
}

/** The first cell of each row is its heading. `empty`: what is said without rows. */
export function Rows({ label, heads, rows, empty }: { label: string; heads: readonly string[]; rows: readonly { key: string; cells: readonly ReactNode[] }[]; empty: string }) {
  if (rows.length === 0) return <Text>{empty}</Text>;
  return (
    <Wide label={label}>
      <Table verticalSpacing={4}>
        <Table.Thead><Table.Tr>{heads.map((head) => <Table.Th key={head} scope="col">{head}</Table.Th>)}</Table.Tr></Table.Thead>
        <Table.Tbody>
          {rows.map(({ key, cells: [first, ...others] }) => <Table.Tr key={key} style={{ verticalAlign: 'top' }}><Table.Th scope="row" fw={500}>{first}</Table.Th>{others.map((cell, n) => <Table.Td key={heads[n + 1]} className="numbers">{cell}</Table.Td>)}</Table.Tr>)}
        </Table.Tbody>
      </Table>
    </Wide>
  );
}
