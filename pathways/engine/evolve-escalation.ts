import type { Episode, Escalation } from './episode.js';
import type { EpisodeEvent } from './events.js';
import { without } from './without.js';

/** A note is for people; the state does not need it. */
type EscalationEvent = Exclude<Extract<EpisodeEvent, { type: `Escalation${string}` }>, { type: 'EscalationNoted' }>;

const union = (a: string[], b: string[]): string[] => [...new Set([...a, ...b])];
const restarted = { acknowledgedAt: null, contactedAt: null, breached: [], climbed: 0, climbedAt: null };

/** Changes the caller's own episode. */
export function evolveEscalation(own: Episode, event: EscalationEvent): void {
  if (event.type === 'EscalationRaised') {
    const { escalation: id, level, rules, prefixes, instruction, to, patientText, ackBy, contactBy, at } = event;
    own.escalations[id] = {
      id, revision: 0, level, rules, prefixes, instruction, to, patientText, raisedAt: at, clockFrom: at, ackBy, contactBy, heldBy: null, ...restarted,
    };
    own.counts = { ...own.counts, escalations: own.counts.escalations + 1 };
    return;
  }
  const escalation = own.escalations[event.escalation];
  if (!escalation) return;
  if (event.type === 'EscalationClosed') own.escalations = without(own.escalations, escalation.id);
  else own.escalations[escalation.id] = { ...escalation, ...changeOf(escalation, event) };
}

function changeOf(escalation: Escalation, event: Exclude<EscalationEvent, { type: 'EscalationRaised' | 'EscalationClosed' }>): Partial<Escalation> {
  switch (event.type) {
    case 'EscalationUpdated':
      return {
        rules: union(escalation.rules, event.rules), prefixes: union(escalation.prefixes, event.prefixes),
        ...(event.to === undefined ? {} : { to: event.to }), ...(event.patientText === undefined ? {} : { patientText: event.patientText }),
        ...(event.instruction === undefined ? {} : { instruction: event.instruction }),
      };
    case 'EscalationUpgraded': {
      const { level, rules, prefixes, instruction, to, patientText, ackBy, contactBy } = event;
      return {
        ...restarted, revision: escalation.revision + 1, level, instruction, to, patientText, ackBy, contactBy, clockFrom: event.at,
        rules: union(escalation.rules, rules), prefixes: union(escalation.prefixes, prefixes),
      };
    }
    case 'EscalationJoined':
      return { heldBy: event.heldBy };
    case 'EscalationTakenOver':
      return { ...restarted, revision: escalation.revision + 1, heldBy: null, clockFrom: event.at, ackBy: event.ackBy, contactBy: event.contactBy };
    case 'EscalationClimbed':
      return { climbed: event.rung + 1, climbedAt: event.at };
    case 'EscalationBreached':
      return { breached: [...escalation.breached, event.which] };
    case 'EscalationAcknowledged':
      return { acknowledgedAt: event.at };
    case 'EscalationContacted':
      return { contactedAt: event.at };
  }
}
