/** One row of a list, or one bundle: taken or refused, what was found, and where to go on. */
import { Link } from 'wouter';
import { useText } from '../../language.js';
import { paths } from '../../paths.js';
import { useMay } from '../../session.js';
import { peopleTexts, refusalTexts } from '../../texts/people.js';
import { useWords } from '../../words.js';
import { Anchor, Text } from '../light/light.js';
import { Table } from '../light/Table.js';
import type { ImportRow } from './import-file.js';

export function RowVerdict({ name, row }: { name: string; row: ImportRow }) {
  const t = useText(peopleTexts);
  const refusal = useWords(refusalTexts);
  const mayLaunch = useMay('episode:launch');
  const word = t(row.verdict === 'refused' ? 'rowRefused' : row.verdict);
  const launchable = row.launchRefusals.length === 0 && mayLaunch;
  return (
    <Table.Tr>
      <Table.Td>{name}</Table.Td>
      <Table.Th scope="row" className="numbers">{row.line}</Table.Th>
      <Table.Td>{row.verdict === 'refused' ? <Text span fw={700} c="red.9">{word}</Text> : word}</Table.Td>
      <Table.Td>
        {row.problems.map((line) => <Text key={line} size="sm">{line}</Text>)}
        {row.launchRefusals.map(({ code, detail }) => <Text key={code} size="sm" title={detail}>{refusal(code)}</Text>)}
      </Table.Td>
      <Table.Td>{row.dischargeId === null ? null : <Anchor component={Link} href={paths.launch(row.dischargeId)} aria-label={`${t(launchable ? 'launch' : 'open')}: ${name} ${t('line')} ${row.line}`}>{t(launchable ? 'launch' : 'open')}</Anchor>}</Table.Td>
    </Table.Tr>
  );
}
