/** The discharges inbox: what can be launched first, what runs, and why not for the others. The address holds the tab. */
import { Alert, Button, Tabs, Title } from '@mantine/core';
import { Link, useSearchParams } from 'wouter';
import type { DischargeRow, DischargeState } from '../../../db/read-models/discharge-list.js';
import { useText } from '../language.js';
import { useRead } from '../live.js';
import { DischargeLine } from '../parts/discharges/DischargeLine.js';
import { Badge, Group, Stack, Text } from '../parts/light/light.js';
import { Table } from '../parts/light/Table.js';
import { Loading } from '../parts/Loading.js';
import { usePages } from '../parts/pages-of.js';
import { Wide } from '../parts/Wide.js';
import { paths } from '../paths.js';
import { useMay } from '../session.js';
import { peopleTexts } from '../texts/people.js';

const states = ['launchable', 'launched', 'refused'] as const;

export default function DischargesPage() {
  const t = useText(peopleTexts);
  const mayWrite = useMay('discharge:write');
  const [params, setParams] = useSearchParams();
  const state: DischargeState = states.find((one) => one === params.get('state')) ?? 'launchable';
  const counts = useRead<Record<DischargeState, number>>('/discharges/counts', ['discharge', 'episode', 'patient']);
  return (
    <Stack maw={1300}>
      <Group justify="space-between">
        <div>
          <Title order={1}>{t('discharges')}</Title>
          <Text>{t('lead')}</Text>
        </div>
        {mayWrite ? (
          <Group gap="xs">
            <Button component={Link} href={paths.newDischarge} variant="default">{t('byHand')}</Button>
            <Button component={Link} href={paths.importDischarges} variant="default">{t('batch')}</Button>
          </Group>
        ) : null}
      </Group>
      <Tabs value={state} onChange={(chosen) => setParams(chosen === null || chosen === 'launchable' ? {} : { state: chosen })} keepMounted={false}>
        <Tabs.List aria-label={t('states')}>
          {states.map((one) => (
            <Tabs.Tab key={one} value={one} rightSection={<Badge background="#46535f">{shown(counts.data?.[one])}</Badge>}>{t(one)}</Tabs.Tab>
          ))}
        </Tabs.List>
        {states.map((one) => <Tabs.Panel key={one} value={one} pt="md"><DischargeTable state={one} /></Tabs.Panel>)}
      </Tabs>
    </Stack>
  );
}

/** The server counts no further than a thousand. */
const shown = (count: number | undefined): string => (count === undefined ? '…' : count >= 1000 ? '999+' : String(count));

function DischargeTable({ state }: { state: DischargeState }) {
  const t = useText(peopleTexts);
  const read = usePages<DischargeRow>('/discharges', { state, limit: 50 }, ['discharge', 'episode', 'patient']);
  if (read.isLoadingError) return <Alert color="red" variant="outline" role="alert">{read.error.message}</Alert>;
  if (!read.items) return <Loading />;
  if (read.items.length === 0) return <Text>{t('none')}</Text>;
  return (
    <>
      <Wide label={t(state)}>
        <Table verticalSpacing={6} highlightOnHover>
          <Table.Thead>
            <Table.Tr>
              {(['patient', 'stay', 'discharged', 'what', 'reason'] as const).map((key) => <Table.Th key={key} scope="col">{key === 'reason' && state !== 'refused' ? t('assessed') : t(key)}</Table.Th>)}
              <Table.Th scope="col"><span className="unseen">{t('launch')}</span></Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>{read.items.map((row) => <DischargeLine key={row.dischargeId} row={row} />)}</Table.Tbody>
        </Table>
      </Wide>
      {read.hasNextPage ? <Button mt="sm" variant="default" loading={read.isFetchingNextPage} onClick={() => void read.fetchNextPage()}>{t('loadMore')}</Button> : null}
    </>
  );
}
