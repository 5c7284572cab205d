/** "I will call you at four": written down at once, so that the next shift keeps it too. Times are said in the hospital's zone. */
import { Button, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { atLocal } from '../../../../pathways/time.js';
import { useText } from '../../language.js';
import { useMay, useMe } from '../../session.js';
import { callTexts } from '../../texts/call.js';
import { useAct } from '../act.js';
import { Group, Stack } from '../light/light.js';

export function CallBackForm({ episodeId, escalation }: { episodeId: string; escalation: string | null }) {
  const t = useText(callTexts);
  const { zone } = useMe().hospital;
  const may = useMay('call:write');
  const [opened, open] = useState(false);
  const [at, setAt] = useState('');
  const [note, setNote] = useState('');
  const [tried, tryIt] = useState(false);
  const promise = useAct<{ at: string; escalation?: string; note?: string }>({ path: `/episodes/${episodeId}/call-backs`, done: t('callBackMade'), then: () => { open(false); setAt(''); setNote(''); tryIt(false); } });
  if (!may) return null;
  if (!opened) return <Button variant="subtle" onClick={() => open(true)} style={{ alignSelf: 'flex-start' }}>{t('callBack')}</Button>;
  const submit = (): void => {
    tryIt(true);
    const [date = '', time = ''] = at.split('T');
    if (date === '' || time === '') return;
    promise.mutate({ at: atLocal(date, time, zone), ...(escalation === null ? {} : { escalation }), ...(note.trim() === '' ? {} : { note: note.trim() }) });
  };
  return (
    <form onSubmit={(event) => { event.preventDefault(); submit(); }}>
      <Stack gap="xs">
        <TextInput type="datetime-local" label={t('callBackAt')} withAsterisk value={at} onChange={({ currentTarget }) => setAt(currentTarget.value)} error={tried && at === '' ? t('timeMissing') : null} maw={260} />
        <Textarea label={t('callBackNote')} value={note} onChange={({ currentTarget }) => setNote(currentTarget.value)} autosize minRows={2} maxLength={1000} />
        <Group><Button type="submit" loading={promise.isPending}>{t('callBackMake')}</Button></Group>
      </Stack>
    </form>
  );
}
