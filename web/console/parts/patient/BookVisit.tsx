/** Book a visit, or move it with a reason, into a slot for which somebody is free. */
import { Group, Radio, ScrollArea, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { PatientVisit } from '../../../../db/read-models/patient-visits.js';
import { withQuery } from '../../api.js';
import { useText } from '../../language.js';
import { useRead } from '../../live.js';
import { patientActTexts } from '../../texts/patient.js';
import { Read } from '../Read.js';
import { CommandModal } from './CommandModal.js';
import { useTimes } from './chart.js';
import { onVisit } from './command.js';

type Slot = { from: string; until: string; day: string; localFrom: string; localUntil: string; free: number; inWindow: boolean };
type Slots = { slots: Slot[]; refusal: null | { code: string; message: string } };

export function BookVisit({ of, close }: { of: PatientVisit; close: () => void }) {
  const a = useText(patientActTexts);
  const move = of.slotFrom !== null;
  const read = useRead<Slots>(withQuery(`/episodes/${of.episodeId}/visits/${of.step}/${of.n}/slots`, { outside: move }), ['visit']);
  const [chosen, choose] = useState<Slot | null>(null);
  const [reason, write] = useState('');
  const slot = chosen === null ? null : { from: chosen.from, until: chosen.until };
  const input = slot === null ? null : move ? (reason.trim() === '' ? null : { ...slot, reason: reason.trim() }) : slot;
  return (
    <CommandModal title={a(move ? 'moveTitle' : 'bookTitle', { label: `${of.label} ${of.n}` })} command={onVisit(move ? 'move' : 'book', of, input)} close={close}>
      <Read of={read}>{({ slots, refusal }) => refusal !== null ? <Text role="alert">{refusal.message}</Text> : slots.length === 0 ? <Text>{a('noSlots')}</Text> : <SlotChoice slots={slots} chosen={chosen} choose={choose} />}</Read>
      {move ? <Textarea label={a('reasonWords')} withAsterisk autosize minRows={2} maxLength={300} value={reason} onChange={({ currentTarget }) => write(currentTarget.value)} /> : null}
    </CommandModal>
  );
}

function SlotChoice({ slots, chosen, choose }: { slots: Slot[]; chosen: Slot | null; choose: (slot: Slot) => void }) {
  const a = useText(patientActTexts);
  const { date } = useTimes();
  const days = [...new Set(slots.map(({ day }) => day))];
  return (
    <Radio.Group label={a('slots')} value={chosen?.from ?? ''} onChange={(from) => { const slot = slots.find((one) => one.from === from); if (slot) choose(slot); }}>
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
