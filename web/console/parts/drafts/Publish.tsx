/** The last step: why, what was accepted, and the new version. What is missing before it is said, not hidden behind a grey button. */
import { Alert, Button, Checkbox, List, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useLocation } from 'wouter';
import type { DraftPage } from '../../../../db/read-models/draft-page.js';
import { useText } from '../../language.js';
import { paths } from '../../paths.js';
import { useMay } from '../../session.js';
import { draftTexts } from '../../texts/drafts.js';
import { useAct } from '../act.js';
import { Group, Stack, Text } from '../light/light.js';
import type { StoriesRun } from './Stories.js';
import type { Editing } from './use-draft.js';

type Body = { revision: number; newest: number; reason: string; accepted: string[] };

export function Publish({ draft, editing, stories }: { draft: DraftPage; editing: Editing; stories: StoriesRun }) {
  const t = useText(draftTexts);
  const [, go] = useLocation();
  const [reason, setReason] = useState('');
  const [accepts, setAccepts] = useState(false);
  const [over, setOver] = useState(false);
  const act = useAct<Body>({
    path: `/drafts/${draft.draftId}/publish`, done: t('publishedNow'),
    then: (answer) => go(paths.package(draft.packageId, (answer as { version: number }).version)),
  });
  if (!useMay('package:publish')) return <Text>{t('mayNot')}</Text>;
  const broken = stories.data?.items.filter(({ verdict }) => verdict === 'broken') ?? [];
  const overtaken = draft.newest > draft.baseVersion;
  const missing = [
    ...(editing.check?.ok === false ? [t('mustCompile')] : []), ...(editing.dirty ? [t('saveFirst')] : []), ...(stories.data ? [] : [t('storiesFirst')]),
  ];
  const ready = missing.length === 0 && reason.trim().length >= 3 && (broken.length === 0 || accepts) && (!overtaken || over);
  return (
    <Stack maw={760}>
      <Text>{t('publishLead')}</Text>
      {missing.length === 0 ? null : <Alert variant="outline" color="#8a3d00" role="status"><List>{missing.map((line) => <List.Item key={line}>{line}</List.Item>)}</List></Alert>}
      {stories.data ? null : <Group><Button variant="default" onClick={() => stories.mutate()} loading={stories.isPending}>{t('runStories')}</Button></Group>}
      {broken.length === 0 ? null : (
        <>
          <Checkbox label={t('acceptBroken')} checked={accepts} onChange={(event) => setAccepts(event.currentTarget.checked)} />
          <List size="sm">{broken.map(({ path, title, why }) => <List.Item key={path}>{title}<Text size="xs" c="gray.7">{why[0]}</Text></List.Item>)}</List>
        </>
      )}
      {overtaken ? <Checkbox label={t('over', { n: draft.newest })} checked={over} onChange={(event) => setOver(event.currentTarget.checked)} /> : null}
      <Textarea label={t('publishReason')} value={reason} onChange={(event) => setReason(event.currentTarget.value)} maxLength={500} autosize minRows={2} required />
      <Group><Button loading={act.isPending} disabled={!ready} onClick={() => act.mutate({ revision: draft.revision, newest: draft.newest, reason: reason.trim(), accepted: broken.map(({ path }) => path) })}>{t('publishNow', { n: draft.newest + 1 })}</Button></Group>
    </Stack>
  );
}
