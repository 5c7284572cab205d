import type { EpisodeEvent } from '../engine/events.js';
import type { EpisodeInput } from '../engine/inputs.js';
import type { EpisodeId, EscalationId } from '../engine/vocabulary.js';
import type { OpenCase, SharedFacts } from '../patient/facts.js';

/** What the patient's shared facts become with an event, as the record transaction would write them. `heldBy`: the case it was joined to at once. */
export function learn(facts: SharedFacts, episode: EpisodeId, event: EpisodeEvent, heldBy: EscalationId | null): void {
  switch (event.type) {
    case 'ObligationPlanned': {
      const { id: obligation, dueAt: from, advises } = event.obligation;
      if (advises) facts.advice.push({ obligation, episode, ...advises, from });
      return;
    }
    case 'ObligationMoved':
      facts.advice = facts.advice.map((one) => (one.obligation === event.obligation ? { ...one, from: event.dueAt } : one));
      return;
    case 'ObligationClosed':
      if (event.outcome !== 'sent' && event.reason !== 'contradiction') facts.advice = facts.advice.filter(({ obligation }) => obligation !== event.obligation);
      return;
    case 'EpisodeStopping':
    case 'EpisodeStopped':
    case 'EpisodeCompleted':
      facts.advice = facts.advice.filter((one) => one.episode !== episode);
      return;
    case 'EscalationRaised':
      facts.openCases.push({ escalation: event.escalation, episode, level: event.level, rules: event.rules, prefixes: event.prefixes, heldBy });
      return;
    case 'EscalationUpgraded':
      return change(facts, event.escalation, (open) => ({ level: event.level, rules: union(open.rules, event.rules), prefixes: union(open.prefixes, event.prefixes) }));
    case 'EscalationUpdated':
      return change(facts, event.escalation, (open) => ({ rules: union(open.rules, event.rules), prefixes: union(open.prefixes, event.prefixes) }));
    case 'EscalationJoined':
      return change(facts, event.escalation, () => ({ heldBy: event.heldBy }));
    case 'EscalationTakenOver':
      return change(facts, event.escalation, () => ({ heldBy: null }));
    case 'EscalationClosed':
      facts.openCases = facts.openCases.filter(({ escalation }) => escalation !== event.escalation);
      return;
    case 'OptedOut':
    case 'OptedIn':
      facts.optedOut = event.type === 'OptedOut';
      return;
    case 'PatientDied':
      facts.dead = true;
      return;
    case 'AwaySet':
      facts.away = event.away;
      return;
    case 'ZoneChanged':
      facts.zone = event.zone;
      return;
    case 'ContactQuarantined': {
      // Nobody said which number: the one that is called first.
      const wrong = event.contact ?? facts.contacts.find(({ owner, kind, quarantined }) => owner === 'patient' && kind === 'mobile' && !quarantined)?.id;
      facts.contacts = facts.contacts.map((contact) => (contact.id === wrong ? { ...contact, quarantined: true } : contact));
      return;
    }
    default:
      return;
  }
}

/** What a joined case reports reaches its holder at once in a story. */
export function hear(facts: SharedFacts, told: EpisodeInput): void {
  if (told.kind === 'case-reported') change(facts, told.from, ({ heard = [] }) => ({ heard: union(heard, told.rules) }));
}

const union = (a: string[], b: string[]): string[] => [...new Set([...a, ...b])];

function change(facts: SharedFacts, escalation: EscalationId, to: (open: OpenCase) => Partial<OpenCase>): void {
  facts.openCases = facts.openCases.map((open) => (open.escalation === escalation ? { ...open, ...to(open) } : open));
}
