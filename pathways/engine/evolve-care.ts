import type { Episode } from './episode.js';
import type { EpisodeEvent, MigrationTerms, Numbering, Recount } from './events.js';
import { nothingYet } from './evolve-occurrence.js';
import { appendSamples, flatten } from './history.js';
import type { AnswerValue, PersonalValues } from './inputs.js';

type CareEvent = Extract<EpisodeEvent, {
  type: 'EpisodeStarted' | 'AnswerRecorded' | 'ReadingRecorded' | 'WatchStarted' | 'WatchEnded' | 'OptedOut' | 'OptedIn' | 'AwaySet' | 'FactsChanged'
    | 'ZoneChanged' | 'AnchorSet' | 'PersonalSet' | 'EpisodeMigrated' | 'EpisodePaused' | 'EpisodeResumed' | 'GoalReached' | 'BadgeEarned' | 'CourseCompleted' | 'EpisodeCompleted' | 'EpisodeStopping' | 'EpisodeStopped' | 'Warned';
}>;

export function evolveCare(episode: Episode, event: CareEvent): Episode {
  switch (event.type) {
    case 'EpisodeStarted': {
      const { anchors, zone, calendar, facts, lookBack, personal, at } = event;
      return { ...episode, status: 'active', startedAt: at, anchors, zone, calendar, facts, lookBack, ...(personal && { personal: personal.values }) };
    }
    case 'AnswerRecorded': {
      const occurrences = { ...episode.occurrences };
      for (const { occurrence: id, forms } of event.fills) {
        const occurrence = occurrences[id];
        if (occurrence) occurrences[id] = { ...occurrence, awaiting: occurrence.awaiting.filter((form) => !forms.includes(form)) };
      }
      return remember({ ...episode, occurrences }, event.at, event.submission, flatten(event.answers, event.scores));
    }
    case 'ReadingRecorded': {
      const values = Object.fromEntries(Object.entries(event.values).map(([component, value]) => [`${event.reading}.${component}`, value]));
      return remember(episode, event.measuredAt, event.submission, values, event.device);
    }
    case 'WatchStarted': {
      const { watch: id, rule, case: of, kind, until, escalation, inputs } = event;
      return { ...episode, watches: { ...episode.watches, [id]: { id, rule, case: of, kind, startedAt: event.at, until, escalation, inputs } } };
    }
    case 'WatchEnded': {
      const { [event.watch]: _ended, ...rest } = episode.watches;
      return { ...episode, watches: rest };
    }
    case 'OptedOut':
      return { ...episode, facts: { ...episode.facts, optedOut: true } };
    case 'OptedIn':
      return { ...episode, facts: { ...episode.facts, optedOut: false } };
    case 'AwaySet':
      return { ...episode, facts: { ...episode.facts, away: event.away } };
    case 'FactsChanged':
      return { ...episode, facts: { ...episode.facts, flags: { ...episode.facts.flags, ...event.flags }, hasFamilyContact: event.hasFamilyContact } };
    case 'ZoneChanged':
      return { ...episode, zone: event.zone };
    case 'AnchorSet':
      return { ...episode, anchors: { ...episode.anchors, [event.anchor]: event.date }, rounds: { ...episode.rounds, [event.anchor]: event.round }, tally: { ...episode.tally, ...begun(episode, event.begin) }, ...(episode.recounts && { recounts: withoutSteps(episode.recounts, event.begin) }), ...(episode.numbering && { numbering: withoutSteps(episode.numbering, event.begin) }) };
    case 'PersonalSet':
      return recounted({ ...episode, personal: withPersonal(episode.personal ?? {}, event.values) }, event.recounts);
    case 'EpisodeMigrated':
      return migrated(episode, event);
    case 'EpisodePaused':
      return { ...episode, status: 'paused', pause: { reason: event.reason, since: event.at } };
    case 'EpisodeResumed':
      return { ...episode, status: 'active', pause: null };
    case 'BadgeEarned':
      return { ...episode, badges: event.count };
    case 'GoalReached':
      return { ...episode, goalReachedAt: event.at };
    case 'CourseCompleted':
      return { ...episode, phase: 'follow-up' };
    case 'EpisodeCompleted':
      return { ...episode, status: 'completed' };
    case 'EpisodeStopping':
      return { ...episode, status: 'stopping', pause: null, stop: { reason: event.reason, at: event.at } };
    case 'EpisodeStopped':
      return { ...episode, status: 'stopped', pause: null, stop: episode.stop ?? { reason: event.reason, at: event.at } };
    case 'Warned':
      return episode.warned.includes(event.code) ? episode : { ...episode, warned: [...episode.warned, event.code].slice(-50) };
  }
}

/** Steps of a new round plan anew, after the numbers they have used. */
const begun = (episode: Episode, begin: Record<string, number>): Episode['tally'] =>
  Object.fromEntries(Object.entries(begin).map(([step, base]) => [step, { ...(episode.tally[step] ?? nothingYet), base, through: base, done: false, late: [] }]));

function withPersonal(before: PersonalValues, changes: Record<string, string | string[] | null>): PersonalValues {
  const kept = Object.entries({ ...before, ...changes }).flatMap(([name, value]): [string, string | string[]][] => (value === null ? [] : [[name, value]]));
  return Object.fromEntries(kept);
}

/** A new round counts from its own beginning. */
const withoutSteps = <T>(of: Record<string, T>, steps: Record<string, unknown>): Record<string, T> => Object.fromEntries(Object.entries(of).filter(([step]) => !Object.hasOwn(steps, step)));

/** A schedule that had ended for want of a number goes on with it. */
function recounted(episode: Episode, recounts: readonly Recount[]): Episode {
  if (recounts.length === 0) return episode;
  const tally = { ...episode.tally };
  for (const { step } of recounts) {
    const known = tally[step];
    if (known) tally[step] = { ...known, done: false };
  }
  return { ...episode, tally, recounts: { ...episode.recounts, ...Object.fromEntries(recounts.map(({ step, after, fromDay }) => [step, { after, fromDay }])) } };
}

/** The version, and how the patient's own schedules count in it. */
function migrated(episode: Episode, terms: MigrationTerms & { at: string }): Episode {
  const { at, from, to, undo, lookBack, begin, recounts, steps, judges, reworded, until } = terms;
  const { migration: _spent, ...rest } = episode;
  const tally = { ...episode.tally, ...begun(episode, begin) };
  const numbering = Object.fromEntries(Object.entries({ ...episode.numbering, ...terms.numbering }).flatMap(([step, own]): [string, Numbering][] => (own === null ? [] : [[step, own]])));
  const counted = recounted({ ...rest, plan: to, lookBack, tally, ...(Object.keys(numbering).length > 0 || episode.numbering ? { numbering } : {}) }, recounts);
  return undo ? counted : { ...counted, migration: { from, since: at, steps, judges, reworded, until } };
}

function remember(episode: Episode, at: string, submission: number, values: Record<string, AnswerValue>, device?: string): Episode {
  return {
    ...episode,
    history: appendSamples(episode, episode.history, { at, submission, values, ...(device !== undefined && { device }) }, episode.zone),
    counts: { ...episode.counts, submissions: Math.max(episode.counts.submissions, submission) },
  };
}
