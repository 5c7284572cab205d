/** Story times and names -> instants and ids: `D2 10:00` counts from the episode's main anchor in its zone, `dressing#1` becomes its occurrence. */
import { parseStoryTime } from '../calendar/words.js';
import type { EpisodeInput } from '../engine/inputs.js';
import type { Plan } from '../engine/plan.js';
import type { EpisodeId, Instant, LocalDate } from '../engine/vocabulary.js';
import { addDays } from '../time.js';
import { StoryRefused, type Story, type StoryInput } from './schema.js';

/** A plan for each `package` that the story names. */
export type Packages = Readonly<Record<string, { plan: Plan; hash: string }>>;

export type Clock = { anchor: LocalDate; zone: string };
export type Timed = { at: Instant; episode: EpisodeId; input: EpisodeInput | null };

export function clockOf(story: Story, packages: Packages, as: string): Clock {
  const episode = story.episodes.find((e) => e.as === as);
  const plan = episode && packages[episode.package]?.plan;
  if (!episode || !plan) throw new StoryRefused(`The story has no episode "${as}"; it has ${story.episodes.map((e) => e.as).join(', ')}.`);
  const anchor = episode.anchors[plan.mainAnchor];
  if (anchor === undefined) throw new StoryRefused(`Episode ${as}: ${plan.id} counts its days from ${plan.mainAnchor}; give that date under anchors.`);
  return { anchor, zone: episode.zone ?? plan.zone };
}

export function timeOf(text: string, clock: Clock, previous: Instant | null): Instant {
  try {
    return parseStoryTime(text, { ...clock, previous });
  } catch (error) {
    throw new StoryRefused(error instanceof Error ? error.message : String(error));
  }
}

export const dateOf = (text: string, { anchor }: Clock): LocalDate => (text.startsWith('D') ? addDays(anchor, Number(text.slice(1))) : text);

/** What a story's first episode stands for when a line names none: the person's own news reach every package from there. */
const personal: readonly string[] = ['patient-died', 'patient-readmitted', 'opt-out', 'opt-in', 'away-set', 'facts-changed', 'zone-changed'];

/** Every line with its instant, in time order; lines of the same time keep the author's order. */
export function resolveInputs(story: Story, packages: Packages, launched: Instant): Timed[] {
  const first = story.episodes[0]?.as ?? '';
  const hasFamily = story.patient.hasFamilyContact;
  let previous = launched;
  const timed = story.inputs.map((line, index): Timed => {
    if (line.in === null && story.episodes.length > 1 && line.kind !== 'clock-reached' && !personal.includes(line.kind)) {
      throw new StoryRefused(`inputs.${index}: say which episode with "in": ${story.episodes.map((e) => e.as).join(' or ')}.`);
    }
    const episode = line.in ?? first;
    const clock = clockOf(story, packages, episode);
    const at = timeOf(line.at, clock, previous);
    previous = at;
    return { at, episode, input: inputOf(line, { index, episode, clock, at, hasFamily }) };
  });
  return timed.map((item, index) => ({ item, index })).sort((a, b) => (a.item.at < b.item.at ? -1 : a.item.at > b.item.at ? 1 : a.index - b.index)).map(({ item }) => item);
}

type Place = { index: number; episode: EpisodeId; clock: Clock; at: Instant; hasFamily: boolean };

/** Who acts when the story does not say. */
const actorOf = (kind: StoryInput['kind']): string => (['answer-received', 'reading-received', 'step-ticked', 'opt-out', 'opt-in'].includes(kind) ? 'patient' : 'staff');

