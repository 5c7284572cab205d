/** What was agreed to, and the facts that rules use. */
import { Group, Paper, Table, Text, Title } from '@mantine/core';
import { useText } from '../../language.js';
import { flagTexts } from '../../texts/care-words.js';
import { patientTexts } from '../../texts/patient.js';
import { useWords } from '../../words.js';
import { useChart } from './chart.js';
import { ConsentRecords } from './ConsentRecords.js';

const kinds = { sms: 'sms', photos: 'photosConsent', family: 'familyConsent', familyDoctor: 'familyDoctor' } as const;

export function ConsentsPart() {
  const t = useText(patientTexts);
  const flag = useWords(flagTexts);
  const { patient } = useChart();
  return (
    <Paper withBorder p="sm" component="section">
      <Title order={2} fz="md">{t('consents')}</Title>
      <Table verticalSpacing={3} fz="sm" withRowBorders={false}>
        <Table.Tbody>
          {Object.entries(kinds).map(([kind, label]) => <Table.Tr key={kind}><Table.Th fw={400} w="60%">{t(label)}</Table.Th><Table.Td fw={600}>{t(patient.consents[kind] === true ? 'given' : 'notGiven')}</Table.Td></Table.Tr>)}
        </Table.Tbody>
      </Table>
      <ConsentRecords />
      <Title order={2} fz="md" mt="sm">{t('facts')}</Title>
      {Object.keys(patient.flags).length === 0 ? <Text size="sm">{t('none')}</Text> : <Group gap="md">{Object.entries(patient.flags).map(([name, set]) => <Text key={name} size="sm">{flag(name)}：{t(set ? 'yes' : 'no')}</Text>)}</Group>}
    </Paper>
  );
}
