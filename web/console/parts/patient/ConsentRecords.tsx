/** The evidence behind the consents: which text, given or withdrawn, how, by whom, when. Rows never change. */
import { Title } from '@mantine/core';
import type { ConsentRow } from '../../../../db/read-models/consent-list.js';
import type { ConsentKind } from '../../../../pathways/people/consent-texts.js';
import { useMarks, useText } from '../../language.js';
import { useRead } from '../../live.js';
import { patientTexts } from '../../texts/patient.js';
import { Anchor, Text } from '../light/light.js';
import { Table } from '../light/Table.js';
import { Read } from '../Read.js';
import { useChart, useTimes } from './chart.js';

const labels = { sms: 'sms', photos: 'photosConsent', family: 'familyConsent', 'family-doctor': 'familyDoctor', 'service-notice': 'serviceNotice' } as const satisfies Record<ConsentKind, string>;

export function ConsentRecords() {
  const t = useText(patientTexts);
  const marks = useMarks();
  const { patient } = useChart();
  const { moment } = useTimes();
  const read = useRead<{ items: ConsentRow[] }>(`/patients/${patient.patientId}/consents`, ['patient']);
  return (
    <>
      <Title order={3} fz="sm" mt="sm">{t('evidence')}</Title>
      <Read of={read}>{({ items }) => items.length === 0 ? <Text size="sm">{t('none')}</Text> : (
        <Table verticalSpacing={2} fz="sm">
          <Table.Tbody>
            {items.map((one) => (
              <Table.Tr key={one.consentId}>
                <Table.Td className="numbers">{moment(one.recordedAt)}</Table.Td>
                <Table.Td>{t(labels[one.kind])}{one.textVersion === null ? '' : marks.aside(t('version', { n: one.textVersion }))}</Table.Td>
                <Table.Td>{t(one.decision === 'given' ? 'given' : 'withdrawnConsent')} · {t(`how_${one.how}`)}{one.proxyRelation === null ? '' : marks.aside(one.proxyRelation)}{one.fileId === null ? null : <> · <Anchor size="sm" href={`/files/${one.fileId}`} target="_blank">{t('scanOf')}</Anchor></>}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}</Read>
    </>
  );
}
