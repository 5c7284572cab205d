/** Leave: which visits it sends back to the search is shown before it is recorded. */
import { Button, Group, List, Select, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { Affected, LeaveKind } from '../../../../db/visits/leave.js';
import type { StaffMember } from '../../../../db/visits/people.js';
import { send } from '../../api.js';
import { useLanguage, useText } from '../../language.js';
import { useMe } from '../../session.js';
import { partTexts } from '../../texts/parts.js';
import { rosterTexts } from '../../texts/roster.js';
import { sayMoment } from '../../when.js';
import { useAct } from '../act.js';
import { Dialog, inFront } from '../Dialog.js';
import { Stack, Text } from '../light/light.js';

const kinds: readonly LeaveKind[] = ['annual', 'sick', 'training', 'other'];
type Body = { from: string; until: string; kind: LeaveKind; note?: string };

export function LeaveForm({ person, today, close }: { person: StaffMember; today: string; close: () => void }) {
  const t = useText(rosterTexts);
  const parts = useText(partTexts);
  const { language } = useLanguage();
  const { hospital } = useMe();
  const [from, setFrom] = useState(today);
  const [until, setUntil] = useState(today);
  const [kind, setKind] = useState<LeaveKind>('annual');
  const [note, setNote] = useState('');
  const path = `/staff/${person.accountId}/leave`;
  const preview = useMutation({ mutationFn: () => send<{ affected: Affected[] }>('POST', `${path}/preview`, { from, until }) });
  const record = useAct<Body>({ path, done: t('leaveRecorded'), then: close });
  const ready = from !== '' && until >= from;
  return (
    <Dialog title={t('leaveOf', { name: person.displayName })} close={close}>
      <form onSubmit={(event) => {
        event.preventDefault();
        if (ready) record.mutate({ from, until, kind, ...(note.trim() === '' ? {} : { note: note.trim() }) });
      }}>
        <Stack>
          <Group grow>
            <TextInput type="date" label={t('firstDay')} value={from} required onChange={(event) => { setFrom(event.currentTarget.value); preview.reset(); }} data-autofocus />
            <TextInput type="date" label={t('lastDay')} value={until} required onChange={(event) => { setUntil(event.currentTarget.value); preview.reset(); }} />
          </Group>
          <Select label={t('kind')} data={kinds.map((value) => ({ value, label: t(value) }))} value={kind} onChange={(chosen) => setKind(kinds.find((one) => one === chosen) ?? 'other')} allowDeselect={false} comboboxProps={inFront} />
          <TextInput label={t('note')} value={note} maxLength={500} onChange={(event) => setNote(event.currentTarget.value)} />
          <Group><Button variant="default" disabled={!ready} loading={preview.isPending} onClick={() => preview.mutate()}>{t('preview')}</Button></Group>
          {preview.isError ? <Text role="alert" c="#b3170f">{preview.error.message}</Text> : null}
          {preview.data ? (
            <div role="status">
              <Text fw={600}>{t('affected', { n: preview.data.affected.length })}</Text>
              <List size="sm">{preview.data.affected.map(({ occurrence, slotFrom }) => <List.Item key={occurrence}>{`${sayMoment(slotFrom, language, hospital.zone)} · ${occurrence.split('/').slice(-2).join(' #')}`}</List.Item>)}</List>
            </div>
          ) : null}
          <Group justify="flex-end"><Button variant="default" onClick={close}>{parts('cancel')}</Button><Button type="submit" disabled={!ready} loading={record.isPending}>{t('recordLeave')}</Button></Group>
        </Stack>
      </form>
    </Dialog>
  );
}
