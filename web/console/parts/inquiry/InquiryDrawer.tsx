/** One question or complaint: everything said and done, and what the reader may do next (the API says what). */
import { Button, Select } from '@mantine/core';
import { useState } from 'react';
import type { Entry } from '../../../../db/inquiries/thread.js';
import type { InquiryRow } from '../../../../db/read-models/inquiry-list.js';
import type { Assignee } from '../../../../db/worklist/owners.js';
import { useLanguage, useText } from '../../language.js';
import { useRead } from '../../live.js';
import { useMe } from '../../session.js';
import { inquiryTexts } from '../../texts/inquiries.js';
import { sayMoment } from '../../when.js';
import { useAct } from '../act.js';
import { AskWords } from '../AskWords.js';
import { inFront } from '../Dialog.js';
import { Group, Stack, Text } from '../light/light.js';
import { Read } from '../Read.js';
import { SidePanel } from '../SidePanel.js';
import { PatientLine } from '../worklist/PatientLine.js';

type Thread = InquiryRow & { entries: Entry[] };

export function InquiryDrawer({ inquiryId, close }: { inquiryId: string; close: () => void }) {
  const t = useText(inquiryTexts);
  const thread = useRead<Thread>(`/inquiries/${inquiryId}`, ['inquiry']);
  return <SidePanel title={t('title')} close={close} width={620}><Read of={thread}>{(of) => <Content of={of} />}</Read></SidePanel>;
}

function Content({ of }: { of: Thread }) {
  const t = useText(inquiryTexts);
  const { language } = useLanguage();
  const { zone } = useMe().hospital;
  const people = useRead<{ items: Assignee[] }>('/worklist/assignees', []);
  const who = (by: string): string => (by === 'patient' || by === 'family' || by === 'system' ? t(by) : (people.data?.items.find(({ accountId }) => accountId === by)?.displayName ?? '—'));
  return (
    <Stack gap="md">
      <PatientLine of={{ ...of, sex: null, birthDate: null }} size="lg" />
      <Text fw={600}>{`${t(of.kind)} · ${t(of.state)}${of.subjectName === null ? '' : ` · ${t('about', { name: of.subjectName })}`}`}</Text>
      <Text className="script">{of.text}</Text>
      <Acts of={of} people={people.data?.items ?? []} />
      <Stack gap="xs">
        <Text fw={600}>{t('thread')}</Text>
        <ul className="plain">
          {of.entries.map((entry) => (
            <li key={entry.entryId}>
              <Text size="sm">{`${t(entry.act)} · ${t('askedBy', { who: who(entry.by), at: sayMoment(entry.at, language, zone) })}`}</Text>
              {entry.text === null ? null : <Text style={{ whiteSpace: 'pre-wrap' }}>{entry.text}</Text>}
            </li>
          ))}
        </ul>
      </Stack>
    </Stack>
  );
}

const worded = ['reply', 'note', 'verify', 'close'] as const;
type Worded = (typeof worded)[number];
const hints = { reply: 'replyWords', note: 'noteWords', verify: 'verifyWords', close: 'closeWords' } as const satisfies Record<Worded, string>;

function Acts({ of, people }: { of: Thread; people: readonly Assignee[] }) {
  const t = useText(inquiryTexts);
  const [asking, ask] = useState<Worded | null>(null);
  const act = useAct<{ text: string }>({ path: `/inquiries/${of.inquiryId}/${asking ?? 'note'}`, done: t('done'), then: () => ask(null) });
  const investigate = useAct<object>({ path: `/inquiries/${of.inquiryId}/investigate`, done: t('done') });
  const assign = useAct<{ owner: string }>({ path: `/inquiries/${of.inquiryId}/assign`, done: t('done') });
  if (of.may.length === 0) return <Text size="sm">{t('mayNone')}</Text>;
  return (
    <Stack gap="sm">
      <Group gap="xs">
        {of.may.includes('investigate') ? <Button variant="default" onClick={() => investigate.mutate({})} loading={investigate.isPending}>{t('investigate')}</Button> : null}
        {worded.filter((one) => of.may.includes(one)).map((one) => <Button key={one} variant={one === 'reply' ? 'filled' : 'default'} onClick={() => ask(one)}>{t(one)}</Button>)}
      </Group>
      {of.may.includes('assign') ? (
        <Select label={t('to')} placeholder={t('ownerNone')} searchable maw={320} comboboxProps={inFront} value={of.owner} disabled={assign.isPending}
          data={people.map(({ accountId, displayName }) => ({ value: accountId, label: displayName }))} onChange={(owner) => (owner === null || owner === of.owner ? undefined : assign.mutate({ owner }))} />
      ) : null}
      {asking === null ? null : <AskWords title={t(asking)} label={t(asking)} hint={t(hints[asking])} confirm={t(asking)} pending={act.isPending} close={() => ask(null)} give={(text) => act.mutate({ text })} />}
    </Stack>
  );
}
