/** What one wants to know at once: the days at a glance, and what comes next. */
import { Grid, Title } from '@mantine/core';
import type { PatientOutlook } from '../../../../db/read-models/patient-outlook.js';
import { useLanguage, useText } from '../../language.js';
import { useRead } from '../../live.js';
import { patientTexts } from '../../texts/patient.js';
import { withQuery } from '../../with-query.js';
import { Anchor, Group, Stack, Text } from '../light/light.js';
import { Table } from '../light/Table.js';
import { Loading } from '../Loading.js';
import { Read } from '../Read.js';
import { useChart, useTimes, usePlace } from './chart.js';
import { EntryList } from './EntryList.js';
import { useEntries } from './entries.js';
import { FirmWhat } from './FirmWhat.js';
import { fromToday, mergedFirm } from './firm.js';
import { LanesPart } from './LanesPart.js';

const nextShown = 8;
const lastShown = 8;

export function Overview() {
  const t = useText(patientTexts);
  const { language } = useLanguage();
  const { patient, episodes, today } = useChart();
  const { moment } = useTimes();
  const { go } = usePlace();
  const outlook = useRead<PatientOutlook>(withQuery(`/patients/${patient.patientId}/next-thirty-days`, { language }), ['episode', 'visit', 'message', 'escalation']);
  const happened = useEntries(patient.patientId, { state: 'happened', kinds: 'visit,form,call,reading,case,change,message', limit: lastShown });
  return (
    <Stack>
      {episodes.length === 0 ? null : <LanesPart />}
      <Grid>
        <Grid.Col span={{ base: 12, lg: 4 }}>
          <Group justify="space-between"><Title order={2} fz="md">{t('ahead')}</Title><Anchor component="button" type="button" size="sm" onClick={() => go({ tab: 'ahead' })}>{t('details')}</Anchor></Group>
          <Read of={outlook}>{({ firm }) => firm.length === 0 ? <Text size="sm">{t('noFirm')}</Text> : (
            <Table>
              <Table.Tbody>
                {mergedFirm(firm, { staff: false }).filter(fromToday(today, patient.zone)).slice(0, nextShown).map((item) => (
                  <Table.Tr key={item.obligation ?? item.occurrence}><Table.Td className="numbers" style={{ whiteSpace: 'nowrap' }}>{moment(item.slotFrom ?? item.at)}</Table.Td><Table.Td><FirmWhat item={item} /></Table.Td></Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          )}</Read>
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 8 }}>
          <Group justify="space-between"><Title order={2} fz="md">{t('lately')}</Title><Anchor component="button" type="button" size="sm" onClick={() => go({ tab: 'timeline' })}>{t('details')}</Anchor></Group>
          {happened.items === undefined ? <Loading /> : <EntryList short items={happened.items.slice(0, lastShown)} />}
        </Grid.Col>
      </Grid>
    </Stack>
  );
}
