/** Forms of the commands to one episode; each shows what it would do before it does it. */
import { Checkbox, Radio, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { ChartEpisode } from '../../../../db/read-models/patient-chart.js';
import { levels, pauseReasons, stopReasons } from '../../../../pathways/engine/vocabulary.js';
import { useText } from '../../language.js';
import { levelTexts, oneKindTexts } from '../../texts/care-words.js';
import { patientActTexts } from '../../texts/patient.js';
import { reasonTexts } from '../../texts/reasons.js';
import { useWords } from '../../words.js';
import { Stack, Text } from '../light/light.js';
import { CommandModal } from './CommandModal.js';
import { onEpisode } from './command.js';

type Props = { of: ChartEpisode; close: () => void };

function Reasons({ reasons, value, choose }: { reasons: readonly string[]; value: string | null; choose: (reason: string) => void }) {
  const a = useText(patientActTexts);
  const word = useWords(reasonTexts);
  return (
    <Radio.Group label={a('reason')} value={value ?? ''} onChange={choose} withAsterisk>
      <Stack gap={6} mt={4}>{reasons.map((reason) => <Radio key={reason} value={reason} label={word(reason)} />)}</Stack>
    </Radio.Group>
  );
}

const withNote = (reason: string | null, note: string): Record<string, unknown> | null => (reason === null ? null : { reason, ...(note.trim() === '' ? {} : { note: note.trim() }) });

function Note({ note, write }: { note: string; write: (note: string) => void }) {
  const a = useText(patientActTexts);
  return <Textarea label={a('noteWords')} description={a('noteHint')} autosize minRows={2} maxLength={500} value={note} onChange={({ currentTarget }) => write(currentTarget.value)} />;
}

export function PauseForm({ of, close }: Props) {
  const a = useText(patientActTexts);
  const [reason, choose] = useState<string | null>(null);
  const [note, write] = useState('');
  return (
    <CommandModal title={`${a('pause')} · ${of.title}`} command={onEpisode('pause', of.episodeId, withNote(reason, note))} close={close}>
      <Reasons reasons={pauseReasons} value={reason} choose={choose} />
      <Note note={note} write={write} />
    </CommandModal>
  );
}

export function ResumeForm({ of, close }: Props) {
  const a = useText(patientActTexts);
  return <CommandModal title={`${a('resume')} · ${of.title}`} command={onEpisode('resume', of.episodeId, {})} close={close} />;
}

/** Death is not a reason here: it ends every package, and has its own entry that asks twice. */
const ownReasons = (of: ChartEpisode) => stopReasons.filter((reason) => reason !== 'died' && (reason !== 'pregnancy-loss' || of.mayEndInLoss));

export function StopForm({ of, close }: Props) {
  const a = useText(patientActTexts);
  const [reason, choose] = useState<string | null>(null);
  const [note, write] = useState('');
  return (
    <CommandModal title={`${a('stop')} · ${of.title}`} command={onEpisode('stop', of.episodeId, withNote(reason, note))} close={close}>
      <Reasons reasons={ownReasons(of)} value={reason} choose={choose} />
      <Note note={note} write={write} />
    </CommandModal>
  );
}

export function RaiseForm({ of, close }: Props) {
  const a = useText(patientActTexts);
  const word = useWords(levelTexts);
  const [level, choose] = useState<string | null>(null);
  const [reason, write] = useState('');
  return (
    <CommandModal title={`${a('raise')} · ${of.title}`} command={onEpisode('escalation-raised', of.episodeId, level === null || reason.trim() === '' ? null : { level, reason: reason.trim() })} close={close}>
      <Radio.Group label={a('level')} value={level ?? ''} onChange={choose} withAsterisk>
        <Stack gap={6} mt={4}>{levels.map((one) => <Radio key={one} value={one} label={word(one)} />)}</Stack>
      </Radio.Group>
      <Textarea label={a('reasonWords')} withAsterisk autosize minRows={2} maxLength={1000} value={reason} onChange={({ currentTarget }) => write(currentTarget.value)} />
    </CommandModal>
  );
}

export function StartStepForm({ of, close }: Props) {
  const a = useText(patientActTexts);
  const word = useWords(oneKindTexts);
  const [steps, choose] = useState<string[]>([]);
  const sorted = [...of.steps].sort((x, y) => (x.kind < y.kind ? -1 : x.kind > y.kind ? 1 : 0));
  const [reason, write] = useState('');
  return (
    <CommandModal title={`${a('startStep')} · ${of.title}`} command={onEpisode('steps-start', of.episodeId, steps.length === 0 || reason.trim() === '' ? null : { steps, reason: reason.trim() })} close={close}>
      <Checkbox.Group label={a('step')} value={steps} onChange={choose} withAsterisk>
        <Stack gap={6} mt={4}>
          {sorted.filter(({ triggered }) => triggered).map(({ step, label, kind }) => <Checkbox key={step} value={step} label={`${word(kind)} · ${label}（${step}）`} />)}
          <details>
            <summary>{a('onceMore')}</summary>
            <Stack gap={6} mt={4}>{sorted.filter(({ triggered, kind }) => !triggered && kind !== 'message').map(({ step, label, kind }) => <Checkbox key={step} value={step} label={`${word(kind)} · ${label}（${step}）`} />)}</Stack>
          </details>
        </Stack>
      </Checkbox.Group>
      <Textarea label={a('reasonWords')} withAsterisk autosize minRows={2} maxLength={1000} value={reason} onChange={({ currentTarget }) => write(currentTarget.value)} />
      <Text size="sm" c="dark.4">{a('amendWords')}</Text>
    </CommandModal>
  );
}

