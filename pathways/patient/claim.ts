/**
 * The claim's judgement, at the moment of sending: does this obligation still go out, by which channel and to whom, together with which
 * others, later, or not at all and why. Pure: the ledger calls it inside its transaction, the story runner with facts in memory.
 */
import type { Obligation } from '../engine/events.js';
import type { ChannelName, FailureReason, Instant, ObligationId, SuppressionReason } from '../engine/vocabulary.js';
import { afterQuietHours, inQuietHours } from '../time.js';
import { contradicted } from './contradiction.js';
import { exceedsDailyCap, type DecidedToday } from './daily-cap.js';
import type { SharedFacts } from './facts.js';
import { messagePolicy } from './message-policy.js';
import { routeTo, type Route } from './route.js';
import { repeatsToday, sharedWith, textHash } from './same-message.js';

export { textHash };

export type Verdict =
  /** `carries[0]` carries; the others ride along in one digest. `to`: contacts to try on this channel, in order; empty for staff and phone tasks. */
  | { kind: 'send'; carries: ObligationId[]; channel: ChannelName; contact: string | null; to: string[] }
  /** `channel`, `to`: the way that it would take. */
  | { kind: 'defer'; obligation: ObligationId; until: Instant; reason: 'quiet-hours'; channel: ChannelName; to: string[] }
  | { kind: 'suppress'; obligation: ObligationId; reason: SuppressionReason; by?: ObligationId }
  | { kind: 'fail'; obligation: ObligationId; reason: FailureReason };

/** Channels that already failed for an obligation: it goes down its order. */
export type Tried = Readonly<Record<ObligationId, readonly ChannelName[]>>;

/** Every obligation of `due` gets exactly one verdict (a digest's one verdict stands for all it carries). */
export function judge(facts: SharedFacts, due: readonly Obligation[], at: Instant, tried: Tried = {}): Verdict[] {
  const decided: DecidedToday[] = [];
  const verdicts: Verdict[] = [];
  for (const obligation of [...due].sort(byPriority)) {
    const verdict = judgeOne(facts, obligation, { at, decided, due, tried: tried[obligation.id] ?? [] });
    if (verdict.kind !== 'send') {
      verdicts.push(verdict);
      continue;
    }
    const carrier = obligation.digestLabel === null ? undefined : verdicts.find((v) => v.kind === 'send' && ridesOn(v, verdict, due, obligation));
    if (carrier?.kind === 'send') carrier.carries.push(obligation.id);
    else verdicts.push(verdict);
    decided.push({ obligation, channel: verdict.channel, alone: carrier === undefined });
  }
  return verdicts;
}

/** Higher class first, then earlier, then by id: the same facts always give the same verdicts. */
const byPriority = (a: Obligation, b: Obligation): number =>
  messagePolicy[a.class].rank - messagePolicy[b.class].rank || (a.dueAt < b.dueAt ? -1 : a.dueAt > b.dueAt ? 1 : a.id < b.id ? -1 : 1);

type Send = Extract<Verdict, { kind: 'send' }>;

/** Same person, same channel, and the message already decided may be shared too. */
function ridesOn(carrier: Send, rider: Send, due: readonly Obligation[], obligation: Obligation): boolean {
  const first = due.find(({ id }) => id === carrier.carries[0]);
  return first !== undefined && first.digestLabel !== null && first.recipient === obligation.recipient && carrier.channel === rider.channel && carrier.contact === rider.contact;
}

type Moment = { at: Instant; decided: readonly DecidedToday[]; due: readonly Obligation[]; tried: readonly ChannelName[] };

function judgeOne(facts: SharedFacts, obligation: Obligation, { at, decided, due, tried }: Moment): Verdict {
  const { id } = obligation;
  const policy = messagePolicy[obligation.class];
  const suppressed = (reason: SuppressionReason, by?: ObligationId): Verdict => ({ kind: 'suppress', obligation: id, reason, ...(by === undefined ? {} : { by }) });
  if (facts.dead && policy.death === 'stops') return suppressed('died');
  if (at >= obligation.expiresAt) return suppressed('expired');
  const ended = caseEnded(facts, obligation);
  if (ended !== null) return suppressed(ended);
  if (facts.optedOut && policy.optOut === 'stops' && obligation.purpose !== 'opt-out') return suppressed('opted-out');
  if (policy.duringRed === 'stops' && facts.openCases.some(({ level }) => level === 'red')) return suppressed('held-by-red');
  if (contradicted(facts, obligation)) return suppressed('contradiction');
  const by = sharedWith(facts, obligation, decided, at);
  if (by !== null) return suppressed('shared', by);
  const route: Route = routeTo(facts, obligation, tried);
  if (route.kind === 'none') return tried.length > 0 ? { kind: 'fail', obligation: id, reason: 'all-channels-failed' } : suppressed(route.reason);
  // A phone task waits for nothing: the person decides when to call.
  if (!obligation.ignoresQuietHours && route.channel !== 'phone-task' && inQuietHours(at, facts.quietHours, facts.zone)) {
    const until = afterQuietHours(at, facts.quietHours, facts.zone);
    return until >= obligation.expiresAt ? suppressed('expired') : { kind: 'defer', obligation: id, until, reason: 'quiet-hours', channel: route.channel, to: route.to };
  }
  const same = tried.length === 0 ? repeatsToday(facts, obligation, decided, at) : null;
  if (same !== null) return suppressed('same-text-today', same);
  if (facts.spendCapReached && route.channel === 'sms' && policy.spendCap === 'stops') return suppressed('spend-cap');
  if (exceedsDailyCap(facts, obligation, route.channel, { at, decided, due })) return suppressed('daily-cap');
  return { kind: 'send', carries: [id], channel: route.channel, contact: route.to[0] ?? null, to: route.to };
}

/** Messages of a case that another episode holds, or that was closed meanwhile. The call that a person was given stays hers. */
function caseEnded(facts: SharedFacts, { escalation }: Obligation): 'same-case' | 'done' | null {
  if (escalation === null) return null;
  const open = facts.openCases.find((c) => c.escalation === escalation);
  if (!open) return 'done';
  return open.heldBy ? 'same-case' : null;
}
