/**
 * The clock of a case, opened: every start and restart with its deadlines, what kept or broke them, every rung, owner and call, and what the
 * calendar did. Pure: from events of the journal and owners of the worklist to lines that a person can argue with.
 */
import type { EpisodeEvent } from '../../pathways/engine/events.js';
import type { Instant, Level } from '../../pathways/engine/vocabulary.js';
import type { Phrase } from './explanation.js';
import { callWords, levelWords, roleWords } from './words.js';

export type ClockKind = 'start' | 'restart' | 'news' | 'kept' | 'breach' | 'rung' | 'owner' | 'call' | 'calendar' | 'pause' | 'note' | 'end';
export type ClockLine = { at: Instant; kind: ClockKind; text: Phrase };
export type ClockDeadline = { which: 'acknowledge' | 'contact'; by: Instant; keptAt: Instant | null; breachedAt: Instant | null };
/** From one start of the clock to the next, or to the end of the case. */
export type ClockRun = { from: Instant; level: Level; deadlines: ClockDeadline[]; endedAt: Instant | null };
export type CaseClock = { runs: ClockRun[]; lines: ClockLine[] };

export type ClockOwner = { at: Instant; name: string | null; how: string; byName: string };
/** `who`: an account's name; patients and the system have none. */
export type ClockSource = { escalation: string; events: readonly EpisodeEvent[]; owners: readonly ClockOwner[]; who: (actor: string) => Phrase };

export function caseClock(source: ClockSource): CaseClock {
  const runs: ClockRun[] = [];
  const lines: ClockLine[] = [];
  for (const event of source.events) {
    follow(runs, event);
    const line = lineOf(source, event);
    if (line !== null) lines.push({ at: event.at, ...line });
  }
  for (const owner of source.owners) lines.push({ at: owner.at, kind: 'owner', text: ownerText(owner) });
  // Stable: what happened at one instant stays in the journal's order.
  return { runs, lines: lines.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)) };
}

function follow(runs: ClockRun[], event: EpisodeEvent): void {
  const running = runs.at(-1);
  switch (event.type) {
    case 'EscalationRaised':
    case 'EscalationUpgraded':
      end(running, event.at);
      runs.push(start(event, event.level));
      return;
    case 'EscalationTakenOver':
      end(running, event.at);
      runs.push(start(event, running?.level ?? 'yellow'));
      return;
    case 'EscalationAcknowledged':
      return keep(running, 'acknowledge', event.at);
    case 'EscalationContacted':
      return keep(running, 'contact', event.at);
    case 'EscalationBreached': {
      const deadline = running?.deadlines.find(({ which }) => which === event.which);
      if (deadline && deadline.breachedAt === null) deadline.breachedAt = event.at;
      return;
    }
    case 'EscalationClosed':
    case 'EscalationJoined':
      return end(running, event.at);
    default:
      return;
  }
}

const start = ({ at, ackBy, contactBy }: { at: Instant; ackBy: Instant | null; contactBy: Instant }, level: Level): ClockRun => ({
  from: at, level, endedAt: null,
  deadlines: [
    ...(ackBy === null ? [] : [{ which: 'acknowledge' as const, by: ackBy, keptAt: null, breachedAt: null }]),
    { which: 'contact', by: contactBy, keptAt: null, breachedAt: null },
  ],
});
const end = (run: ClockRun | undefined, at: Instant): void => {
  if (run) run.endedAt ??= at;
};
const keep = (run: ClockRun | undefined, which: ClockDeadline['which'], at: Instant): void => {
  const deadline = run?.deadlines.find((of) => of.which === which);
  if (deadline) deadline.keptAt ??= at;
};

type Line = Omit<ClockLine, 'at'>;

