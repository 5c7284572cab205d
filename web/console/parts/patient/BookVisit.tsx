/** Book a visit, or move it with a reason: into a slot for which somebody is free, or at a time agreed although nobody is free yet. */
import { Checkbox, Radio, ScrollArea, TextInput, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { PatientVisit } from '../../../../db/read-models/patient-visits.js';
import { atLocal } from '../../../../pathways/time.js';
import type { NoSlotReason } from '../../../../pathways/visits/slots.js';
import { useText } from '../../language.js';
import { useRead } from '../../live.js';
import { patientActTexts } from '../../texts/patient.js';
import { visitTexts } from '../../texts/visits.js';
import { withQuery } from '../../with-query.js';
import { Group, Stack, Text } from '../light/light.js';
import { Read } from '../Read.js';
import { CommandModal } from './CommandModal.js';
import { useChart, useTimes } from './chart.js';
import { onVisit } from './command.js';

type Slot = { from: string; until: string; day: string; localFrom: string; localUntil: string; free: number; inWindow: boolean };
type Slots = { slots: Slot[]; none: NoSlotReason | null; refusal: null | { code: string; message: string } };

export function BookVisit({ of, close }: { of: PatientVisit; close: () => void }) {
  const a = useText(patientActTexts);
  const move = of.slotFrom !== null;
  const read = useRead<Slots>(withQuery(`/episodes/${of.episodeId}/visits/${of.step}/${of.n}/slots`, { outside: true }), ['visit']);
  const [chosen, choose] = useState<Slot | null>(null);
  const [reason, write] = useState('');
  const { zone } = useChart().patient;
  const [agreed, agree] = useState<AgreedTime | null>(null);
  const slot = agreed !== null ? agreedSlot(agreed, zone) : chosen === null ? null : { from: chosen.from, until: chosen.until, ...(chosen.inWindow ? {} : { override: true }) };
  const input = slot === null ? null : move ? (reason.trim() === '' ? null : { ...slot, reason: reason.trim() }) : slot;
  return (
    <CommandModal title={a(move ? 'moveTitle' : 'bookTitle', { label: `${of.label} ${of.n}` })} command={onVisit(move ? 'move' : 'book', of, input)} close={close}>
      <Read of={read}>{({ slots, none, refusal }) => refusal !== null ? <Text role="alert">{refusal.message}</Text> : (
        <Stack gap="sm">
          {agreed !== null ? null : none === null ? <SlotChoice label={a('slots')} slots={move ? slots : slots.filter(({ inWindow }) => inWindow)} chosen={chosen} choose={choose} /> : <NoSlot why={none} later={slots} chosen={chosen} choose={choose} />}
          <Checkbox label={a('agreedTime')} description={a('agreedHint')} checked={agreed !== null} onChange={({ currentTarget }) => agree(currentTarget.checked ? { day: '', from: '', until: '' } : null)} />
          {agreed === null ? null : <AgreedFields agreed={agreed} agree={agree} />}
        </Stack>
      )}</Read>
      {move ? <Textarea label={a('reasonWords')} withAsterisk autosize minRows={2} maxLength={300} value={reason} onChange={({ currentTarget }) => write(currentTarget.value)} /> : null}
    </CommandModal>
  );
}

type AgreedTime = { day: string; from: string; until: string };

/** null: not filled yet, or ending before it begins. */
const agreedSlot = ({ day, from, until }: AgreedTime, zone: string) =>
  day === '' || from === '' || until === '' || until <= from ? null : { from: atLocal(day, from, zone), until: atLocal(day, until, zone), override: true };

function AgreedFields({ agreed, agree }: { agreed: AgreedTime; agree: (time: AgreedTime) => void }) {
  const a = useText(patientActTexts);
  const wrong = agreed.from !== '' && agreed.until !== '' && agreed.until <= agreed.from;
  return (
    <Group align="flex-start">
      <TextInput type="date" label={a('agreedDay')} withAsterisk value={agreed.day} onChange={({ currentTarget }) => agree({ ...agreed, day: currentTarget.value })} />
      <TextInput type="time" label={a('agreedFrom')} withAsterisk value={agreed.from} onChange={({ currentTarget }) => agree({ ...agreed, from: currentTarget.value })} />
      <TextInput type="time" label={a('agreedUntil')} withAsterisk value={agreed.until} error={wrong ? a('agreedWrong') : null} onChange={({ currentTarget }) => agree({ ...agreed, until: currentTarget.value })} />
    </Group>
  );
}

type Choice = { chosen: Slot | null; choose: (slot: Slot) => void };

/** Why the window has none, and the way out: what is free after it. */
function NoSlot({ why, later, ...choice }: Choice & { why: NoSlotReason; later: Slot[] }) {
  const v = useText(visitTexts);
  return (
    <Stack gap="xs">
      <Text fw={600}>{v(`none-${why}`)}</Text>
      {later.length === 0 ? <Text size="sm">{v('neitherLater')}</Text> : <SlotChoice label={v('later')} slots={later} {...choice} />}
    </Stack>
  );
}

function SlotChoice({ label, slots, chosen, choose }: Choice & { label: string; slots: Slot[] }) {
  const a = useText(patientActTexts);
  const { date } = useTimes();
  const days = [...new Set(slots.map(({ day }) => day))];
  return (
    <Radio.Group label={label} value={chosen?.from ?? ''} onChange={(from) => { const slot = slots.find((one) => one.from === from); if (slot) choose(slot); }}>
      <ScrollArea.Autosize mah={260} type="auto">
        <Stack gap="xs" mt={4}>
          {days.map((day) => (
            <div key={day} role="group" aria-label={date(day)}>
              <Text size="sm" fw={600}>{date(day)}</Text>
              <Group gap="md">
                {slots.filter((slot) => slot.day === day).map((slot) => (
                  <Radio key={slot.from} value={slot.from} label={`${slot.localFrom}–${slot.localUntil} · ${a('free', { n: slot.free })}${slot.inWindow ? '' : ` · ${a('outside')}`}`} />
                ))}
              </Group>
            </div>
          ))}
        </Stack>
      </ScrollArea.Autosize>
    </Radio.Group>
  );
}
