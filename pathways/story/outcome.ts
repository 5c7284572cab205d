/** Visits, tasks and cases of a story, gathered from its events: what a reader asks for first. */
import type { Obligation } from '../engine/events.js';
import type { EpisodeId, Instant, Level } from '../engine/vocabulary.js';
import type { StoryEvent } from './run.js';
import type { World } from './world.js';

export type StoryVisit = { in: EpisodeId; occurrence: string; step: string; dueAt: Instant; windowUntil: Instant; slot: { from: Instant; until: Instant } | null; outcome: string; reason: string | null; closedAt: Instant | null };
export type StoryTask = { in: EpisodeId; at: Instant; obligation: string; purpose: string; role: string; text: string; occurrence: string | null; escalation: string | null };
export type StoryEscalation = {
  in: EpisodeId; escalation: string; raisedAt: Instant; level: Level; rules: string[]; heldBy: string | null; ackBy: Instant | null; contactBy: Instant;
  acknowledgedAt: Instant | null; contactedAt: Instant | null; breached: string[]; climbed: { at: Instant; to: string[] }[]; outcome: string; note: string; closedAt: Instant | null;
};

export function visitsOf(events: readonly StoryEvent[], world: World): StoryVisit[] {
  const visits = new Map<string, StoryVisit>();
  for (const event of events) {
    if (event.type === 'OccurrencePlanned' && isVisit(world, event.in, event.step)) {
      const { occurrence, step, dueAt, windowUntil } = event;
      visits.set(occurrence, { in: event.in, occurrence, step, dueAt, windowUntil, slot: null, outcome: 'planned', reason: null, closedAt: null });
    }
    const visit = 'occurrence' in event && event.occurrence !== null ? visits.get(event.occurrence) : undefined;
    if (!visit) continue;
    if (event.type === 'VisitBooked') Object.assign(visit, { outcome: 'booked', dueAt: event.from, slot: { from: event.from, until: event.until } });
    if (event.type === 'OccurrenceMoved') Object.assign(visit, { dueAt: event.dueAt, slot: null, outcome: 'planned', reason: event.reason });
    if (event.type === 'OccurrenceHeld') Object.assign(visit, { outcome: 'held', reason: event.reason });
    if (event.type === 'OccurrenceReleased') Object.assign(visit, { outcome: visit.slot ? 'booked' : 'planned', reason: null });
    if (event.type === 'VisitCheckedIn') visit.outcome = 'checked-in';
    if (event.type === 'OccurrenceClosed') Object.assign(visit, { outcome: event.outcome, reason: event.reason, closedAt: event.at });
  }
  return [...visits.values()];
}

const isVisit = (world: World, episode: EpisodeId, step: string): boolean => world.running.get(episode)?.plan.steps.some(({ id, kind }) => id === step && kind === 'visit') ?? false;

/** Work that a person was really given. */
export function tasksOf(events: readonly StoryEvent[]): StoryTask[] {
  const planned = new Map<string, Obligation>();
  return events.flatMap((event): StoryTask[] => {
    if (event.type === 'ObligationPlanned') planned.set(event.obligation.id, event.obligation);
    const obligation = event.type === 'ObligationClosed' && event.outcome === 'sent' ? planned.get(event.obligation) : undefined;
    if (obligation?.class !== 'staff-task') return [];
    const { id, purpose, recipient, text, occurrence, escalation } = obligation;
    return [{ in: event.in, at: event.at, obligation: id, purpose, role: recipient, text, occurrence, escalation }];
  });
}

export function escalationsOf(events: readonly StoryEvent[]): StoryEscalation[] {
  const cases = new Map<string, StoryEscalation>();
  for (const event of events) {
    if (event.type === 'EscalationRaised') {
      const { escalation, level, rules, ackBy, contactBy, at } = event;
      cases.set(escalation, {
        in: event.in, escalation, raisedAt: at, level, rules, heldBy: null, ackBy, contactBy, acknowledgedAt: null, contactedAt: null, breached: [], climbed: [],
        outcome: 'open', note: '', closedAt: null,
      });
    }
    const open = 'escalation' in event && event.escalation !== null ? cases.get(event.escalation) : undefined;
    if (!open) continue;
    const { at } = event;
    switch (event.type) {
      case 'EscalationUpdated': open.rules = [...new Set([...open.rules, ...event.rules])]; break;
      case 'EscalationUpgraded': Object.assign(open, { level: event.level, rules: [...new Set([...open.rules, ...event.rules])], ackBy: event.ackBy, contactBy: event.contactBy, acknowledgedAt: null, contactedAt: null }); break;
      case 'EscalationJoined': open.heldBy = event.heldBy; break;
      case 'EscalationTakenOver': Object.assign(open, { heldBy: null, ackBy: event.ackBy, contactBy: event.contactBy }); break;
      case 'EscalationAcknowledged': open.acknowledgedAt = at; break;
      case 'EscalationContacted': open.contactedAt = at; break;
      case 'EscalationBreached': open.breached.push(event.which); break;
      case 'EscalationClimbed': open.climbed.push({ at, to: event.to }); break;
      case 'EscalationClosed': Object.assign(open, { outcome: event.outcome, note: event.note, closedAt: at }); break;
      default: break;
    }
  }
  return [...cases.values()];
}
