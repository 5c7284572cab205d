/** A draft of a package's next version: edit, see it, try it, publish it. */
import { Alert, Button, Tabs, Title } from '@mantine/core';
import { useEffect, useState } from 'react';
import { Link, useParams, useSearchParams } from 'wouter';
import type { DraftPage as Draft } from '../../../db/read-models/draft-page.js';
import type { ParameterRow } from '../../../api/package-view.js';
import { useText } from '../language.js';
import { useRead } from '../live.js';
import { useAct } from '../parts/act.js';
import { Dialog } from '../parts/Dialog.js';
import { Edit } from '../parts/drafts/Edit.js';
import { History } from '../parts/drafts/History.js';
import { Preview } from '../parts/drafts/Preview.js';
import { MustCompile } from '../parts/drafts/Problems.js';
import { Publish } from '../parts/drafts/Publish.js';
import { Stories, useStories } from '../parts/drafts/Stories.js';
import { useEditing } from '../parts/drafts/use-draft.js';
import { Anchor, Badge, Group, Stack, Text } from '../parts/light/light.js';
import { useCatalogue } from '../parts/packages/catalogue.js';
import { OverrideForm, type Override } from '../parts/packages/OverrideForm.js';
import { VersionTabs } from '../parts/packages/VersionTabs.js';
import { Read } from '../parts/Read.js';
import { paths } from '../paths.js';
import { useMay } from '../session.js';
import { draftTexts } from '../texts/drafts.js';
import { packageTexts } from '../texts/packages.js';

const parts = ['edit', 'version', 'preview', 'stories', 'publish', 'history'] as const;

export default function DraftPage() {
  const { draftId = '' } = useParams();
  const draft = useRead<Draft>(`/drafts/${draftId}`, ['package']);
  return <Read of={draft}>{(found) => <Body draft={found} />}</Read>;
}

function Body({ draft }: { draft: Draft }) {
  const t = useText(draftTexts);
  const words = useText(packageTexts);
  const [search, setSearch] = useSearchParams();
  const editing = useEditing(draft, t('saved'));
  const stories = useStories(draft.draftId, editing);
  const { reset } = stories;
  useEffect(() => reset(), [draft.revision, reset]); // verdicts on other files would be worse than none
  const [changing, setChanging] = useState<ParameterRow | null>(null);
  const override = useAct<Override & { revision: number }>({ path: `/drafts/${draft.draftId}/override`, done: words('overrideDone'), then: () => setChanging(null) });
  const mayDraft = useMay('package:draft');
  const readOnly = !mayDraft || draft.state !== 'open';
  const open = parts.find((part) => part === search.get('part')) ?? 'edit';
  const main = draft.files.find(({ path }) => /^[a-z0-9-]+\/v\d+\.yaml$/.test(path))?.path ?? '';
  const view = editing.check?.view ?? null;
  const catalogue = useCatalogue();
  const title = view?.title ?? catalogue.data?.items.find(({ packageId }) => packageId === draft.packageId)?.title ?? draft.packageId;
  const change = readOnly || editing.dirty ? undefined : setChanging;
  return (
    <Stack maw={1400}>
      <Anchor component={Link} href={paths.packages}>{words('back')}</Anchor>
      <Group justify="space-between">
        <Group gap="sm"><Title order={1}>{t('title', { name: title })}</Title><Badge variant="outline">{t('base', { n: draft.baseVersion })}</Badge></Group>
        {readOnly ? null : <Discard draft={draft} />}
      </Group>
      <State draft={draft} mayDraft={mayDraft} />
      <Tabs value={open} keepMounted={false} onChange={(part) => setSearch({ part: part ?? 'edit' }, { replace: true })}>
        <Tabs.List aria-label={t('tabs')} mb="md">{parts.map((part) => <Tabs.Tab key={part} value={part}>{t(part)}</Tabs.Tab>)}</Tabs.List>
        <Tabs.Panel value="edit"><Edit editing={editing} main={main} readOnly={readOnly} /></Tabs.Panel>
        <Tabs.Panel value="version"><Stack><MustCompile check={editing.check} />{view ? <VersionTabs view={view} change={change} /> : null}</Stack></Tabs.Panel>
        <Tabs.Panel value="preview"><Stack><MustCompile check={editing.check} /><Preview draftId={draft.draftId} editing={editing} /></Stack></Tabs.Panel>
        <Tabs.Panel value="stories"><Stack><MustCompile check={editing.check} /><Stories draftId={draft.draftId} editing={editing} run={stories} /></Stack></Tabs.Panel>
        <Tabs.Panel value="publish">{draft.state === 'open' ? <Publish draft={draft} editing={editing} stories={stories} /> : <State draft={draft} mayDraft={mayDraft} />}</Tabs.Panel>
        <Tabs.Panel value="history"><History entries={draft.entries} /></Tabs.Panel>
      </Tabs>
      <OverrideForm parameter={changing} hint={null} busy={override.isPending} close={() => setChanging(null)} save={(own) => override.mutate({ ...own, revision: draft.revision })} />
    </Stack>
  );
}

function State({ draft, mayDraft }: { draft: Draft; mayDraft: boolean }) {
  const t = useText(draftTexts);
  if (draft.state === 'published') return <Alert variant="outline" role="status"><Anchor component={Link} href={paths.package(draft.packageId, draft.publishedVersion ?? draft.newest)}>{t('closedPublished', { n: draft.publishedVersion ?? draft.newest })}</Anchor></Alert>;
  if (draft.state === 'discarded') return <Alert variant="outline" color="#8a3d00" role="status">{t('closedDiscarded')}</Alert>;
  return (
    <>
      {mayDraft ? null : <Text size="sm">{t('readOnly')}</Text>}
      {draft.newest > draft.baseVersion ? <Alert variant="outline" color="#8a3d00" role="status">{t('overtaken', { newest: draft.newest })}</Alert> : null}
    </>
  );
}

function Discard({ draft }: { draft: Draft }) {
  const t = useText(draftTexts);
  const [asked, setAsked] = useState(false);
  const act = useAct<{ revision: number }>({ path: `/drafts/${draft.draftId}/discard`, done: t('discarded'), then: () => setAsked(false) });
  return (
    <>
      <Button variant="default" onClick={() => setAsked(true)}>{t('discard')}</Button>
      {asked ? <Dialog title={t('discard')} close={() => setAsked(false)}>
        <Text mb="md">{t('reallyDiscard')}</Text>
        <Group justify="flex-end"><Button variant="default" onClick={() => setAsked(false)}>{t('no')}</Button><Button color="red.9" loading={act.isPending} onClick={() => act.mutate({ revision: draft.revision })}>{t('yes')}</Button></Group>
      </Dialog> : null}
    </>
  );
}
