/**
 * The outside of the circle: event -> activity, outcome -> inbox. A clock wake starts one un-awaited `carryOut`; an input that somebody
 * waits for is recorded first and delivered afterwards, so the loop never awaits a POST (ADR 0002). Every request carries all entries that
 * no answer has confirmed yet, so an overtaken `carryOut` holds nobody up, and entries that only say "sent" ride with the next one (ADR 0010).
 */
import { ActivityFailure, ApplicationFailure, condition } from '@temporalio/workflow';
import type { DeliverResult, EpisodeSnapshot, JournalEntry, RecordResult } from '../activities/port.js';
import type { Obligation } from '../pathways/engine/events.js';
import type { EpisodeInput, MessageOutcome } from '../pathways/engine/inputs.js';
import type { Instant, ObligationId } from '../pathways/engine/vocabulary.js';
import { fromMs, toMs } from '../pathways/time.js';
import * as activities from './activity-stubs.js';
import type { CarePathwayStart, Check } from './contract.js';
import { deliverSummary, recordSummary } from './summary.js';
import { isOnlySent, isSentAndDone, releasedBy } from './turn.js';

export type Effects = {
  loadPlan(): Promise<string>;
  /** Another version, which a command names; null: there is none of that content. */
  findPlan(key: CarePathwayStart['plan']): Promise<string | null>;
  /**
   * `at-once`: resolves when it is recorded, because somebody may ask for it. `on-its-way`: at once unless it releases messages, which the next
   * requests may overtake. `rides`: with the next request where it only says "sent", else as before. Never waits for a POST.
   */
  carry(entry: JournalEntry, snapshot: EpisodeSnapshot, how: 'at-once' | 'on-its-way' | 'rides'): Promise<void>;
  /** Records what rides along. */
  flush(): Promise<void>;
  /** Asks the ledger again about these, now. */
  ask(obligations: ObligationId[]): void;
  askWhatIsDue(): void;
  nextCheckAt(): number | null;
  checks(): Check[];
  idle(): boolean;
  /** Why the journal cannot be continued; null while all is well. */
  halted(): string | null;
};

type Surroundings = {
  now(): Instant;
  /** Back to the loop. `request`: the number of the request that it answers. */
  outcome(input: EpisodeInput, request: number): void;
  openObligation(id: ObligationId): Obligation | undefined;
  /** How often an ops person has sent `nudge`. */
  nudges(): number;
  /** An answer of the outside has come. */
  landed(): void;
  troubleChanged(): void;
};

