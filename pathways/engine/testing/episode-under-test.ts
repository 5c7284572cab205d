/** Drives `decide` and `evolve` in clinical time: D0 is Monday 2 March 2026 in Shanghai. Deliveries are settled only when a test says so. */
import { calendarFor } from '../../calendar/calendar-for.js';
import { addDays, atLocal } from '../../time.js';
import { decide } from '../decide.js';
import type { Episode } from '../episode.js';
import type { EpisodeEvent, Obligation } from '../events.js';
import { evolve } from '../evolve.js';
import type { EpisodeInput, MessageOutcome, PatientFacts } from '../inputs.js';
import { open } from '../open.js';
import type { Plan } from '../plan.js';
import { semantics } from '../semantics.js';
import type { Instant, SuppressionReason } from '../vocabulary.js';

export const discharge = '2026-03-02';
export const zone = 'Asia/Shanghai';

/** `day(2, '10:00')`: two days after discharge at ten in Shanghai. */
export const day = (n: number, time = '00:00'): Instant => atLocal(addDays(discharge, n), time, zone);

export const started = (more: Partial<Extract<EpisodeInput, { kind: 'episode-started' }>> & { patient?: Partial<PatientFacts> } = {}): EpisodeInput => {
  const { patient, ...rest } = more;
  return {
    kind: 'episode-started', at: day(0, '16:00'), anchors: { discharge }, zone, calendar: calendarFor('2026-01-01', '2027-12-31'),
    facts: { flags: {}, hasFamilyContact: true, optedOut: false, away: [], spreadSeconds: 0, ...patient }, ...rest,
  };
};

export type Kind<K extends EpisodeInput['kind']> = Extract<EpisodeInput, { kind: K }>;
type Body<K extends EpisodeInput['kind']> = Omit<Kind<K>, 'kind' | 'at' | 'commandId' | 'by'>;

export const versionKey = (plan: Plan) => ({ id: plan.id, version: plan.version, hash: `h${plan.version}` });

export class EpisodeUnderTest {
  episode: Episode;
  readonly events: EpisodeEvent[] = [];
  plan: Plan;
  #commands = 0;

  constructor(plan: Plan, start: EpisodeInput = started(), under: number = semantics) {
    this.plan = plan;
    this.episode = open({ id: 'e', plan: versionKey(plan), semantics: under, startedAt: start.at, zone });
    this.feed(start);
  }

  /** Returns the events of this input. */
  feed(input: EpisodeInput, target?: Plan): EpisodeEvent[] {
    const events = decide(this.plan, this.episode, input, target);
    this.episode = events.reduce(evolve, this.episode);
    this.events.push(...events);
    if (target && this.episode.plan.version === target.version) this.plan = target;
    return events;
  }

  /** To another version, as its driver would: with the plan that the command names. The hash is `h<version>`. */
  migrate(at: Instant, to: Plan, more: Partial<Kind<'migrate'>> = {}): EpisodeEvent[] {
    this.#commands += 1;
    return this.feed({ kind: 'migrate', at, commandId: `c${this.#commands}`, by: 'somebody', reason: 'a new version', reworded: [], to: versionKey(to), ...more }, to);
  }

  clock(at: Instant): EpisodeEvent[] {
    return this.feed({ kind: 'clock-reached', at });
  }

  command<K extends EpisodeInput['kind']>(kind: K, at: Instant, body: Body<K>): EpisodeEvent[] {
    this.#commands += 1;
    return this.feed({ commandId: `c${this.#commands}`, by: 'somebody', ...body, kind, at } as Kind<K>);
  }

  answer(at: Instant, answers: Kind<'answer-received'>['answers'], occurrence?: string): EpisodeEvent[] {
    return this.command('answer-received', at, { answers, answeredBy: 'patient', ...(occurrence === undefined ? {} : { occurrence }) });
  }

  /** What the ledger would report of everything released so far. */
  settle(at: Instant, how: { outcome: 'sent' } | { outcome: 'suppressed'; reason: SuppressionReason } | { outcome: 'failed'; reason: 'all-channels-failed' | 'nobody-on-duty' } = { outcome: 'sent' }, which: (o: Obligation) => boolean = () => true): EpisodeEvent[] {
    const outcomes = Object.values(this.episode.obligations).filter((o) => o.state === 'released' && which(o)).map((o): MessageOutcome => {
      const about = { obligation: o.id, occurrence: o.occurrence, escalation: o.escalation, purpose: o.purpose, class: o.class, recipient: o.recipient };
      return how.outcome === 'sent' ? { ...about, outcome: 'sent', channel: o.channels[0] ?? 'sms' } : { ...about, ...how };
    });
    return outcomes.length === 0 ? [] : this.feed({ kind: 'messages-settled', at, outcomes });
  }

  of<T extends EpisodeEvent['type']>(type: T): Extract<EpisodeEvent, { type: T }>[] {
    return this.events.filter((event): event is Extract<EpisodeEvent, { type: T }> => event.type === type);
  }

  planned(purpose: string): Obligation[] {
    return this.of('ObligationPlanned').map(({ obligation }) => obligation).filter((obligation) => obligation.purpose === purpose);
  }

  /** How an obligation ended: its outcome or reason; undefined while it is open. */
  endOf(id: string): string | undefined {
    const closed = this.of('ObligationClosed').find(({ obligation }) => obligation === id);
    return closed && (closed.reason ?? closed.outcome);
  }
}
