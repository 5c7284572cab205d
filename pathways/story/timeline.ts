/** A story or a simulated patient as lines that a clinician can read: day and local time, episode, what happened. */
import type { EpisodeEvent, Obligation } from '../engine/events.js';
import type { EpisodeInput } from '../engine/inputs.js';
import type { EpisodeId, Instant } from '../engine/vocabulary.js';
import { daysBetween, localDateOf, localTimeOf } from '../time.js';
import type { StoryResult } from './run.js';

export type TimelineLine = { at: Instant; day: string; time: string; episode: EpisodeId; mark: string; text: string };

/** Marks: ▸ what arrived, ● what the plan did, ✉ a message, ✗ a message that did not go out, ⚠ a case or a warning. */
export function timelineOf({ world, clocks }: Pick<StoryResult, 'world' | 'clocks'>): TimelineLine[] {
  const lines: TimelineLine[] = [];
  const planned = new Map<string, Obligation>();
  for (const { episode, input, events } of world.entries) {
    const said = sayInput(input);
    if (said !== null) lines.push(line(clocks, episode, input.at, '▸', said));
    for (const event of events) {
      if (event.type === 'ObligationPlanned') planned.set(event.obligation.id, event.obligation);
      const words = say(event, planned, episode);
      if (words !== null) lines.push(line(clocks, episode, event.at, ...words));
    }
  }
  for (const { episode, input, refusal } of world.refused) lines.push(line(clocks, episode, input.at, '✗', `${input.kind} refused: ${refusal.message}`));
  return lines.map((item, index) => ({ item, index })).sort((a, b) => (a.item.at < b.item.at ? -1 : a.item.at > b.item.at ? 1 : a.index - b.index)).map(({ item }) => item);
}

export const formatTimeline = (lines: readonly TimelineLine[], several: boolean): string =>
  lines.map(({ day, time, episode, mark, text }, index) => {
    const sameDay = lines[index - 1]?.day === day;
    return `${(sameDay ? '' : day).padEnd(5)} ${time}  ${several ? `${episode.padEnd(10)} ` : ''}${mark} ${text}`;
  }).join('\n');

function line(clocks: StoryResult['clocks'], episode: EpisodeId, at: Instant, mark: string, text: string): TimelineLine {
  const { zone, anchor } = clocks[episode] ?? { zone: 'UTC', anchor: '1970-01-01' };
  return { at, day: `D${daysBetween(anchor, localDateOf(at, zone))}`, time: localTimeOf(at, zone), episode, mark, text };
}

function sayInput(input: EpisodeInput): string | null {
  if (input.kind === 'package-embedded' || input.kind === 'clock-reached' || input.kind === 'messages-settled' || input.kind === 'episode-started') return null;
  const about = 'occurrence' in input ? shortId(input.occurrence ?? '') : 'escalation' in input ? shortId(input.escalation) : '';
  const extra = input.kind === 'call-recorded' || input.kind === 'task-recorded' ? input.outcome : input.kind === 'reading-received' ? sayValues(input.reading, input.values) : 'reason' in input ? input.reason : '';
  const shared = 'sharedFrom' in input && input.sharedFrom !== undefined ? `(shared from ${input.sharedFrom})` : '';
  return [input.kind.replaceAll('-', ' '), about, extra, shared].filter((part) => part !== '').join(' ');
}

const sayValues = (reading: string, values: Record<string, string>): string => `${reading} ${Object.values(values).join('/')}`;
/** `wound/dressing/1` -> `dressing#1`. */
const shortId = (id: string): string => id.split('/').slice(1).join('#');

type Words = [mark: string, text: string];

