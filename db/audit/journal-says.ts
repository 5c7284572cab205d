/** What the rows of one episode must be by its journal, kept event by event. Written beside the projections and not by them, so that a fault of a projection shows as well. */
import type { JournalEntry } from '../../activities/port.js';
import type { EpisodeEvent, Obligation } from '../../pathways/engine/events.js';
import type { EpisodeInput } from '../../pathways/engine/inputs.js';
import type { Instant, ObligationId } from '../../pathways/engine/vocabulary.js';

type Event<T extends EpisodeEvent['type']> = Extract<EpisodeEvent, { type: T }>;

/** `dues`: every time that it was due at, the newest last. `told`: the journal holds what the ledger said became of it. */
export type SaidMessage = { spec: Obligation; dues: Instant[]; state: 'planned' | 'released'; everReleased: boolean; told: boolean; closed: { outcome: string; reason: string | null } | null };
/** `joinedAtOnce`: by whom it is held from the entry on that found so; the episode hears of it in a later one, and a rebuilt row is joined only then. */
export type SaidCase = { status: 'open' | 'acknowledged' | 'contacted' | 'joined' | 'closed'; level: string; ackBy: Instant | null; contactBy: Instant; heldBy: string | null; joinedAtOnce: string | null };
export type SaidOccurrence = { status: string; dueAt: Instant; slotFrom: Instant | null; slotUntil: Instant | null };
export type SaidAnswer = Pick<Event<'AnswerRecorded'>, 'answers' | 'scores' | 'occurrence' | 'late'>;
export type SaidReading = { kind: string; measuredAt: Instant; vals: Record<string, string>; plausible: boolean };

export type JournalSays = {
  messages: Map<ObligationId, SaidMessage>;
  cases: Map<string, SaidCase>;
  occurrences: Map<string, SaidOccurrence>;
  answers: Map<string, SaidAnswer>;
  readings: Map<string, SaidReading>;
  died: boolean;
};

export const nothingSaid = (): JournalSays => ({ messages: new Map(), cases: new Map(), occurrences: new Map(), answers: new Map(), readings: new Map(), died: false });

/** One entry more. */
export function hear(says: JournalSays, episodeId: string, { seq, input, events, told }: Pick<JournalEntry, 'seq' | 'input' | 'events'> & { told: readonly EpisodeInput[] }): void {
  for (const [idx, event] of events.entries()) {
    ofMessage(says.messages, event);
    ofCase(says.cases, event);
    ofOccurrence(says.occurrences, event);
    if (event.type === 'AnswerRecorded') says.answers.set(`${episodeId}/${event.submission}`, event);
    if (event.type === 'ReadingRecorded' || event.type === 'ReadingRejected') ofReading(says.readings, `${episodeId}/${seq}/${idx}`, event);
    if (event.type === 'PatientDied') says.died = true;
  }
  if (input.kind === 'messages-settled') {
    for (const { obligation, outcome } of input.outcomes) if (outcome !== 'deferred') change(says.messages, obligation, () => ({ told: true }));
  }
  for (const news of told) if (news.kind === 'case-joined') change(says.cases, news.escalation, ({ status }) => (status === 'closed' ? {} : { joinedAtOnce: news.heldBy }));
}

function change<T>(all: Map<string, T>, id: string, to: (one: T) => Partial<T>): void {
  const one = all.get(id);
  if (one !== undefined) all.set(id, { ...one, ...to(one) });
}

function ofMessage(all: JournalSays['messages'], event: EpisodeEvent): void {
  switch (event.type) {
    case 'ObligationPlanned':
      return void all.set(event.obligation.id, { spec: event.obligation, dues: [event.obligation.dueAt], state: 'planned', everReleased: false, told: false, closed: null });
    case 'ObligationReleased':
      return change<SaidMessage>(all, event.obligation, () => ({ state: 'released', everReleased: true }));
    case 'ObligationMoved':
      return change<SaidMessage>(all, event.obligation, ({ dues }) => ({ state: 'planned', dues: [...dues, event.dueAt] }));
    case 'ObligationClosed':
      return change<SaidMessage>(all, event.obligation, () => ({ closed: { outcome: event.outcome, reason: event.reason } }));
    default:
  }
}

function ofCase(all: JournalSays['cases'], event: EpisodeEvent): void {
  switch (event.type) {
    case 'EscalationRaised':
      return void all.set(event.escalation, { status: 'open', level: event.level, ackBy: event.ackBy, contactBy: event.contactBy, heldBy: null, joinedAtOnce: null });
    case 'EscalationUpgraded':
      return change<SaidCase>(all, event.escalation, ({ status }) => ({ level: event.level, ackBy: event.ackBy, contactBy: event.contactBy, status: status === 'joined' ? status : 'open' }));
    case 'EscalationJoined':
      return change<SaidCase>(all, event.escalation, () => ({ status: 'joined', heldBy: event.heldBy, joinedAtOnce: null }));
    case 'EscalationTakenOver':
      return change<SaidCase>(all, event.escalation, () => ({ status: 'open', heldBy: null, joinedAtOnce: null, ackBy: event.ackBy, contactBy: event.contactBy }));
    case 'EscalationAcknowledged':
      return change<SaidCase>(all, event.escalation, ({ status }) => (status === 'open' ? { status: 'acknowledged' } : {}));
    case 'EscalationContacted':
      return change<SaidCase>(all, event.escalation, ({ status }) => (status === 'open' || status === 'acknowledged' ? { status: 'contacted' } : {}));
    case 'EscalationClosed':
      return change<SaidCase>(all, event.escalation, () => ({ status: 'closed', joinedAtOnce: null }));
    default:
  }
}

function ofOccurrence(all: JournalSays['occurrences'], event: EpisodeEvent): void {
  switch (event.type) {
    case 'OccurrencePlanned':
      return void all.set(event.occurrence, { status: 'planned', dueAt: event.dueAt, slotFrom: null, slotUntil: null });
    case 'OccurrenceMoved':
      return change(all, event.occurrence, () => ({ status: 'planned', dueAt: event.dueAt, slotFrom: null, slotUntil: null }));
    case 'OccurrenceOpened':
      return change(all, event.occurrence, () => ({ status: 'open' }));
    case 'OccurrenceHeld':
      return change(all, event.occurrence, () => ({ status: 'held' }));
    case 'OccurrenceReleased':
      return change(all, event.occurrence, ({ slotFrom }) => ({ status: slotFrom === null ? 'planned' : 'booked' }));
    case 'VisitBooked':
      return change(all, event.occurrence, () => ({ status: 'booked', dueAt: event.from, slotFrom: event.from, slotUntil: event.until }));
    case 'VisitCheckedIn':
      return change(all, event.occurrence, () => ({ status: 'checked-in' }));
    case 'OccurrenceClosed':
      return change(all, event.occurrence, () => ({ status: event.outcome }));
    default:
  }
}

function ofReading(all: JournalSays['readings'], id: string, event: Event<'ReadingRecorded' | 'ReadingRejected'>): void {
  const outvoted = event.type === 'ReadingRecorded' ? (event.outvotes ?? []) : [];
  for (const { measuredAt } of outvoted) {
    for (const [other, { kind, measuredAt: at }] of all) if (kind === event.reading && at === measuredAt) change(all, other, () => ({ plausible: false }));
  }
  all.set(id, { kind: event.reading, measuredAt: event.measuredAt, vals: event.values, plausible: event.type === 'ReadingRecorded' });
}
