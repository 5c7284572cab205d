/** Every story that is kept with the version, told by the draft: the same, changed, or broken; any of them can be looked at line by line. */
import { Button } from '@mantine/core';
import { useMutation, type UseMutationResult } from '@tanstack/react-query';
import type { StoryVerdict, ToldStory } from '../../../../api/draft-trials.js';
import type { TimelineLine } from '../../../../pathways/story/timeline.js';
import { send } from '../../api.js';
import { useText } from '../../language.js';
import { draftTexts } from '../../texts/drafts.js';
import { Dialog } from '../Dialog.js';
import { Badge, Group, Stack, Text } from '../light/light.js';
import { Table } from '../light/Table.js';
import { Wide } from '../Wide.js';
import { ChangeGroup, type ChangeRow } from './Changes.js';
import type { Editing } from './use-draft.js';

export type StoriesRun = UseMutationResult<{ items: StoryVerdict[] }, Error, void>;
export const useStories = (draftId: string, editing: Editing): StoriesRun =>
  useMutation({ mutationFn: () => send<{ items: StoryVerdict[] }>('POST', `/drafts/${draftId}/stories`, editing.edited ? { files: editing.edited } : {}) });

const color = { same: 'teal.9', changed: '#8a3d00', broken: 'red.9' } as const;
const word = { same: 'verdictSame', changed: 'verdictChanged', broken: 'verdictBroken' } as const;

export function Stories({ draftId, editing, run }: { draftId: string; editing: Editing; run: StoriesRun }) {
  const t = useText(draftTexts);
  const told = useMutation({ mutationFn: (path: string) => send<ToldStory>('POST', `/drafts/${draftId}/story`, { path, ...(editing.edited ? { files: editing.edited } : {}) }) });
  return (
    <Stack>
      <Text>{t('storiesLead')}</Text>
      <Group><Button onClick={() => run.mutate()} loading={run.isPending} disabled={editing.check?.ok === false}>{t('runStories')}</Button></Group>
      {run.isError ? <Text role="alert" c="red.9">{run.error.message}</Text> : null}
      {run.data ? <Verdicts items={run.data.items} show={(path) => told.mutate(path)} /> : null}
      {told.data ? <Dialog title={told.data.title} close={() => told.reset()} size="xl"><Told of={told.data} /></Dialog> : null}
    </Stack>
  );
}

function Verdicts({ items, show }: { items: readonly StoryVerdict[]; show: (path: string) => void }) {
  const t = useText(draftTexts);
  if (items.length === 0) return <Text>{t('noStories')}</Text>;
  const rank = { broken: 0, changed: 1, same: 2 };
  return (
    <Wide label={t('stories')}>
      <Table verticalSpacing={6}>
        <Table.Thead><Table.Tr>{(['story', 'verdict', 'difference'] as const).map((key) => <Table.Th key={key} scope="col">{t(key)}</Table.Th>)}<Table.Td /></Table.Tr></Table.Thead>
        <Table.Tbody>
          {items.toSorted((a, b) => rank[a.verdict] - rank[b.verdict]).map((story) => (
            <Table.Tr key={story.path} style={{ verticalAlign: 'top' }}>
              <Table.Th scope="row" fw={500} maw={460}>{story.title}<Text size="xs" c="gray.7">{story.path}</Text>{story.why.map((line) => <Text key={line} size="xs">{line}</Text>)}</Table.Th>
              <Table.Td><Badge variant="outline" color={color[story.verdict]}>{t(word[story.verdict])}</Badge></Table.Td>
              <Table.Td>{story.verdict === 'same' ? '–' : [t('countGained', { n: story.gained }), t('countLost', { n: story.lost }), t('countMoved', { n: story.moved })].join(' · ')}</Table.Td>
              <Table.Td>{story.verdict === 'same' ? null : <Button size="xs" variant="default" aria-label={t('showOf', { name: story.title })} onClick={() => show(story.path)}>{t('show')}</Button>}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Wide>
  );
}

function Told({ of: { why, change } }: { of: ToldStory }) {
  const t = useText(draftTexts);
  const row = (line: TimelineLine, n: number): ChangeRow => ({ key: `${n} ${line.at} ${line.text}`, when: `${line.day} ${line.time}`, what: `${line.mark} ${line.text}`, to: line.episode });
  return (
    <Stack>
      {why.map((line) => <Text key={line} size="sm">{line}</Text>)}
      <Text size="sm">{t('same', { n: change.same })}</Text>
      <ChangeGroup title={t('gained')} rows={change.gained.map(row)} />
      <ChangeGroup title={t('lost')} rows={change.lost.map(row)} />
      <ChangeGroup title={t('moved')} rows={change.moved.map(({ before, after }, n) => ({ ...row(after, n), when: t('becomes', { before: `${before.day} ${before.time}`, after: `${after.day} ${after.time}` }) }))} />
    </Stack>
  );
}
