/** Promises kept, and what became of messages, by channel and by reason. */
import { useLanguage, useText } from '../../language.js';
import { useMe } from '../../session.js';
import { channelTexts, levelTexts } from '../../texts/care-words.js';
import { operationsTexts } from '../../texts/operations.js';
import { reasonTexts } from '../../texts/reasons.js';
import { levelColor } from '../../theme.js';
import { sayMoment } from '../../when.js';
import { Badge, Text } from '../light/light.js';
import { Block, Rows } from './Block.js';
import { percent, type Operations } from './operations.js';

export function DeliveryBlocks({ data }: { data: Operations }) {
  const t = useText(operationsTexts);
  const level = useText(levelTexts);
  const channel = useText(channelTexts);
  const reason = useText(reasonTexts);
  const { language } = useLanguage();
  const { hospital } = useMe();
  const say = (at: string | null): string => (at === null ? '–' : sayMoment(at, language, hospital.zone));
  const share = (kept: number, decided: number): string => (decided === 0 ? t('noneDecided') : t('share', { kept, decided, percent: percent(kept, decided) }));
  const channelName = (name: string): string => (name in channelTexts ? channel(name as keyof typeof channelTexts) : name);
  const className = (name: string): string => (`class-${name}` in reasonTexts ? reason(`class-${name}` as keyof typeof reasonTexts) : name);
  const why = (name: string | null): string => (name === null ? '–' : name in reasonTexts ? reason(name as keyof typeof reasonTexts) : name);
  return (
    <>
      <Block title={t('sla')}>
        <Rows label={t('sla')} heads={[t('level'), t('raised'), t('ack'), t('contact'), t('stillOpen')]} empty={t('noCases')}
          rows={data.sla.map((one) => ({ key: one.level, cells: [<Badge key="level" miw="max-content" background={levelColor(one.level)}>{level(one.level)}</Badge>, one.raised, share(one.ackKept, one.ackDecided), share(one.contactKept, one.contactDecided), one.open] }))} />
      </Block>
      <Block title={t('channels')}>
        <Rows label={t('channels')} heads={[t('channel'), t('provider'), t('attempts'), t('delivered'), t('accepted'), t('failed'), t('ambiguous'), t('doubled'), t('codes'), t('lastGood'), t('lastBad')]} empty={t('noAttempts')}
          rows={data.channels.map((one) => ({ key: `${one.channel} ${one.provider}`, cells: [channelName(one.channel), one.provider, one.attempts, one.delivered, one.accepted, one.failed, one.ambiguous, <Text key="doubled" size="sm" fw={one.possiblyDoubled > 0 ? 700 : 400}>{one.possiblyDoubled}</Text>, one.codes.map(({ code, n }) => `${code} × ${n}`).join(', ') || '–', say(one.lastGoodAt), say(one.lastBadAt)] }))} />
      </Block>
      <Block title={t('overdue')}>
        <Rows label={t('overdue')} heads={[t('class'), t('state'), t('number'), t('oldestDue')]} empty={t('noOverdue')} rows={data.overdue.map((one) => ({ key: `${one.class} ${one.state}`, cells: [className(one.class), one.state, one.n, say(one.oldestDueAt)] }))} />
      </Block>
      <Block title={t('outcomes')}>
        <Rows label={t('outcomes')} heads={[t('class'), t('outcome'), t('reason'), t('number')]} empty={t('noOutcomes')} rows={data.outcomes.map((one) => ({ key: `${one.class} ${one.state} ${one.reason ?? ''}`, cells: [className(one.class), t(one.state), why(one.reason), one.n] }))} />
      </Block>
    </>
  );
}