/** Null: only time passes. */
function inputOf(line: StoryInput, { index, episode, clock, at, hasFamily }: Place): EpisodeInput | null {
  if (line.kind === 'clock-reached') return null;
  const { commandId = `story-${index + 1}`, by = actorOf(line.kind) } = line.body;
  const base = { at, commandId, by };
  const occurrence = (step: string): string => `${episode}/${step.replace('#', '/')}`;
  const escalation = (n: number): string => `${episode}/escalation/${n}`;
  const time = (text: string): Instant => timeOf(text, clock, at);
  switch (line.kind) {
    case 'answer-received': {
      const { step, answers, answeredBy } = line.body;
      return { ...base, kind: line.kind, answers, answeredBy, ...(step === undefined ? {} : { occurrence: occurrence(step) }) };
    }
    case 'reading-received': {
      const { reading, values, measuredAt, device } = line.body;
      return { ...base, kind: line.kind, reading, values, measuredAt: measuredAt === undefined ? at : time(measuredAt), ...(device === undefined ? {} : { device }) };
    }
    case 'step-ticked':
    case 'visit-checked-in':
      return { ...base, kind: line.kind, occurrence: occurrence(line.body.step) };
    case 'visit-booked': {
      const { step, from, until, assignee } = line.body;
      return { ...base, kind: line.kind, occurrence: occurrence(step), from: time(from), until: time(until), ...(assignee === undefined ? {} : { assignee }) };
    }
    case 'visit-moved': {
      const { step, from, until, reason } = line.body;
      return { ...base, kind: line.kind, occurrence: occurrence(step), from: time(from), until: time(until), reason };
    }
    case 'visit-completed':
      return { ...base, kind: line.kind, occurrence: occurrence(line.body.step), record: line.body.record, photos: line.body.photos };
    case 'visit-missed':
      return { ...base, kind: line.kind, occurrence: occurrence(line.body.step), reason: line.body.reason };
    case 'visit-cancelled':
      return { ...base, kind: line.kind, occurrence: occurrence(line.body.step), reason: line.body.reason };
    case 'call-recorded': {
      const { step, case: n, outcome, contact, answers } = line.body;
      if (step === undefined && n === undefined) throw new StoryRefused(`inputs.${index}: say which call it was with "step" or "case".`);
      const about = step === undefined ? { obligation: `${escalation(n ?? 1)}/0/call/responsible-nurse` } : { occurrence: occurrence(step) };
      return { ...base, kind: line.kind, outcome, ...about, ...(contact === undefined ? {} : { contact }), ...(answers === undefined ? {} : { answers }) };
    }
    case 'task-recorded': {
      const { step, outcome, note, answers } = line.body;
      return { ...base, kind: line.kind, occurrence: occurrence(step), outcome, ...(note !== undefined && { note }), ...(answers !== undefined && { answers }) };
    }
    case 'escalation-acknowledged':
    case 'escalation-contacted':
      return { ...base, kind: line.kind, escalation: escalation(line.body.case) };
    case 'escalation-resolved':
      return { ...base, kind: line.kind, escalation: escalation(line.body.case), resolution: line.body.resolution };
    case 'escalation-cancelled':
      return { ...base, kind: line.kind, escalation: escalation(line.body.case), reason: line.body.reason };
    case 'escalation-raised':
      return { ...base, kind: line.kind, level: line.body.level, reason: line.body.reason };
    case 'pause':
      return { ...base, kind: line.kind, reason: line.body.reason };
    case 'stop':
      return { ...base, kind: line.kind, reason: line.body.reason };
    case 'away-set':
      return { ...base, kind: line.kind, away: line.body.away.map(({ from, until }) => ({ from: dateOf(from, clock), until: dateOf(until, clock) })) };
    case 'facts-changed':
      return { ...base, kind: line.kind, flags: line.body.flags, hasFamilyContact: line.body.hasFamilyContact ?? hasFamily };
    case 'zone-changed':
      return { ...base, kind: line.kind, zone: line.body.zone };
    case 'anchor-set': {
      const { anchor, date, reason, correct } = line.body;
      return { ...base, kind: line.kind, anchor, date: dateOf(date, clock), reason, ...(correct === undefined ? {} : { correct }) };
    }
    case 'personal-set':
      return { ...base, kind: line.kind, values: line.body.values, reason: line.body.reason };
    case 'steps-start':
      return { ...base, kind: line.kind, steps: line.body.steps, reason: line.body.reason };
    default:
      return { ...base, kind: line.kind };
  }
}
