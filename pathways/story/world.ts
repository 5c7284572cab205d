/**
 * One patient with her episodes, the ledger and the vendors in memory: the circle of design.md section 1 without any server. Stories and
 * simulations run in it, through the very functions that the product's record and claim transactions call.
 */
import { decideInto } from '../engine/decide.js';
import type { Episode } from '../engine/episode.js';
import type { EpisodeEvent } from '../engine/events.js';
import type { EpisodeInput, PatientFacts } from '../engine/inputs.js';
import { nextDue, type NextDue } from '../engine/next-due.js';
import { open } from '../engine/open.js';
import type { Plan } from '../engine/plan.js';
import { refusal, type Refusal } from '../engine/actions.js';
import { semantics } from '../engine/semantics.js';
import type { ChannelName, EpisodeId, Instant, StaffRole } from '../engine/vocabulary.js';
import { isSaidByPatient, joiningInputs, toHolder, type ToEpisode } from '../patient/cases.js';
import type { Contact, Consents, SharedFacts } from '../patient/facts.js';
import { embedsOf } from '../patient/embedding.js';
import { markOf, siblingInputs, type Siblings } from '../patient/fan-out.js';
import { shareInput } from '../patient/share.js';
import { strictest } from '../patient/strictest.js';
import { deliver, type Delivered } from './ledger.js';
import { hear, learn } from './learn.js';

/** What the outside world does; every default is "all goes well". */
export type Surroundings = {
  isOnDuty(role: StaffRole, at: Instant): boolean;
  /** `ambiguous`: the answer of the POST is lost; the look-up finds the message later. */
  answer(channel: ChannelName, at: Instant): 'accept' | 'reject' | 'ambiguous';
};

export type Entry = { episode: EpisodeId; seq: number; input: EpisodeInput; events: EpisodeEvent[] };
export type Refused = { episode: EpisodeId; input: EpisodeInput; refusal: Refusal };

type Running = { plan: Plan; hash: string; episode: Episode; /** Started within that one. */ within?: EpisodeId; /** What it is due next, found once per state: an input moves `seq`. */ due?: { seq: number; next: NextDue | null } };

export type World = {
  running: Map<EpisodeId, Running>;
  facts: SharedFacts;
  patient: PatientFacts;
  /** Inputs still to arrive, in time order. */
  waiting: ToEpisode[];
  entries: Entry[];
  refused: Refused[];
  delivered: Delivered[];
  surroundings: Surroundings;
};

export type Person = { facts: PatientFacts; consents: Consents; contacts: Contact[]; language: string; zone: string };

export function createWorld({ facts, consents, contacts, language, zone }: Person, surroundings: Surroundings): World {
  return {
    running: new Map(), patient: facts, waiting: [], entries: [], refused: [], delivered: [], surroundings,
    facts: {
      zone, language, dead: false, optedOut: facts.optedOut, consents, contacts, away: facts.away, quietHours: { from: '00:00', to: '00:00' }, dailySmsCap: 0,
      sent: [], plannedToday: [], openCases: [], advice: [],
    },
  };
}

export function launch(world: World, id: EpisodeId, { plan, hash }: { plan: Plan; hash: string }, started: Extract<EpisodeInput, { kind: 'episode-started' }>): void {
  const episode = open({ id, plan: { id: plan.id, version: plan.version, hash }, semantics, startedAt: started.at, zone: started.zone });
  const { within } = started;
  world.running.set(id, { plan, hash, episode, ...(within && { within: within.episode }) });
  Object.assign(world.facts, strictest([...world.running.values()].map((r) => r.plan)));
  apply(world, id, started);
  const outer = within && world.running.get(within.episode);
  const service = outer && embedsOf(outer.plan, plan)?.service;
  if (within && service !== undefined) apply(world, within.episode, { kind: 'package-embedded', at: started.at, commandId: `embedded:${id}`, by: 'staff', episode: id, plan: plan.id, version: plan.version, service });
}

