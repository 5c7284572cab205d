/** "The cycle starts on ...", "born on ...", "the date was wrong": sets a date that steps count from. */
import { Radio, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { ChartEpisode } from '../../../../db/read-models/patient-chart.js';
import { isLocalDate } from '../../../../pathways/time.js';
import { useText } from '../../language.js';
import { anchorTexts } from '../../texts/care-words.js';
import { patientActTexts } from '../../texts/patient.js';
import { useWords } from '../../words.js';
import { Stack } from '../light/light.js';
import { CommandModal } from './CommandModal.js';
import { onEpisode } from './command.js';

export function AnchorForm({ of, close }: { of: ChartEpisode; close: () => void }) {
  const a = useText(patientActTexts);
  const word = useWords(anchorTexts);
  const [chosen, choose] = useState(of.settable.length === 1 ? (of.settable[0]?.anchor ?? null) : null);
  const [date, setDate] = useState('');
  const [correct, setCorrect] = useState(false);
  const [reason, write] = useState('');
  const picked = of.settable.find(({ anchor }) => anchor === chosen);
  const known = picked && of.anchors[picked.anchor];
  // A date that is known and comes only once can only be corrected.
  const correction = known !== undefined && (correct || picked?.need !== 'again');
  const input = picked && isLocalDate(date) && reason.trim() !== '' ? { anchor: picked.anchor, date, reason: reason.trim(), ...(correction ? { correct: true } : {}) } : null;
  return (
    <CommandModal title={`${a('setAnchor')} · ${of.title}`} command={onEpisode('anchor-set', of.episodeId, input)} close={close}>
      <Radio.Group label={a('anchorOf')} value={chosen ?? ''} onChange={(value) => choose(of.settable.find(({ anchor }) => anchor === value)?.anchor ?? null)} withAsterisk>
        <Stack gap={6} mt={4}>{of.settable.map(({ anchor }) => {
          const now = of.anchors[anchor];
          return <Radio key={anchor} value={anchor} label={word(anchor)} description={now === undefined ? undefined : a('anchorNow', { date: now })} />;
        })}</Stack>
      </Radio.Group>
      {known !== undefined && picked?.need === 'again' ? (
        <Radio.Group label={a('anchorWhat')} value={correct ? 'correct' : 'new'} onChange={(value) => setCorrect(value === 'correct')}>
          <Stack gap={6} mt={4}><Radio value="new" label={a('anchorNew')} /><Radio value="correct" label={a('anchorCorrect')} /></Stack>
        </Radio.Group>
      ) : null}
      <TextInput type="date" label={a('anchorDate')} value={date} onChange={({ currentTarget }) => setDate(currentTarget.value)} withAsterisk />
      <Textarea label={a('reasonWords')} withAsterisk autosize minRows={2} maxLength={1000} value={reason} onChange={({ currentTarget }) => write(currentTarget.value)} />
    </CommandModal>
  );
}
