/** What a command would do, per package: what stops, what is added, what becomes of open cases. */
import { Alert, List, Title } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { EpisodePreview, PreviewedItem } from '../../../../db/preview.js';
import { useLanguage, useText } from '../../language.js';
import { oneKindTexts } from '../../texts/care-words.js';
import { patientActTexts } from '../../texts/patient.js';
import { roleTexts } from '../../texts/roles.js';
import { sayPurpose } from '../../../../pathways/chart/purpose-words.js';
import { useWords } from '../../words.js';
import { Stack, Text } from '../light/light.js';
import { useTimes } from './chart.js';
import type { Command } from './command.js';

const shown = 6;

export function PreviewList({ command, preview }: { command: Command; preview: UseQueryResult<{ items: EpisodePreview[] }> }) {
  const a = useText(patientActTexts);
  if (command.input === null) return <Text size="sm" c="dark.4">{a('fill')}</Text>;
  if (preview.isError) return <Alert color="red" variant="outline" role="alert">{preview.error.message}</Alert>;
  if (preview.data === undefined) return <Text size="sm" role="status">{a('previewing')}</Text>;
  return <Stack gap="sm" aria-live="polite">{preview.data.items.map((one) => <OfEpisode key={one.episodeId} of={one} alone={preview.data.items.length === 1} />)}</Stack>;
}

function OfEpisode({ of, alone }: { of: EpisodePreview; alone: boolean }) {
  const a = useText(patientActTexts);
  const same = of.stops.length + of.starts.length + of.casesClosed.length + of.casesRaised === 0;
  return (
    <div>
      {alone ? null : <Title order={3} fz="sm">{of.title}</Title>}
      {of.refusal === null ? null : <Alert color="red" variant="outline" role="alert">{of.refusal.message}</Alert>}
      {of.ignored === null ? null : <Text size="sm">{a('ignored', { why: of.ignored })}</Text>}
      {of.refusal === null && same && of.ignored === null ? <Text size="sm">{a('same')}</Text> : null}
      <Items items={of.stops} title={a('stops', { n: of.stops.length })} />
      <Items items={of.starts} title={a('starts', { n: of.starts.length })} />
      {of.casesRaised === 0 ? null : <Text size="sm" fw={600}>{a('caseRaised', { n: of.casesRaised })}</Text>}
      {of.casesClosed.length === 0 ? null : <Text size="sm" fw={600}>{a('casesClosed', { n: of.casesClosed.length })}</Text>}
      {of.refusal !== null || of.casesStayOpen.length === 0 ? null : <Text size="sm">{a('casesStay', { n: of.casesStayOpen.length })}</Text>}
    </div>
  );
}

function Items({ items, title }: { items: PreviewedItem[]; title: string }) {
  const a = useText(patientActTexts);
  const { language } = useLanguage();
  const { moment } = useTimes();
  const [kind, role] = [useWords(oneKindTexts), useWords(roleTexts)];
  if (items.length === 0) return null;
  const say = (one: PreviewedItem): string =>
    one.what === 'message' ? [one.label, sayPurpose(one.purpose ?? '', language), one.recipient === null ? '' : `→ ${role(one.recipient)}`].filter(Boolean).join(' ') : [...new Set([kind(one.kind), one.label])].join(' ');
  return (
    <>
      <Text size="sm" fw={600}>{title}</Text>
      <List size="sm" withPadding>
        {items.slice(0, shown).map((one) => <List.Item key={[one.at, one.what, one.step, one.purpose, one.recipient].join(' ')}><span className="numbers">{moment(one.at)}</span> {say(one)}</List.Item>)}
        {items.length > shown ? <List.Item>{a('andMore', { n: items.length - shown })}</List.Item> : null}
      </List>
    </>
  );
}
