/** One shift by hand: who, as what, from when until when, in the hospital's time. */
import { Button, Group, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { StaffRole } from '../../../../pathways/engine/vocabulary.js';
import { addDays, atLocal, localDateOf } from '../../../../pathways/time.js';
import { useText } from '../../language.js';
import { partTexts } from '../../texts/parts.js';
import { roleTexts } from '../../texts/roles.js';
import { rosterTexts } from '../../texts/roster.js';
import { useAct } from '../act.js';
import { Dialog, inFront } from '../Dialog.js';
import { Stack, Text } from '../light/light.js';
import type { DutyRoster } from './duty.js';

type Body = { shifts: { login: string; role: StaffRole; startsAt: string; endsAt: string }[] };
type Answer = { accepted: number; refused: { problem: string }[] };

export function AddShift({ roster }: { roster: DutyRoster }) {
  const t = useText(rosterTexts);
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t('add')}</Button>
      {open ? <Dialog title={t('add')} close={() => setOpen(false)}><Fields roster={roster} close={() => setOpen(false)} /></Dialog> : null}
    </>
  );
}

function Fields({ roster, close }: { roster: DutyRoster; close: () => void }) {
  const t = useText(rosterTexts);
  const parts = useText(partTexts);
  const role = useText(roleTexts);
  const [login, setLogin] = useState<string | null>(null);
  const [as, setAs] = useState<string | null>(roster.gaps[0]?.role ?? null);
  const [day, setDay] = useState(localDateOf(roster.gaps[0]?.from ?? roster.now, roster.zone));
  const [from, setFrom] = useState('08:00');
  const [until, setUntil] = useState('08:00');
  const [problem, setProblem] = useState<string | null>(null);
  const save = useAct<Body>({
    method: 'PUT', path: '/roster', done: null,
    then: (answer) => {
      const { refused } = answer as Answer;
      if (refused[0]) setProblem(t('refused', { why: refused[0].problem }));
      else close();
    },
  });
  const chosen = roster.roles.find((one) => one.role === as)?.role;
  return (
    <form onSubmit={(event) => {
      event.preventDefault();
      if (login === null || chosen === undefined || day === '') return;
      save.mutate({ shifts: [{ login, role: chosen, startsAt: atLocal(day, from, roster.zone), endsAt: atLocal(until > from ? day : addDays(day, 1), until, roster.zone) }] });
    }}>
      <Stack>
        <Select label={t('person')} data={roster.colleagues.map((one) => ({ value: one.login, label: one.displayName }))} value={login} onChange={setLogin} searchable required comboboxProps={inFront} data-autofocus />
        <Select label={t('role')} data={roster.roles.map((one) => ({ value: one.role, label: role(one.role) }))} value={as} onChange={setAs} required comboboxProps={inFront} />
        <TextInput type="date" label={t('date')} value={day} onChange={(event) => setDay(event.currentTarget.value)} required />
        <Group grow>
          <TextInput type="time" label={t('fromTime')} value={from} onChange={(event) => setFrom(event.currentTarget.value)} required />
          <TextInput type="time" label={t('untilTime')} value={until} onChange={(event) => setUntil(event.currentTarget.value)} required />
        </Group>
        {problem === null ? null : <Text role="alert" c="#b3170f">{problem}</Text>}
        <Group justify="flex-end"><Button variant="default" onClick={close}>{parts('cancel')}</Button><Button type="submit" loading={save.isPending}>{t('save')}</Button></Group>
      </Stack>
    </form>
  );
}
