/** The lanes with their days to turn, and the legend. */
import { Button, Select } from '@mantine/core';
import type { ReactNode } from 'react';
import { entryKinds } from '../../../../pathways/chart/entry.js';
import type { Lanes } from '../../../../pathways/chart/lanes.js';
import { addDays } from '../../../../pathways/time.js';
import { useLanguage, useText } from '../../language.js';
import { useRead } from '../../live.js';
import { levelTexts } from '../../texts/care-words.js';
import { patientTexts } from '../../texts/patient.js';
import { withQuery } from '../../with-query.js';
import { useWords } from '../../words.js';
import { Group, Stack } from '../light/light.js';
import { Read } from '../Read.js';
import { useChart, usePlace } from './chart.js';
import { LaneTable, stateKey } from './LaneTable.js';
import { Sign } from './marks.js';

/** Notices to staff would drown what happens to the patient; they are in the list. */
const kinds = entryKinds.filter((kind) => kind !== 'staff-message').join(',');
const back = 14;

export function LanesPart() {
  const t = useText(patientTexts);
  const { language } = useLanguage();
  const level = useWords(levelTexts);
  const { patient, today } = useChart();
  const { read, go } = usePlace();
  const days = Number(read('days') ?? 42);
  const from = read('from') ?? addDays(today, -back);
  const lanes = useRead<Lanes>(withQuery(`/patients/${patient.patientId}/lanes`, { language, kinds, from, days }), ['episode', 'visit', 'message', 'escalation']);
  const turn = (by: number): void => go({ from: addDays(from, by) });
  return (
    <Stack gap="xs">
      <Group justify="space-between">
        <div className="legend" aria-label={t('legend')} role="group">
          {(['planned', 'happened', 'not', 'left-out', 'replaced'] as const).map((state) => <span key={state}><Sign state={state} />{t(stateKey[state])}</span>)}
          {(['red', 'orange', 'yellow'] as const).map((one) => <span key={one}><Sign state="happened" level={one} />{t('caseOf', { level: level(one) })}</span>)}
        </div>
        <Group gap="xs">
          <Button size="xs" variant="default" onClick={() => turn(-Math.floor(days / 2))}>{t('earlier')}</Button>
          <Button size="xs" variant="default" disabled={read('from') === null} onClick={() => go({ from: null })}>{t('toToday')}</Button>
          <Button size="xs" variant="default" onClick={() => turn(Math.floor(days / 2))}>{t('later')}</Button>
          <Select size="xs" w={100} aria-label={t('daysShown')} value={String(days)} allowDeselect={false} data={[14, 28, 42, 90].map((n) => ({ value: String(n), label: t('nDays', { n }) }))} onChange={(value) => go({ days: value === '42' ? null : value })} />
        </Group>
      </Group>
      <Read of={lanes}>{(found) => <FirstMark><LaneTable of={found} chosen={read('day')} choose={(day) => go({ day: read('day') === day ? null : day, tab: 'timeline' })} /></FirstMark>}</Read>
    </Stack>
  );
}

/** Tab reaches the first mark; arrow keys do the rest. */
function FirstMark({ children }: { children: ReactNode }) {
  return <div ref={(frame) => frame?.querySelector('[data-mark]')?.setAttribute('tabindex', '0')}>{children}</div>;
}
