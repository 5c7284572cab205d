/** Changes numbers and times of this patient; the preview shows what is planned anew, and a reason is asked for. */
import { Checkbox, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { ChartEpisode } from '../../../../db/read-models/patient-chart.js';
import { useText } from '../../language.js';
import { patientActTexts } from '../../texts/patient.js';
import { personalTexts } from '../../texts/personal.js';
import { Stack, Text } from '../light/light.js';
import { PersonalFields } from '../personal/PersonalFields.js';
import { valuesIn, type Written } from '../personal/written.js';
import { CommandModal } from './CommandModal.js';
import { onEpisode } from './command.js';

export function PersonalForm({ of, close }: { of: ChartEpisode; close: () => void }) {
  const a = useText(patientActTexts);
  const t = useText(personalTexts);
  const [written, write] = useState<Written>({});
  const [back, takeBack] = useState<string[]>([]);
  const [reason, say] = useState('');
  const values = { ...Object.fromEntries(back.map((name) => [name, null])), ...valuesIn(of.personal, written) };
  const now = ({ current, given }: ChartEpisode['personal'][number]): string => (current === null ? t('nowNone') : t(given ? 'now' : 'nowUsual', { value: [current].flat().join(', ') }));
  const questions = of.personal.map((one) => ({ ...one, label: `${one.label}（${now(one)}）`, required: false, value: null }));
  const mayTakeBack = of.personal.filter(({ given, required }) => given && !required);
  return (
    <CommandModal title={`${a('personal')} · ${of.title}`} command={onEpisode('personal-set', of.episodeId, Object.keys(values).length === 0 || reason.trim() === '' ? null : { values, reason: reason.trim() })} close={close}>
      <Text size="sm">{t('leaveEmpty')}</Text>
      <PersonalFields questions={questions} written={written} write={(name, text) => write((before) => ({ ...before, [name]: text }))} />
      {mayTakeBack.length === 0 ? null : (
        <Checkbox.Group value={back} onChange={takeBack}>
          <Stack gap={6}>{mayTakeBack.map(({ name, label }) => <Checkbox key={name} value={name} label={t('takeBack', { what: label })} />)}</Stack>
        </Checkbox.Group>
      )}
      <Textarea label={a('reasonWords')} withAsterisk autosize minRows={2} maxLength={1000} value={reason} onChange={({ currentTarget }) => say(currentTarget.value)} />
    </CommandModal>
  );
}
