/** Every package of the patient: where it stands, on which day, and what is due next. */
import { Paper, Title } from '@mantine/core';
import type { ChartEpisode } from '../../../../db/read-models/patient-chart.js';
import { useText } from '../../language.js';
import { useMay } from '../../session.js';
import { anchorTexts, episodeStatusTexts } from '../../texts/care-words.js';
import { patientTexts } from '../../texts/patient.js';
import { reasonTexts } from '../../texts/reasons.js';
import { useWords } from '../../words.js';
import { Badge, Group, Stack, Text } from '../light/light.js';
import { useChart, useTimes } from './chart.js';
import { DischargesPart } from './DischargesPart.js';
import { EpisodeActions } from './EpisodeActions.js';
import { HistoryLink } from './HistoryLink.js';

export function EpisodeCards() {
  const t = useText(patientTexts);
  const { episodes } = useChart();
  if (episodes.length === 0) return <><Text>{t('noEpisodes')}</Text><DischargesPart /></>;
  return (
    <Stack gap={6} role="region" aria-label={t('episodes')}>
      {episodes.map((episode) => <EpisodeCard key={episode.episodeId} of={episode} />)}
    </Stack>
  );
}

const colors: Record<string, string> = { active: '#0b5c6b', paused: '#6b5600', stopping: '#9a4b00', stopped: '#46535f', completed: '#2b5d34', launching: '#46535f' };

function EpisodeCard({ of }: { of: ChartEpisode }) {
  const t = useText(patientTexts);
  const [status, reason, anchor] = [useWords(episodeStatusTexts), useWords(reasonTexts), useWords(anchorTexts)];
  const { moment, date } = useTimes();
  const running = of.endedAt === null;
  const control = useMay('episode:control');
  const act = useMay('escalation:act') || control;
  const d0 = of.anchors[of.mainAnchor];
  const { episodes } = useChart();
  const outer = episodes.find(({ episodeId }) => episodeId === of.within);
  return (
    <Paper withBorder px="sm" py={6} bg={running ? 'white' : 'gray.0'}>
      <Group justify="space-between" wrap="nowrap" align="flex-start" gap="md">
        <Group style={{ columnGap: 14, rowGap: 2 }} align="center">
          <Title order={2} fz="md">{of.title}</Title>
          <Badge background={colors[of.status] ?? '#46535f'}>{status(of.status)}</Badge>
          {of.dayNumber === null || !running ? null : <Text fw={700}>{t('day', { n: of.dayNumber })}</Text>}
          {running && of.status !== 'launching' ? <Text size="sm">{status(of.phase)}</Text> : null}
          {outer === undefined ? null : <Text size="sm">{t('includedIn', { title: outer.title })}</Text>}
          {of.openCases === 0 ? null : <Text size="sm" fw={700}>{t('openCases', { n: of.openCases })}</Text>}
          {of.needsAttention ? <Text size="sm" fw={700}>{t('attention')}</Text> : null}
          {of.stopReason === null ? null : <Text size="sm">{t('stoppedFor', { reason: reason(of.stopReason) })}</Text>}
          {of.pauseReason === null ? null : <Text size="sm">{t('pausedFor', { reason: reason(of.pauseReason) })}</Text>}
          <Text size="sm" c="dark.4">{t('visitsLeft', { done: of.visitsDone, open: of.visitsOpen })}</Text>
          {of.nextDueAt === null || !running ? null : <Text size="sm" c="dark.4" className="numbers">{t('nextDue', { at: moment(of.nextDueAt) })}</Text>}
          {d0 === undefined ? null : <Text size="sm" c="dark.4">{t('anchor', { what: anchor(of.mainAnchor), date: date(d0) })}</Text>}
          <Text size="sm" c="dark.4">{running && of.newestVersion > of.version ? `${t('version', { n: of.version })} · ${t('newer', { n: of.newestVersion })}` : t('version', { n: of.version })}</Text>
        </Group>
        <Group gap="xs" wrap="nowrap" style={{ flexShrink: 0 }}>
          <HistoryLink episodeId={of.episodeId} />
          {act && running && of.status !== 'launching' ? <EpisodeActions of={of} /> : null}
        </Group>
      </Group>
    </Paper>
  );
}
