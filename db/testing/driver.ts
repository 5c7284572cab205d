/** The circle without Temporal: decides, carries out, and feeds back what came of it, as the workflow does, on the test's own clock. */
import type { Activities, JournalEntry } from '../../activities/port.js';
import { decide } from '../../pathways/engine/decide.js';
import type { Episode } from '../../pathways/engine/episode.js';
import { evolve } from '../../pathways/engine/evolve.js';
import type { EpisodeInput } from '../../pathways/engine/inputs.js';
import { nextDue } from '../../pathways/engine/next-due.js';
import type { Plan } from '../../pathways/engine/plan.js';
import type { Instant, ObligationId } from '../../pathways/engine/vocabulary.js';
import { entryOf, releasedBy, snapshotOf } from '../../workflows/turn.js';
import type { CarePathwayStart } from '../../workflows/contract.js';
import type { Sql } from '../client.js';
import { planOf } from '../plans.js';
import { loadEpisode } from '../replay.js';

export type Driver = {
  episode(): Episode;
  /** In force now. */
  plan(): Plan;
  start: CarePathwayStart;
  now(): Instant;
  /** One input and everything that follows from it at once. Returns the entries that it made. */
  give(input: EpisodeInput): Promise<JournalEntry[]>;
  /** Every due item up to and including this time, each at its own time. */
  runUntil(at: Instant): Promise<void>;
  /** Obligations that the ledger has not answered for. */
  unsettled(): ObligationId[];
  /** Asks the ledger about them again. */
  deliverAgain(): Promise<void>;
};

export async function drive(sql: Sql, activities: Activities, episodeId: string): Promise<Driver> {
  const loaded = await loadEpisode(sql, episodeId);
  if (!loaded) throw new Error(`No episode ${episodeId}`);
  const { start, planJson, untold } = loaded;
  let plan = JSON.parse(planJson) as Plan;
  let { episode } = loaded;
  let clock: Instant = start.started?.at ?? episode.startedAt;
  const waiting = new Set<ObligationId>();

  async function give(input: EpisodeInput): Promise<JournalEntry[]> {
    const made: JournalEntry[] = [];
    const inputs = [...untold.splice(0), input];
    for (let next = inputs.shift(); next; next = inputs.shift()) {
      if (next.at > clock) clock = next.at;
      const target = next.kind === 'migrate' ? (await planOf(sql, start.hospitalId, next.to)).plan : undefined;
      const events = decide(plan, episode, next, target);
      episode = events.reduce(evolve, episode);
      if (target && episode.plan.version === target.version) plan = target;
      const entry = entryOf(episode, next, events);
      made.push(entry);
      const request = { hospitalId: start.hospitalId, episodeId, entries: [entry], snapshot: snapshotOf(episode, nextDue(plan, episode), start.clock) };
      const released = releasedBy(entry);
      const done = released.length === 0
        ? { ...(await activities.record(request)), outcomes: [], unsettled: [] }
        : await activities.carryOut({ ...request, deliver: { hospitalId: start.hospitalId, episodeId, obligations: released, episodeNow: clock } });
      inputs.push(...done.inputs, ...settled(done));
    }
    return made;
  }

  function settled({ outcomes, unsettled }: { outcomes: Extract<EpisodeInput, { kind: 'messages-settled' }>['outcomes']; unsettled: { obligation: ObligationId }[] }): EpisodeInput[] {
    for (const { obligation } of outcomes) waiting.delete(obligation);
    for (const { obligation } of unsettled) waiting.add(obligation);
    return outcomes.length === 0 ? [] : [{ kind: 'messages-settled', at: clock, outcomes }];
  }

  return {
    episode: () => episode, plan: () => plan, start, now: () => clock, give,
    async runUntil(at) {
      if (episode.seq === 0 && start.started) await give(start.started);
      for (let told = untold.shift(); told; told = untold.shift()) await give(told);
      for (let due = nextDue(plan, episode); due && due.at <= at; due = nextDue(plan, episode)) await give({ kind: 'clock-reached', at: due.at });
      clock = at;
    },
    unsettled: () => [...waiting],
    async deliverAgain() {
      const answer = await activities.deliver({ hospitalId: start.hospitalId, episodeId, obligations: [...waiting], episodeNow: clock });
      for (const input of settled(answer)) await give(input);
    },
  };
}
