import type { Episode } from './episode.js';
import type { EpisodeEvent, MigrationTerms, Numbering, Recount } from './events.js';
import { nothingYet } from './evolve-occurrence.js';
import { appendSamples, flatten, forgetting } from './history.js';
import type { AnswerValue, PersonalValues } from './inputs.js';
import { without } from './without.js';

type CareEvent = Extract<EpisodeEvent, {
  type: 'EpisodeStarted' | 'AnswerRecorded' | 'ReadingRecorded' | 'ReadingRejected' | 'WatchStarted' | 'WatchEnded' | 'OptedOut' | 'OptedIn' | 'AwaySet' | 'FactsChanged'
    | 'ZoneChanged' | 'AnchorSet' | 'PersonalSet' | 'EpisodeMigrated' | 'EpisodePaused' | 'EpisodeResumed' | 'GoalReached' | 'BadgeEarned' | 'CourseCompleted' | 'EpisodeCompleted' | 'EpisodeStopping' | 'EpisodeStopped' | 'Warned';
}>;

/** Changes the caller's own episode. */
export function evolveCare(own: Episode, event: CareEvent): void {
  switch (event.type) {
    case 'EpisodeStarted': {
      const { anchors, zone, calendar, facts, lookBack, personal, at } = event;
      Object.assign(own, { status: 'active', startedAt: at, anchors, zone, calendar, facts, lookBack, ...(personal && { personal: personal.values }) } satisfies Partial<Episode>);
      return;
    }
    case 'AnswerRecorded':
      for (const { occurrence: id, forms } of event.fills) {
        const occurrence = own.occurrences[id];
        if (occurrence) own.occurrences[id] = { ...occurrence, awaiting: occurrence.awaiting.filter((form) => !forms.includes(form)) };
      }
      return remember(own, event.at, event.submission, flatten(event.answers, event.scores));
    case 'ReadingRecorded': {
      const values = Object.fromEntries(Object.entries(event.values).map(([component, value]) => [`${event.reading}.${component}`, value]));
      own.history = forgetting(own.history, event.reading, event.outvotes ?? []);
      if (own.doubted) own.doubted = without(own.doubted, event.reading);
      return remember(own, event.measuredAt, event.submission, values, event.device);
    }
    case 'ReadingRejected':
      if (event.lone) own.doubted = { ...own.doubted, [event.reading]: { at: event.measuredAt, values: event.values } };
      return;
    case 'WatchStarted': {
      const { watch: id, rule, case: of, kind, until, escalation, inputs } = event;
      own.watches[id] = { id, rule, case: of, kind, startedAt: event.at, until, escalation, inputs };
      return;
    }
    case 'WatchEnded':
      own.watches = without(own.watches, event.watch);
      return;
    case 'OptedOut':
    case 'OptedIn':
      own.facts = { ...own.facts, optedOut: event.type === 'OptedOut' };
      return;
    case 'AwaySet':
      own.facts = { ...own.facts, away: event.away };
      return;
    case 'FactsChanged':
      own.facts = { ...own.facts, flags: { ...own.facts.flags, ...event.flags }, hasFamilyContact: event.hasFamilyContact };
      return;
    case 'ZoneChanged':
      own.zone = event.zone;
      return;
    case 'AnchorSet':
      own.anchors = { ...own.anchors, [event.anchor]: event.date };
      own.rounds = { ...own.rounds, [event.anchor]: event.round };
      Object.assign(own.tally, begun(own, event.begin));
      if (own.recounts) own.recounts = withoutSteps(own.recounts, event.begin);
      if (own.numbering) own.numbering = withoutSteps(own.numbering, event.begin);
      return;
    case 'PersonalSet':
      own.personal = withPersonal(own.personal ?? {}, event.values);
      return recount(own, event.recounts);
    case 'EpisodeMigrated':
      return migrate(own, event);
    case 'EpisodePaused':
      own.status = 'paused';
      own.pause = { reason: event.reason, since: event.at };
      return;
    case 'EpisodeResumed':
      own.status = 'active';
      own.pause = null;
      return;
    case 'BadgeEarned':
      own.badges = event.count;
      return;
    case 'GoalReached':
      own.goalReachedAt = event.at;
      return;
    case 'CourseCompleted':
      own.phase = 'follow-up';
      return;
    case 'EpisodeCompleted':
      own.status = 'completed';
      return;
    case 'EpisodeStopping':
    case 'EpisodeStopped':
      own.stop = event.type === 'EpisodeStopped' && own.stop ? own.stop : { reason: event.reason, at: event.at };
      own.status = event.type === 'EpisodeStopped' ? 'stopped' : 'stopping';
      own.pause = null;
      return;
    case 'Warned':
      if (!own.warned.includes(event.code)) own.warned = [...own.warned, event.code].slice(-50);
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
function recount(own: Episode, recounts: readonly Recount[]): void {
  if (recounts.length === 0) return;
  for (const { step } of recounts) {
    const known = own.tally[step];
    if (known) own.tally[step] = { ...known, done: false };
  }
  own.recounts = { ...own.recounts, ...Object.fromEntries(recounts.map(({ step, after, fromDay }) => [step, { after, fromDay }])) };
}

/** The version, and how the patient's own schedules count in it. */
function migrate(own: Episode, terms: MigrationTerms & { at: string }): void {
  const { at, from, to, undo, lookBack, begin, recounts, steps, judges, reworded, until, asked } = terms;
  delete own.migration;
  own.plan = to;
  own.lookBack = lookBack;
  Object.assign(own.tally, begun(own, begin));
  const numbering = Object.fromEntries(Object.entries({ ...own.numbering, ...terms.numbering }).flatMap(([step, one]): [string, Numbering][] => (one === null ? [] : [[step, one]])));
  if (Object.keys(numbering).length > 0 || own.numbering) own.numbering = numbering;
  recount(own, recounts);
  if (!undo) own.migration = { from, since: at, steps, judges, reworded, until, ...(asked && { asked }) };
}

function remember(own: Episode, at: string, submission: number, values: Record<string, AnswerValue>, device?: string): void {
  own.history = appendSamples(own, own.history, { at, submission, values, ...(device !== undefined && { device }) }, own.zone);
  own.counts = { ...own.counts, submissions: Math.max(own.counts.submissions, submission) };
}