/** An input from a person: refused like the product's validators would, or taken with everything that follows from it at once. */
export function give(world: World, addressed: EpisodeId, given: EpisodeInput): void {
  letTimePass(world, given.at);
  const { episode: id, input } = toHolder(world.facts.openCases, given) ?? { episode: addressed, input: given };
  const running = world.running.get(id);
  if (!running) throw new Error(`There is no episode ${id} in this story`);
  const refused = refusal(running.plan, running.episode, input);
  if (refused) world.refused.push({ episode: id, input, refusal: refused });
  else apply(world, id, input);
}

/** Everything that happens by itself until then, in time order. */
export function letTimePass(world: World, until: Instant): void {
  for (;;) {
    const next = nextOf(world);
    if (next === null || next.at > until) return;
    if (next.kind === 'waiting') {
      world.waiting.splice(world.waiting.indexOf(next.item), 1);
      apply(world, next.item.episode, next.item.input);
    } else {
      apply(world, next.episode, { kind: 'clock-reached', at: next.at });
    }
  }
}

/** A simulation asks several times per input, and looking through everything open is a tenth of its work. */
export function dueNext(running: Running): NextDue | null {
  const { plan, episode } = running;
  if (running.due?.seq !== episode.seq) running.due = { seq: episode.seq, next: nextDue(plan, episode) };
  return running.due.next;
}

type Next = { at: Instant } & ({ kind: 'waiting'; item: ToEpisode } | { kind: 'due'; episode: EpisodeId });

/** What waits goes before what is due at the same time; episodes in the order of their launch. */
function nextOf(world: World): Next | null {
  let next: Next | null = null;
  for (const item of world.waiting) if (next === null || item.input.at < next.at) next = { kind: 'waiting', at: item.input.at, item };
  for (const [episode, running] of world.running) {
    const due = dueNext(running);
    if (due !== null && (next === null || due.at < next.at)) next = { kind: 'due', at: due.at, episode };
  }
  return next;
}

/** Record, claim and send, settle, tell the others: one turn of the circle. */
function apply(world: World, id: EpisodeId, input: EpisodeInput): void {
  const running = world.running.get(id);
  if (!running) return;
  const at = input.at < running.episode.lastAt ? running.episode.lastAt : input.at;
  const events = decideInto(running.plan, running.episode, input);
  world.entries.push({ episode: id, seq: running.episode.seq, input, events });
  const follows = consequences(world, id, input, events);
  const { outcomes, later } = deliver(world, id, events, at);
  world.waiting.push(...later);
  if (outcomes.length > 0) apply(world, id, { kind: 'messages-settled', at, outcomes });
  for (const { episode, input: next } of follows) apply(world, episode, { ...next, at: at > next.at ? at : next.at });
}

/** Cases joined, facts learnt, inputs for the patient's other episodes. Order matters: the claim that follows already sees who holds a case. */
function consequences(world: World, id: EpisodeId, input: EpisodeInput, events: EpisodeEvent[]): ToEpisode[] {
  const others = [...world.running].filter(([other, { episode }]) => other !== id && !['stopped', 'completed'].includes(episode.status));
  const follows: ToEpisode[] = [];
  const siblings: Siblings = {
    from: id, cases: [], mark: '', said: isSaidByPatient(input), others: others.map(([other]) => other),
    embedded: others.filter(([, { within, episode }]) => within === id && episode.status !== 'stopping').map(([other]) => other),
  };
  for (const [n, event] of events.entries()) {
    const joining = event.type === 'EscalationRaised' ? joiningInputs(world.facts.openCases, id, event, siblings.said) : null;
    if (joining) follows.push({ episode: id, input: joining.own }, joining.holder);
    siblings.cases = world.facts.openCases;
    siblings.mark = markOf(world.running.get(id)?.episode.seq ?? 0, n);
    follows.push(...siblingInputs(event, siblings));
    learn(world.facts, id, event, joining?.own.kind === 'case-joined' ? joining.own.heldBy : null);
  }
  for (const { input: told } of follows) hear(world.facts, told);
  const taken = !events.some(({ type }) => type === 'InputIgnored');
  if (taken) follows.push(...shareInput(others.map(([other, { plan }]) => ({ id: other, plan })), id, input));
  return follows;
}
