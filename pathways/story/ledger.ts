/** The ledger in memory: claims by the same `judge`, one attempt per channel, one outcome per obligation. */
import type { EpisodeEvent, Obligation } from '../engine/events.js';
import type { MessageOutcome, Settled } from '../engine/inputs.js';
import type { ChannelName, EpisodeId, Instant, ObligationId, Recipient, StaffRole } from '../engine/vocabulary.js';
import type { ToEpisode } from '../patient/cases.js';
import { judge, textHash, type Verdict } from '../patient/claim.js';
import { withoutPhotos } from '../patient/without-photos.js';
import { addDays, addMinutes, atLocal, localDateOf } from '../time.js';
import type { World } from './world.js';

/** A message that went out, or one that did not and why. */
export type Delivered = Message & Fate;

type Message = {
  at: Instant;
  episode: EpisodeId;
  obligation: ObligationId;
  /** Others that rode along in the same digest. */
  carries: ObligationId[];
  recipient: Recipient;
  text: string;
  level: string | null;
};
type Fate = { outcome: 'sent'; channel: ChannelName; contact: string | null } | { outcome: 'suppressed' | 'failed' | 'deferred' | 'unsettled'; reason: string };

/** How long after a POST without an answer the vendor is asked; then it knows. */
const lookUpAfterMinutes = 15;

type Outcomes = { outcomes: MessageOutcome[]; later: ToEpisode[] };

/** Claims and sends everything that these events released. */
export function deliver(world: World, episode: EpisodeId, events: readonly EpisodeEvent[], at: Instant): Outcomes {
  const result: Outcomes = { outcomes: [], later: [] };
  let due = withoutPhotoRequests(world, episode, released(world, episode, events), at, result);
  const tried: Record<ObligationId, ChannelName[]> = {};
  while (due.length > 0) {
    world.facts.plannedToday = plannedToday(world, at);
    const again: Obligation[] = [];
    for (const verdict of judge(world.facts, due, at, tried)) {
      if (verdict.kind === 'send') again.push(...send(world, episode, verdict, due, at, tried, result));
      else close(world, episode, verdict, due, at, result);
    }
    due = again;
  }
  return result;
}

function released(world: World, episode: EpisodeId, events: readonly EpisodeEvent[]): Obligation[] {
  const found: Obligation[] = [];
  for (const event of events) {
    const obligation = event.type === 'ObligationReleased' ? world.running.get(episode)?.episode.obligations[event.obligation] : undefined;
    if (obligation?.state === 'released') found.push(obligation);
  }
  return found;
}

function withoutPhotoRequests(world: World, episode: EpisodeId, wanted: Obligation[], at: Instant, result: Outcomes): Obligation[] {
  const plan = world.running.get(episode)?.plan;
  return wanted.flatMap((obligation) => {
    const said = plan === undefined ? obligation : withoutPhotos(plan, world.facts.consents, obligation);
    if (said === null) close(world, episode, { kind: 'suppress', obligation: obligation.id, reason: 'no-consent' }, wanted, at, result);
    return said === null ? [] : [said];
  });
}