function lineOf({ who, escalation }: ClockSource, event: EpisodeEvent): Line | null {
  switch (event.type) {
    case 'EscalationRaised':
      return { kind: 'start', text: { zh: `${levelWords[event.level].zh}预警发起，开始计时；规则 ${event.rules.join('、')}；通知${roles(event.to).zh}`, en: `${levelWords[event.level].en} case raised, clock started; rules ${event.rules.join(', ')}; told to ${roles(event.to).en}` } };
    case 'EscalationUpgraded':
      return { kind: 'restart', text: { zh: `升级为${levelWords[event.level].zh}，重新计时；规则 ${event.rules.join('、')}`, en: `Upgraded to ${levelWords[event.level].en}, clock started again; rules ${event.rules.join(', ')}` } };
    case 'EscalationTakenOver':
      return { kind: 'restart', text: { zh: '主办案例结束，由本周期接管，重新计时', en: 'The case that held it ended: taken over here, clock started again' } };
    case 'EscalationUpdated':
      return { kind: 'news', text: { zh: `又有新情况 ${event.rules.join('、')}；时限不变`, en: `More was found: ${event.rules.join(', ')}; the clock goes on as it was` } };
    case 'EscalationJoined':
      return { kind: 'end', text: { zh: '并入另一周期的案例，计时由其承担', en: "Joined to a case of another episode, whose clock counts from here on" } };
    case 'EscalationAcknowledged':
      return { kind: 'kept', text: { zh: `${who(event.by).zh}接警`, en: `Acknowledged by ${who(event.by).en}` } };
    case 'EscalationContacted':
      return { kind: 'kept', text: { zh: `${who(event.by).zh}已联系患者，计时停止`, en: `Patient contacted by ${who(event.by).en}; the clock stops` } };
    case 'EscalationBreached':
      return { kind: 'breach', text: event.which === 'acknowledge' ? { zh: '超时：无人接警', en: 'Breach: nobody acknowledged in time' } : { zh: '超时：未按时联系患者', en: 'Breach: the patient was not contacted in time' } };
    case 'EscalationClimbed':
      return { kind: 'rung', text: { zh: `上报第${event.rung + 1}级：${roles(event.to).zh}`, en: `Climbed to rung ${event.rung + 1}: ${roles(event.to).en}` } };
    case 'EscalationClosed':
      return { kind: 'end', text: { zh: `${who(event.by).zh}结束案例（${closing[event.outcome].zh}）`, en: `Closed by ${who(event.by).en} (${closing[event.outcome].en})` } };
    case 'EscalationNoted':
      return { kind: 'news', text: { zh: '发起人补充了说明', en: 'Whoever raised it added a report' } };
    case 'ObligationMoved':
      return event.reason !== 'quiet-hours' ? null : { kind: 'calendar', text: { zh: `免打扰时段：${purpose(event.obligation, escalation).zh}顺延；时限不因此停止`, en: `Quiet hours: ${purpose(event.obligation, escalation).en} waits until they end; the clock does not` } };
    case 'CallRecorded':
      return { kind: 'call', text: { zh: `通话：${callWords[event.outcome].zh}（第${event.attempt}次）`, en: `Call: ${callWords[event.outcome].en} (attempt ${event.attempt})` } };
    case 'OccurrenceHeld':
      return { kind: 'calendar', text: { zh: '红色预警期间暂缓一次上门', en: 'A home visit is held while the RED case is open' } };
    case 'EpisodePaused':
      return { kind: 'pause', text: { zh: '照护周期暂停；案例的时限继续计', en: 'The episode was paused; the clock of an open case goes on' } };
    case 'EpisodeResumed':
      return { kind: 'pause', text: { zh: '照护周期恢复', en: 'The episode was resumed' } };
    case 'PatientReadmitted':
      return { kind: 'pause', text: { zh: '患者再次住院；案例仍须有人处理', en: 'The patient was readmitted; somebody still has to close the case' } };
    default:
      return null;
  }
}

const closing: Readonly<Record<'resolved' | 'cancelled' | 'died' | 'case-ended', Phrase>> = {
  resolved: { zh: '处置完成', en: 'resolved' }, cancelled: { zh: '取消', en: 'cancelled' }, died: { zh: '患者已故', en: 'the patient died' }, 'case-ended': { zh: '主办案例结束', en: 'the case that held it ended' },
};

const roles = (of: readonly string[]): Phrase => ({ zh: of.map((role) => roleWords(role).zh).join('、'), en: of.map((role) => roleWords(role).en).join(', ') });

/** `<escalation>/<revision>/<purpose>/<recipient>`. */
function purpose(obligation: string, escalation: string): Phrase {
  const [, what = '', to = ''] = obligation.slice(escalation.length + 1).split('/');
  const { zh, en } = roleWords(to);
  if (what.startsWith('call')) return { zh: `${zh}的电话任务`, en: `the call task of the ${en}` };
  return to === 'patient' || to === 'family' ? { zh: `给${zh}的短信`, en: `the text to the ${en}` } : { zh: `给${zh}的预警`, en: `the alert to the ${en}` };
}

function ownerText({ name, how, byName }: ClockOwner): Phrase {
  if (name === null) return { zh: `${byName}退回，暂无负责人`, en: `${byName} gave it back; nobody has it` };
  if (how === 'handover') return { zh: `交接班：负责人改为${name}`, en: `Handover: now with ${name}` };
  return how === 'taken' ? { zh: `${name}认领`, en: `Taken by ${name}` } : { zh: `${byName}指派给${name}`, en: `Given to ${name} by ${byName}` };
}

