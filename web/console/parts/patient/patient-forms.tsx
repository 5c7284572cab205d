/** Forms of what is recorded about the person; the preview names every package that hears of it. */
import { ActionIcon, Button, Checkbox, TextInput } from '@mantine/core';
import { useState } from 'react';
import { isLocalDate, isZone } from '../../../../pathways/time.js';
import { useText } from '../../language.js';
import { flagTexts } from '../../texts/care-words.js';
import { patientActTexts } from '../../texts/patient.js';
import { useWords } from '../../words.js';
import { Group, Stack } from '../light/light.js';
import { CommandModal } from './CommandModal.js';
import { useChart } from './chart.js';
import { onEpisode } from './command.js';

/** What conditions may ask about the patient; the family contact has a field of its own. */
const patientFlags = Object.keys(flagTexts).filter((name) => name !== 'hasFamilyContact');

type Props = { episodeId: string; close: () => void };

export function DiedForm({ episodeId, close }: Props) {
  const a = useText(patientActTexts);
  return <CommandModal title={a('died')} command={onEpisode('patient-died', episodeId, {})} close={close} grave={{ warning: a('diedWarning'), sure: a('diedSure'), once: a('diedOnce'), twice: a('diedTwice') }} />;
}

export function ReadmittedForm({ episodeId, close }: Props) {
  const a = useText(patientActTexts);
  return <CommandModal title={a('readmitted')} command={onEpisode('patient-readmitted', episodeId, {})} close={close} />;
}

export function OptForm({ episodeId, close }: Props) {
  const a = useText(patientActTexts);
  const out = useChart().patient.optedOutAt === null;
  return <CommandModal title={a(out ? 'optOut' : 'optIn')} command={onEpisode(out ? 'opt-out' : 'opt-in', episodeId, {})} close={close} />;
}

export function ZoneForm({ episodeId, close }: Props) {
  const a = useText(patientActTexts);
  const { patient } = useChart();
  const [zone, write] = useState(patient.zone);
  return (
    <CommandModal title={a('zone')} command={onEpisode('zone-changed', episodeId, isZone(zone) && zone !== patient.zone ? { zone } : null)} close={close}>
      <TextInput label={a('zoneName')} value={zone} onChange={({ currentTarget }) => write(currentTarget.value)} withAsterisk />
    </CommandModal>
  );
}

export function FactsForm({ episodeId, close }: Props) {
  const a = useText(patientActTexts);
  const word = useWords(flagTexts);
  const { patient } = useChart();
  const [flags, set] = useState<Record<string, boolean>>(patient.flags);
  const [family, setFamily] = useState(patient.contacts.some(({ owner, quarantined }) => owner === 'family' && !quarantined));
  return (
    <CommandModal title={a('facts')} command={onEpisode('facts-changed', episodeId, { flags, hasFamilyContact: family })} close={close}>
      <Stack gap={8}>
        {patientFlags.map((name) => <Checkbox key={name} label={word(name)} checked={flags[name] === true} onChange={({ currentTarget: { checked } }) => set((before) => ({ ...before, [name]: checked }))} />)}
        <Checkbox label={a('hasFamily')} checked={family} onChange={({ currentTarget }) => setFamily(currentTarget.checked)} />
      </Stack>
    </CommandModal>
  );
}

const valid = ({ from, until }: { from: string; until: string }): boolean => isLocalDate(from) && isLocalDate(until) && from <= until;

export function AwayForm({ episodeId, close }: Props) {
  const a = useText(patientActTexts);
  const { patient, today } = useChart();
  const [away, set] = useState(patient.away.length > 0 ? patient.away : [{ from: today, until: today }]);
  const change = (index: number, part: { from?: string; until?: string }): void => set((before) => before.map((one, i) => (i === index ? { ...one, ...part } : one)));
  return (
    <CommandModal title={a('away')} command={onEpisode('away-set', episodeId, away.every(valid) ? { away } : null)} close={close}>
      <Stack gap="xs">
        {away.map(({ from, until }, index) => (
          <Group key={index} align="flex-end" gap="xs">
            <TextInput type="date" label={a('from')} value={from} onChange={({ currentTarget }) => change(index, { from: currentTarget.value })} />
            <TextInput type="date" label={a('until')} value={until} min={from} onChange={({ currentTarget }) => change(index, { until: currentTarget.value })} error={until < from} />
            <ActionIcon size={36} variant="default" aria-label={a('removeDates')} onClick={() => set((before) => before.filter((_, i) => i !== index))}>×</ActionIcon>
          </Group>
        ))}
        <div><Button size="xs" variant="default" onClick={() => set((before) => [...before, { from: today, until: today }])}>{a('addDates')}</Button></div>
      </Stack>
    </CommandModal>
  );
}