/** One POST. Returns what has to go down to the next channel. */
function send(world: World, episode: EpisodeId, verdict: Extract<Verdict, { kind: 'send' }>, due: Obligation[], at: Instant, tried: Record<ObligationId, ChannelName[]>, result: Outcomes): Obligation[] {
  const carried = due.filter(({ id }) => verdict.carries.includes(id));
  const [first] = carried;
  if (!first) return [];
  const { channel } = verdict;
  const message: Message = { at, episode, obligation: first.id, carries: verdict.carries.filter((id) => id !== first.id), recipient: first.recipient, text: first.text, level: first.level };
  if (isStaff(first.recipient) && first.class === 'staff-alert' && !world.surroundings.isOnDuty(first.recipient, at)) {
    for (const obligation of carried) result.outcomes.push(outcomeOf(obligation, { outcome: 'failed', reason: 'nobody-on-duty' }));
    note(world, message, { outcome: 'failed', reason: 'nobody-on-duty' });
    return [];
  }
  const answer = channel === 'phone-task' ? 'accept' : world.surroundings.answer(channel, at);
  if (answer === 'reject') {
    for (const { id } of carried) tried[id] = [...(tried[id] ?? []), channel];
    return carried;
  }
  const remembered = addMinutes(at, -2 * 24 * 60);
  world.facts.sent = world.facts.sent.filter((sent) => sent.at >= remembered);
  for (const obligation of carried) {
    const { id, class: of, recipient, sharedKey } = obligation;
    world.facts.sent.push({ obligation: id, episode, class: of, recipient, channel, textHash: textHash(obligation, world.facts.language), sharedKey, at, ...(id === first.id ? {} : { carriedBy: first.id }) });
  }
  const outcomes = carried.map((obligation) => outcomeOf(obligation, { outcome: 'sent', channel }));
  if (answer === 'ambiguous') {
    const settledAt = addMinutes(at, lookUpAfterMinutes);
    result.later.push({ episode, input: { kind: 'messages-settled', at: settledAt, outcomes } });
    note(world, message, { outcome: 'unsettled', reason: `no answer from ${channel}; found by look-up at ${settledAt}` });
    return [];
  }
  result.outcomes.push(...outcomes);
  note(world, message, { outcome: 'sent', channel, contact: verdict.contact });
  return [];
}

function close(world: World, episode: EpisodeId, verdict: Exclude<Verdict, { kind: 'send' }>, due: Obligation[], at: Instant, result: Outcomes): void {
  const obligation = due.find(({ id }) => id === verdict.obligation);
  if (!obligation) return;
  const message: Message = { at, episode, obligation: obligation.id, carries: [], recipient: obligation.recipient, text: obligation.text, level: obligation.level };
  switch (verdict.kind) {
    case 'defer':
      result.outcomes.push(outcomeOf(obligation, { outcome: 'deferred', until: verdict.until, reason: verdict.reason }));
      note(world, message, { outcome: 'deferred', reason: `${verdict.reason} until ${verdict.until}` });
      return;
    case 'suppress':
      result.outcomes.push(outcomeOf(obligation, { outcome: 'suppressed', reason: verdict.reason, ...(verdict.by === undefined ? {} : { by: verdict.by }) }));
      note(world, message, { outcome: 'suppressed', reason: verdict.by === undefined ? verdict.reason : `${verdict.reason} with ${verdict.by}` });
      return;
    case 'fail':
      result.outcomes.push(outcomeOf(obligation, { outcome: 'failed', reason: verdict.reason }));
      note(world, message, { outcome: 'failed', reason: verdict.reason });
  }
}

// Assigned into a new object: a spread that gets further keys behind it is thirty times as slow (measured).
const note = (world: World, message: Message, fate: Fate): number => world.delivered.push(Object.assign(message, fate));

const outcomeOf = ({ id, occurrence, escalation, purpose, class: of, recipient }: Obligation, settled: Settled): MessageOutcome =>
  Object.assign({ obligation: id, occurrence, escalation, purpose, class: of, recipient }, settled);

function plannedToday(world: World, at: Instant): World['facts']['plannedToday'] {
  const { zone } = world.facts;
  const midnight = atLocal(addDays(localDateOf(at, zone), 1), '00:00', zone);
  const planned: World['facts']['plannedToday'] = [];
  for (const { episode } of world.running.values()) {
    for (const { id, class: of, recipient, dueAt } of Object.values(episode.obligations)) {
      if (dueAt >= at && dueAt < midnight) planned.push({ obligation: id, class: of, recipient, dueAt });
    }
  }
  return planned;
}

const isStaff = (recipient: Recipient): recipient is StaffRole => recipient !== 'patient' && recipient !== 'family';
