/** Staff enter a measured or laboratory value. A value outside the device's range is asked about once more: a slip of the finger raises no alarm. */
import { Alert, Button, Checkbox, Radio, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { ChartEpisode, ChartReading } from '../../../../db/read-models/patient-chart.js';
import { atLocal, localDateOf, localTimeOf } from '../../../../pathways/time.js';
import { useText } from '../../language.js';
import { formTexts } from '../../texts/forms.js';
import { patientActTexts } from '../../texts/patient.js';
import { useAct } from '../act.js';
import { Dialog } from '../Dialog.js';
import { numberProblem, readDecimal } from '../forms/answers.js';
import { Group, Stack } from '../light/light.js';
import { useChart } from './chart.js';

type Body = { reading: string; values: Record<string, string>; measuredAt: string };

export function ReadingForm({ of, close }: { of: ChartEpisode; close: () => void }) {
  const a = useText(patientActTexts);
  const t = useText(formTexts);
  const { zone } = useChart().patient;
  const [kind, choose] = useState(of.readings.length === 1 ? (of.readings[0]?.reading ?? null) : null);
  const [written, write] = useState<Record<string, string>>({});
  const [at, setAt] = useState(`${localDateOf(of.episodeNow, zone)}T${localTimeOf(of.episodeNow, zone)}`);
  const [tried, tryIt] = useState(false);
  const [sure, setSure] = useState(false);
  const act = useAct<Body>({ path: `/episodes/${of.episodeId}/readings`, done: a('done'), then: close });
  const components = of.readings.find(({ reading }) => reading === kind)?.components ?? [];
  const values = Object.fromEntries(components.flatMap(({ id }) => (readDecimal(written[id] ?? '') === '' ? [] : [[id, readDecimal(written[id] ?? '')]])));
  const problems = components.map((one) => numberProblem(one, values[one.id]));
  const odd = problems.includes('out-of-range');
  const [date = '', time = ''] = at.split('T');
  const ready = kind !== null && Object.keys(values).length > 0 && date !== '' && time !== '' && problems.every((problem) => problem === null || problem === 'out-of-range') && (!odd || sure);
  const say = (one: ChartReading['components'][number], problem: ReturnType<typeof numberProblem>): string | null => (problem === null ? null : t(problem, { min: one.min, max: one.max, decimals: one.decimals }));
  const submit = (): void => {
    tryIt(true);
    if (ready) act.mutate({ reading: kind, values, measuredAt: atLocal(date, time, zone) });
  };
  return (
    <Dialog title={`${a('reading')} · ${of.title}`} close={close}>
      <form noValidate onSubmit={(event) => { event.preventDefault(); submit(); }}>
        <Stack>
          <Radio.Group label={a('readingKind')} value={kind ?? ''} onChange={(next) => { choose(next); write({}); setSure(false); }} withAsterisk error={tried && kind === null ? t('required') : null}>
            <Stack gap={6} mt={4}>{of.readings.map(({ reading, title }) => <Radio key={reading} value={reading} label={title} />)}</Stack>
          </Radio.Group>
          {components.map((one, i) => (
            <TextInput
              key={one.id} label={one.label} description={t('range', { min: one.min, max: one.max, unit: one.unit })} inputMode="decimal" autoComplete="off" maw={280} value={written[one.id] ?? ''}
              error={say(one, problems[i] ?? null)} onChange={({ currentTarget }) => { write((before) => ({ ...before, [one.id]: currentTarget.value })); setSure(false); }}
            />
          ))}
          {tried && kind !== null && Object.keys(values).length === 0 ? <Alert color="red" variant="outline" role="alert">{a('readingNone')}</Alert> : null}
          <TextInput type="datetime-local" label={a('readingAt')} withAsterisk maw={280} value={at} onChange={({ currentTarget }) => setAt(currentTarget.value)} error={tried && (date === '' || time === '') ? t('required') : null} />
          {odd ? <Checkbox label={a('readingSure')} checked={sure} onChange={({ currentTarget }) => setSure(currentTarget.checked)} error={tried && !sure ? t('required') : null} /> : null}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>{a('cancel')}</Button>
            <Button type="submit" loading={act.isPending}>{a('confirm')}</Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
