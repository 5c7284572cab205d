/** Whether the machinery runs: counts, the episodes behind them, the worker's loops, alarms. */
import { SimpleGrid } from '@mantine/core';
import { useLanguage, useText } from '../../language.js';
import { useMe } from '../../session.js';
import { alarmTexts } from '../../texts/alarms.js';
import { episodeStatusTexts } from '../../texts/care-words.js';
import { operationsTexts } from '../../texts/operations.js';
import { sayMoment } from '../../when.js';
import { useWords } from '../../words.js';
import { Text } from '../light/light.js';
import { Block, Rows } from './Block.js';
import { isStale, type Operations } from './operations.js';

export function HealthBlocks({ data }: { data: Operations }) {
  const t = useText(operationsTexts);
  const { language } = useLanguage();
  const { hospital } = useMe();
  const [alarm, status] = [useWords(alarmTexts), useWords(episodeStatusTexts)];
  const say = (at: string | null): string => (at === null ? '–' : sayMoment(at, language, hospital.zone));
  const { health, stuck, rounds, alarms, until } = data;
  const counts = [
    ['open', health.open, null], ['launching', health.launching, health.oldestLaunchAt], ['halted', health.halted, null], ['needsAttention', health.needsAttention, null], ['late', health.late, null],
    ['inboxWaiting', health.inboxWaiting, health.oldestInboxAt], ['inboxRetried', health.inboxRetried, null], ['alarms', health.alarms, null],
  ] as const;
  const troubling = new Set(['halted', 'late', 'inboxRetried', 'alarms']);
  return (
    <>
      <Block title={t('health')}>
        <SimpleGrid cols={{ base: 2, md: 4 }}>
          {counts.map(([key, n, oldest]) => {
            const bad = troubling.has(key) && n > 0;
            return (
              <div key={key}>
                <Text size="sm">{t(key)}</Text>
                <Text className="numbers" fz={26} fw={700} c={bad ? '#b3170f' : 'gray.9'}>{n}{troubling.has(key) ? <Text span size="xs" ml={6}>{bad ? t('look') : t('fine')}</Text> : null}</Text>
                {oldest === null ? null : <Text size="xs">{t('oldest', { when: say(oldest) })}</Text>}
              </div>
            );
          })}
        </SimpleGrid>
      </Block>
      {stuck.length === 0 ? null : (
        <Block title={t('stuck')}>
          <Rows label={t('stuck')} heads={[t('episode'), t('package'), t('status'), t('due')]} empty="" rows={stuck.map((one) => ({ key: one.episodeId, cells: [one.episodeId, one.packageId, status(one.status), say(one.nextWallAt)] }))} />
        </Block>
      )}
      <Block title={t('alarms')}>
        <Rows label={t('alarms')} heads={[t('alarm'), t('matter'), t('detail'), t('at')]} empty={t('noAlarms')} rows={alarms.map((one) => ({ key: one.id, cells: [alarm(one.code), one.ref, <Text key="d" span size="sm" lang="en">{one.detail}</Text>, say(one.raisedAt)] }))} />
      </Block>
      <Block title={t('rounds')}>
        <Rows label={t('rounds')} heads={[t('loop'), t('came'), t('failure')]} empty={t('noRounds')}
          rows={rounds.map((one) => ({ key: one.name, cells: [`loop-${one.name}` in operationsTexts ? t(`loop-${one.name}` as keyof typeof operationsTexts) : one.name, <>{say(one.cameAt)}{isStale(one, until) ? <Text size="xs" c="#b3170f" fw={700}>{t('stale')}</Text> : null}</>, one.failedAt === null ? '–' : `${say(one.failedAt)} · ${one.failure ?? ''}`] }))} />
      </Block>
    </>
  );
}
