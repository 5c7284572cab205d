/** What was agreed to, and the facts that rules use. */
import { Button, Paper, Title } from '@mantine/core';
import { useState } from 'react';
import type { ConsentKind } from '../../../../pathways/people/consent-texts.js';
import { useText } from '../../language.js';
import { useMay } from '../../session.js';
import { flagTexts } from '../../texts/care-words.js';
import { patientTexts } from '../../texts/patient.js';
import { useWords } from '../../words.js';
import { Group, Text } from '../light/light.js';
import { Table } from '../light/Table.js';
import { Wide } from '../Wide.js';
import { useChart } from './chart.js';
import { ConsentChange } from './ConsentChange.js';
import { ConsentRecords } from './ConsentRecords.js';

/** What `patient.consents` holds -> its label and the consent that it comes from. */
const kinds = { sms: ['sms', 'sms'], photos: ['photosConsent', 'photos'], family: ['familyConsent', 'family'], familyDoctor: ['familyDoctor', 'family-doctor'] } as const;
type Asked = { kind: ConsentKind; give: boolean; title: string };

export function ConsentsPart() {
  const t = useText(patientTexts);
  const flag = useWords(flagTexts);
  const { patient } = useChart();
  const may = useMay('patient:write');
  const [asked, ask] = useState<Asked | null>(null);
  return (
    <Paper withBorder p="sm" component="section">
      <Title order={2} fz="md">{t('consents')}</Title>
      <Wide label={t('consents')}>
        <Table verticalSpacing={3} fz="sm" withRowBorders={false}>
          <Table.Tbody>
            {Object.entries(kinds).map(([held, [label, kind]]) => {
              const given = patient.consents[held] === true;
              const title = `${t(given ? 'withdraw' : 'agree')}: ${t(label)}`;
              return (
                <Table.Tr key={held}>
                  <Table.Th scope="row" fw={400} w="45%">{t(label)}</Table.Th><Table.Td fw={600}>{t(given ? 'given' : 'notGiven')}</Table.Td>
                  <Table.Td ta="right">{may ? <Button size="compact-sm" variant="default" aria-label={title} onClick={() => ask({ kind, give: !given, title })}>{t(given ? 'withdraw' : 'agree')}</Button> : null}</Table.Td>
                </Table.Tr>
              );
            })}
          </Table.Tbody>
        </Table>
      </Wide>
      {asked === null ? null : <ConsentChange patientId={patient.patientId} {...asked} close={() => ask(null)} />}
      <ConsentRecords />
      <Title order={2} fz="md" mt="sm">{t('facts')}</Title>
      {Object.keys(patient.flags).length === 0 ? <Text size="sm">{t('none')}</Text> : <Group gap="md">{Object.entries(patient.flags).map(([name, set]) => <Text key={name} size="sm">{flag(name)}：{t(set ? 'yes' : 'no')}</Text>)}</Group>}
    </Paper>
  );
}
