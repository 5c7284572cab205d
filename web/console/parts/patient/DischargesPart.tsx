/** The patient's stays, each with the way to launch a package from it or why not; and the plan on paper. */
import { Button, Paper, Title } from '@mantine/core';
import { Link } from 'wouter';
import type { DischargeRow } from '../../../../db/read-models/discharge-list.js';
import { useText } from '../../language.js';
import { useRead } from '../../live.js';
import { paths } from '../../paths.js';
import { useMay } from '../../session.js';
import { patientActTexts, patientTexts } from '../../texts/patient.js';
import { peopleTexts, refusalTexts } from '../../texts/people.js';
import { withQuery } from '../../with-query.js';
import { clinicalOf } from '../discharges/clinical.js';
import { Anchor, Group, Text } from '../light/light.js';
import { Read } from '../Read.js';
import { useChart } from './chart.js';

export function DischargesPart() {
  const t = useText(patientTexts);
  const a = useText(patientActTexts);
  const say = useText(peopleTexts);
  const refusal = useText(refusalTexts);
  const mayLaunch = useMay('episode:launch');
  const { patient, episodes } = useChart();
  const stays = useRead<{ items: DischargeRow[] }>(withQuery('/discharges', { patientId: patient.patientId, limit: 20 }), ['discharge', 'episode', 'patient']);
  return (
    <Paper withBorder p="sm" component="section">
      <Group justify="space-between"><Title order={2} fz="md">{t('stays')}</Title><Anchor component={Link} size="sm" href={paths.plan(patient.patientId)}>{t('printPlan')}</Anchor></Group>
      <Read of={stays}>{({ items }) => (
        <ul className="rows">
          {items.map((row) => {
            const clinical = clinicalOf(row.clinical);
            return (
              <li key={row.dischargeId} className="row">
                <Group justify="space-between">
                  <Text size="sm">{[row.encounterRef, clinical.dischargedOn ?? say('unknownDay'), ...clinical.conditions.slice(0, 2), ...clinical.procedures.slice(0, 2)].join(' · ')}{row.refusals.map(({ code, detail }) => <Text key={code} span size="sm" c="#7a3600" title={detail}>{` · ${refusal(code)}`}</Text>)}</Text>
                  {mayLaunch && row.refusals.length === 0 ? <Button component={Link} size="xs" href={paths.launch(row.dischargeId)} aria-label={`${say(row.episodes.length === 0 ? 'launch' : 'more')}: ${row.encounterRef}`}>{say(row.episodes.length === 0 ? 'launch' : 'more')}</Button> : null}
                </Group>
              </li>
            );
          })}
        </ul>
      )}</Read>
      {episodes.length === 0 ? null : <Text size="sm" c="dark.4" mt="xs">{a('amendWords')}</Text>}
    </Paper>
  );
}