export function startEffects(
  { v, hospitalId, episodeId, plan, carried }: CarePathwayStart,
  { now, outcome, openObligation, nudges, landed, troubleChanged }: Surroundings,
): Effects {
  const us = { hospitalId, episodeId };
  const unsettled = new Map((carried?.checks ?? []).map(({ obligation, checkAt }) => [obligation, checkAt]));
  /** Somebody wishes to know now. Apart from what the ledger's answers say, because the SDK may let a signal and an answer that came before it change places (ADR 0059). */
  const wanted = v >= 4 ? new Map<ObligationId, Instant>() : unsettled;
  const allChecks = () => [...new Map([...unsettled, ...wanted])];
  let unconfirmed: JournalEntry[] = [];
  let latest: EpisodeSnapshot | null = null;
  let inFlight = 0;
  let requests = 0;
  let trouble: string | null = null;

  /** Only what cannot be cured by trying again gets here (everything else is retried for ever): a person repairs, then sends `nudge`. */
  async function insist<T>(attempt: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await attempt();
      } catch (failure) {
        if (!(failure instanceof ActivityFailure) || !(failure.cause instanceof ApplicationFailure)) throw failure;
        const before = nudges();
        trouble = failure.cause.type ?? 'Unknown';
        troubleChanged();
        await activities.halt(`halt: ${trouble}`, { ...us, code: kebab(trouble), detail: `The episode stands still because of ${trouble}: repair, then send nudge (docs/operations.md).` });
        await condition(() => nudges() > before);
        trouble = null;
        troubleChanged();
      }
    }
  }

  const confirm = (request: number, entries: JournalEntry[], { inputs }: RecordResult): void => {
    const last = entries.at(-1)?.seq ?? 0;
    unconfirmed = unconfirmed.filter(({ seq }) => seq > last);
    for (const input of inputs) outcome(input, request);
  };

  const settle = (request: number, { outcomes, unsettled: open }: DeliverResult): void => {
    for (const { obligation, checkAt } of open) unsettled.set(obligation, checkAt);
    if (outcomes.length > 0) outcome({ kind: 'messages-settled', at: now(), outcomes }, request);
  };

  const background = (work: () => Promise<void>): void => {
    inFlight += 1;
    void work().finally(() => {
      inFlight -= 1;
      landed();
    });
  };

  const deliver = (ids: ObligationId[]): void => {
    if (ids.length === 0) return;
    for (const id of ids) {
      unsettled.delete(id);
      wanted.delete(id);
    }
    const request = ++requests;
    background(async () => {
      try {
        settle(request, await activities.deliver(deliverSummary(ids), { ...us, obligations: ids, episodeNow: now() }));
      } catch (failure) {
        if (!(failure instanceof ActivityFailure)) throw failure;
        if (ids.length > 1) ids.forEach((id) => deliver([id])); // so that one bad message does not take its neighbours with it
        else settle(request, { outcomes: ids.flatMap((id) => openObligation(id) ?? []).map(poisoned), unsettled: [] });
      }
    });
  };

  const send = async (snapshot: EpisodeSnapshot): Promise<void> => {
    const entries = unconfirmed;
    confirm(++requests, entries, await insist(() => activities.record(recordSummary(entries), { ...us, entries, snapshot })));
  };

  /** Recorded, claimed and sent in the background; the journal's order is kept by what every later request carries. */
  const carryOut = (entries: JournalEntry[], snapshot: EpisodeSnapshot, released: ObligationId[]): void => {
    const what = { ...us, entries, snapshot, deliver: { ...us, obligations: released, episodeNow: now() } };
    const request = ++requests;
    background(async () => {
      const result = await insist(() => activities.carryOut(`${recordSummary(entries)}; ${deliverSummary(released)}`, what));
      confirm(request, entries, result);
      settle(request, result);
    });
  };

  return {
    loadPlan: () => insist(() => activities.loadPlan(`plan ${plan.id}@${plan.version}`, { hospitalId, ...plan })),
    async findPlan(key) {
      try {
        return await activities.loadPlan(`plan ${key.id}@${key.version}`, { hospitalId, ...key });
      } catch (failure) {
        if (failure instanceof ActivityFailure && failure.cause instanceof ApplicationFailure && failure.cause.type === 'PlanNotFound') return null;
        throw failure;
      }
    },
    async carry(entry, snapshot, how) {
      unconfirmed = [...unconfirmed, entry];
      latest = snapshot;
      const released = releasedBy(entry);
      if (how === 'rides' && (isOnlySent(entry) || (v >= 2 && isSentAndDone(entry)))) return;
      if (how !== 'at-once' && released.length > 0) return carryOut(unconfirmed, snapshot, released);
      await send(snapshot);
      deliver(released);
    },
    async flush() {
      if (unconfirmed.length > 0 && latest !== null) await send(latest);
    },
    ask: (obligations) => obligations.forEach((id) => wanted.set(id, fromMs(Date.now()))),
    askWhatIsDue() {
      const wallNow = Date.now();
      deliver(allChecks().filter(([, checkAt]) => toMs(checkAt) <= wallNow).map(([id]) => id));
    },
    nextCheckAt() {
      const checks = allChecks();
      return checks.length === 0 ? null : Math.min(...checks.map(([, checkAt]) => toMs(checkAt)));
    },
    checks: () => allChecks().map(([obligation, checkAt]) => ({ obligation, checkAt })),
    idle: () => inFlight === 0,
    halted: () => trouble,
  };
}

/** Nothing will ever send this one: the engine hands it to a person. */
const poisoned = ({ id, occurrence, escalation, purpose, class: messageClass, recipient }: Obligation): MessageOutcome => ({
  obligation: id, occurrence, escalation, purpose, class: messageClass, recipient, outcome: 'failed', reason: 'poison',
});

/** `ChainBroken` -> `chain-broken`: alarm codes are kebab-case. */
const kebab = (name: string): string => name.replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase();
