/** What the edit does to a sample patient: her first ninety days by the old version and by the draft. */
import { Button, TextInput, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { Preview as Previewed } from '../../../../api/draft-trials.js';
import type { DayItem } from '../../../../pathways/story/first-days.js';
import { send } from '../../api.js';
import { useLanguage, useText } from '../../language.js';
import { draftTexts } from '../../texts/drafts.js';
import { oneKindTexts } from '../../texts/care-words.js';
import { roleTexts } from '../../texts/roles.js';
import { Group, Stack, Text } from '../light/light.js';
import { ChangeGroup, VersionChanges, type ChangeRow } from './Changes.js';
import type { Editing } from './use-draft.js';

const when = ({ day, time }: DayItem): string => `D${day} ${time}`;

export function Preview({ draftId, editing }: { draftId: string; editing: Editing }) {
  const t = useText(draftTexts);
  const { language } = useLanguage();
  const [anchor, setAnchor] = useState('');
  const run = useMutation({
    mutationFn: () => send<Previewed>('POST', `/drafts/${draftId}/preview`, { language, ...(anchor === '' ? {} : { anchor }), ...(editing.edited ? { files: editing.edited } : {}) }),
  });
  return (
    <Stack>
      <Group align="flex-end">
        <TextInput type="date" label={t('sample')} value={anchor} onChange={(event) => setAnchor(event.currentTarget.value)} />
        <Button onClick={() => run.mutate()} loading={run.isPending} disabled={editing.check?.ok === false}>{t('run')}</Button>
      </Group>
      {run.isError ? <Text role="alert" c="red.9">{run.error.message}</Text> : null}
      {run.data ? <Result of={run.data} /> : null}
    </Stack>
  );
}

function Result({ of: { days, changes, calendar } }: { of: Previewed }) {
  const t = useText(draftTexts);
  const kind = useText(oneKindTexts);
  const role = useText(roleTexts);
  const what = ({ label, text, step, kind: of, what: item }: DayItem) => <>{`${item === 'message' ? `✉ ${label}` : `${kind(of as keyof typeof oneKindTexts)} · ${label}`}`}<Text size="xs" c="gray.7">{text ?? step}</Text></>;
  const to = ({ recipient }: DayItem): string => (recipient === null ? '–' : recipient in roleTexts ? role(recipient as keyof typeof roleTexts) : recipient);
  const row = (item: DayItem): ChangeRow => ({ key: item.id, when: when(item), what: what(item), to: to(item) });
  const changed = calendar.gained.length + calendar.lost.length + calendar.moved.length + calendar.reworded.length;
  return (
    <Stack>
      <Text size="sm">{t('previewLead', { n: days })}</Text>
      <Title order={2} size="h4">{t('changes')}</Title>
      <VersionChanges changes={changes} />
      <Title order={2} size="h4">{t('calendar', { n: days })}</Title>
      <Text role="status">{changed === 0 ? t('sameDays') : t('same', { n: calendar.same })}</Text>
      <ChangeGroup title={t('gained')} rows={calendar.gained.map(row)} />
      <ChangeGroup title={t('lost')} rows={calendar.lost.map(row)} />
      <ChangeGroup title={t('moved')} rows={calendar.moved.map(({ before, after }) => ({ ...row(after), when: t('becomes', { before: when(before), after: when(after) }) }))} />
      <ChangeGroup title={t('reworded')} rows={calendar.reworded.map(({ before, after }) => ({ ...row(after), what: <><Text size="sm" td="line-through">{before.text ?? before.label}</Text><Text size="sm">{after.text ?? after.label}</Text></> }))} />
    </Stack>
  );
}