function say(event: EpisodeEvent, planned: ReadonlyMap<string, Obligation>, episode: EpisodeId): Words | null {
  switch (event.type) {
    case 'EpisodeStarted': return ['●', `${event.plan}@${event.version} starts${event.within ? `, included in ${event.within.plan}` : ''}`];
    case 'PackageEmbedded': return ['●', `includes ${event.plan}@${event.version} from now on (${event.service})`];
    case 'OccurrenceMoved': return ['●', `${shortId(event.occurrence)} moved (${event.reason})`];
    case 'OccurrenceHeld': return ['●', `${shortId(event.occurrence)} held (${event.reason})`];
    case 'OccurrenceReleased': return ['●', `${shortId(event.occurrence)} goes on as planned`];
    case 'OccurrenceOverdue': return ['⚠', `${shortId(event.occurrence)} is overdue`];
    case 'OccurrenceClosed': return [event.outcome === 'failed' ? '⚠' : '●', `${shortId(event.occurrence)} ${event.outcome}${event.reason === null ? '' : ` (${event.reason})`}`];
    case 'StepSkipped': return event.reason === 'already-open' ? null : ['●', `${event.step}${event.n === null ? '' : `#${event.n}`} left out (${event.reason})`];
    case 'AnchorSet': return ['●', `${event.anchor} is ${event.date}${event.former === null ? '' : event.round > 1 && Object.keys(event.begin).length > 0 ? `, round ${event.round}` : ` instead of ${event.former}`}`];
    case 'StepStarted': return ['●', `${shortId(event.occurrence)} started`];
    case 'ObligationClosed': return sayMessage(event, planned.get(event.obligation));
    case 'DeliveryFailed': return ['✗', `${shortId(event.outcome.obligation)} failed after it had counted as sent`];
    case 'ReadingRecorded': return event.outvotes === undefined ? null : ['⚠', `${sayValues(event.reading, event.values)} is the second that contradicts the only value so far: that one counts no longer`];
    case 'ReadingRejected': return ['⚠', `${sayValues(event.reading, event.values)} not plausible (${event.reason}), asked again`];
    case 'RulesEvaluated': return event.fired.length === 0 ? null : ['⚠', `rules met: ${event.fired.map(({ rule }) => rule).join(', ')}`];
    case 'WatchStarted': return ['●', `looks again for ${event.rule} (${event.kind})`];
    case 'WatchEnded': return ['●', `${event.watch}: ${event.result}`];
    case 'EscalationRaised': return ['⚠', `${shortId(event.escalation)} ${event.level.toUpperCase()} for ${event.rules.join(', ')}: ${event.instruction}`];
    case 'EscalationUpgraded': return ['⚠', `${shortId(event.escalation)} rises to ${event.level.toUpperCase()} for ${event.rules.join(', ')}`];
    case 'EscalationUpdated': return ['⚠', `${shortId(event.escalation)} also ${event.rules.join(', ')}`];
    case 'EscalationJoined': return ['●', `${shortId(event.escalation)} joins ${event.heldBy.replace('/escalation/', ' escalation#')}`];
    case 'EscalationTakenOver': return ['⚠', `${shortId(event.escalation)} is taken over`];
    case 'EscalationNoted': return ['✎', `${shortId(event.escalation)} ${event.note}`];
    case 'EscalationClimbed': return ['⚠', `${shortId(event.escalation)} climbs to ${event.to.join(', ')}`];
    case 'EscalationBreached': return ['⚠', `${shortId(event.escalation)} deadline missed: ${event.which}`];
    case 'EscalationClosed': return ['●', `${shortId(event.escalation)} ${event.outcome}${event.note === '' ? '' : `: ${event.note}`}`];
    case 'ContactQuarantined': return ['●', `number ${event.contact ?? 'called'} is not used any more`];
    case 'PatientDied': return ['●', 'the patient has died'];
    case 'PatientReadmitted': return ['●', 'readmitted'];
    case 'EpisodePaused': return ['●', `paused (${event.reason})`];
    case 'EpisodeResumed': return ['●', 'resumed'];
    case 'BadgeEarned': return ['★', `badge ${event.count}: ${event.badge} for ${shortId(event.occurrence)}`];
    case 'RewardEarned': return ['★', `reward for ${event.badges} badges: ${event.text}`];
    case 'GoalReached': return ['★', `goal reached: ${event.label}`];
    case 'CourseCompleted': return ['●', 'course completed'];
    case 'EpisodeCompleted': return ['●', 'episode completed'];
    case 'EpisodeStopping': return ['●', `stops (${event.reason})`];
    case 'EpisodeStopped': return ['●', `stopped (${event.reason})`];
    case 'Warned': return ['⚠', event.detail];
    case 'InputIgnored': return ['✗', `${event.input.replaceAll('-', ' ')} without effect in ${episode}: ${event.reason}`];
    default: return null;
  }
}

function sayMessage({ obligation: id, outcome, reason, channel }: Extract<EpisodeEvent, { type: 'ObligationClosed' }>, obligation: Obligation | undefined): Words {
  const what = obligation ? `${obligation.text} to ${obligation.recipient} (${obligation.purpose}${obligation.occurrence ? ` of ${shortId(obligation.occurrence)}` : ''})` : shortId(id);
  return outcome === 'sent' ? ['✉', `${channel}: ${what}`] : ['✗', `${what}: ${outcome}, ${reason}`];
}
