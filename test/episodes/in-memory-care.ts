/**
 * The activities' second implementation: journal and ledger in memory, with a vendor that does as the test says. It keeps the port's promises
 * (idempotent by sequence, OutOfOrder, ChainBroken, one outcome per obligation), so that workflow tests need no database.
 */
import { ApplicationFailure, Context, activityInfo } from '@temporalio/activity';
import { failures } from '../../activities/errors.js';
import type { Activities, DeliverRequest, DeliverResult, EpisodeSnapshot, HaltRequest, JournalEntry, RecordRequest } from '../../activities/port.js';
import type { EpisodeEvent, Obligation } from '../../pathways/engine/events.js';
import type { EpisodeInput, MessageOutcome } from '../../pathways/engine/inputs.js';
import type { EpisodeId, Instant, ObligationId } from '../../pathways/engine/vocabulary.js';
import { fromMs } from '../../pathways/time.js';

/** What the vendor does with one message; `asked` counts from 1. `ambiguous`: unknown for now, ask again so many wall milliseconds later. */
export type Vendor = (obligation: Obligation, asked: number) => 'accept' | 'reject' | { deferUntil: Instant } | { ambiguousForMs: number } | { poison: true };

export type Kept = { journal: JournalEntry[]; snapshot: EpisodeSnapshot | null; halts: HaltRequest[] };

export type InMemoryCare = {
  activities: Activities;
  of(id: EpisodeId): Kept;
  events(id: EpisodeId): EpisodeEvent[];
  inputs(id: EpisodeId): EpisodeInput['kind'][];
  /** What really went out, in order. */
  sent: { obligation: ObligationId; at: Instant }[];
  calls: { activity: keyof Activities; seqs: number[] }[];
  /** Runs before an activity does anything; throw to make it fail. */
  before: (activity: keyof Activities, episodeId: EpisodeId | null) => void | Promise<void>;
  /** What the record transaction found out about the patient's other episodes. */
  told: (entry: JournalEntry) => EpisodeInput[];
};

export function inMemoryCare(plans: Record<string, string>, vendor: Vendor = () => 'accept'): InMemoryCare {
  const episodes = new Map<EpisodeId, Kept>();
  const asked = new Map<ObligationId, number>();
  const settled = new Map<ObligationId, MessageOutcome>();
  const of = (id: EpisodeId): Kept => {
    const kept = episodes.get(id) ?? { journal: [], snapshot: null, halts: [] };
    episodes.set(id, kept);
    return kept;
  };
  const events = (id: EpisodeId) => of(id).journal.flatMap((entry) => entry.events);

  const record = ({ episodeId, entries, snapshot }: RecordRequest): { inputs: EpisodeInput[] } => {
    const kept = of(episodeId);
    for (const entry of entries) {
      const known = kept.journal[entry.seq - 1];
      if (known && JSON.stringify(known) !== JSON.stringify(entry)) throw ApplicationFailure.nonRetryable(`entry ${entry.seq} is another`, 'ChainBroken');
      if (known) continue;
      if (entry.seq !== kept.journal.length + 1) throw failures.OutOfOrder(`entry ${entry.seq} came early`, activityInfo().attempt);
      kept.journal.push(entry);
    }
    if (entries.at(-1)?.seq === kept.journal.length) kept.snapshot = snapshot;
    return { inputs: entries.flatMap((entry) => care.told(entry)) };
  };

  const planned = (id: EpisodeId, obligation: ObligationId): Obligation => {
    const found = events(id).find((event) => event.type === 'ObligationPlanned' && event.obligation.id === obligation);
    if (found?.type !== 'ObligationPlanned') throw ApplicationFailure.nonRetryable(`no obligation ${obligation}`, 'UnknownObligation');
    return found.obligation;
  };

  const deliver = ({ episodeId, obligations, episodeNow }: DeliverRequest): DeliverResult => {
    const result: DeliverResult = { outcomes: [], unsettled: [] };
    for (const id of obligations) {
      const obligation = planned(episodeId, id);
      const { occurrence, escalation, purpose, class: messageClass, recipient } = obligation;
      const about = { obligation: id, occurrence, escalation, purpose, class: messageClass, recipient };
      const before = settled.get(id);
      if (before) {
        result.outcomes.push(before);
        continue;
      }
      const times = (asked.get(id) ?? 0) + 1;
      asked.set(id, times);
      const answer = vendor(obligation, times);
      if (answer === 'accept') care.sent.push({ obligation: id, at: episodeNow });
      if (typeof answer === 'object' && 'poison' in answer) throw ApplicationFailure.nonRetryable('cannot be rendered', 'Poison');
      if (typeof answer === 'object' && 'ambiguousForMs' in answer) {
        result.unsettled.push({ obligation: id, checkAt: fromMs(serverNow() + answer.ambiguousForMs) });
        continue;
      }
      const outcome: MessageOutcome =
        answer === 'accept'
          ? { ...about, outcome: 'sent', channel: obligation.channels[0] ?? 'sms' }
          : answer === 'reject'
            ? { ...about, outcome: 'failed', reason: 'all-channels-failed' }
            : { ...about, outcome: 'deferred', until: answer.deferUntil, reason: 'quiet-hours' };
      if (outcome.outcome !== 'deferred') settled.set(id, outcome);
      result.outcomes.push(outcome);
    }
    return result;
  };

  const begin = async (activity: keyof Activities, episodeId: EpisodeId | null, seqs: number[] = []): Promise<void> => {
    care.calls.push({ activity, seqs });
    await care.before(activity, episodeId);
  };
  const seqsOf = ({ entries }: RecordRequest): number[] => entries.map(({ seq }) => seq);

  const care: InMemoryCare = {
    of,
    events,
    inputs: (id) => of(id).journal.map(({ input }) => input.kind),
    sent: [],
    calls: [],
    before: () => {},
    told: () => [],
    activities: {
      async loadPlan({ hash }) {
        await begin('loadPlan', null);
        const text = plans[hash];
        if (text === undefined) throw ApplicationFailure.nonRetryable('no such plan', 'PlanNotFound');
        return text;
      },
      async record(request) {
        await begin('record', request.episodeId, seqsOf(request));
        return record(request);
      },
      async carryOut(request) {
        await begin('carryOut', request.episodeId, seqsOf(request));
        return { ...record(request), ...deliver(request.deliver) };
      },
      async deliver(request) {
        await begin('deliver', request.episodeId);
        return deliver(request);
      },
      async halt(request) {
        await begin('halt', request.episodeId);
        of(request.episodeId).halts.push(request);
      },
    },
  };
  return care;
}

/** The server's clock, which a time-skipping one moves. */
const serverNow = (): number => Context.current().info.currentAttemptScheduledTimestampMs;
