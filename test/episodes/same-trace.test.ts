/**
 * The engine alone and the engine under Temporal live the same story. So what `wuyou simulate`, `wuyou story` and the bench count in milliseconds
 * is what a patient gets from the workflow, the timers and the claim of messages.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stepsOfTheYear, year } from '../../bench/patient-year.js';
import { loadDefinitionOrThrow } from '../../cli/load-definition.js';
import { decideInto } from '../../pathways/engine/decide.js';
import type { EpisodeEvent } from '../../pathways/engine/events.js';
import type { EpisodeInput, MessageOutcome } from '../../pathways/engine/inputs.js';
import { nextDue } from '../../pathways/engine/next-due.js';
import { open } from '../../pathways/engine/open.js';
import type { Instant } from '../../pathways/engine/vocabulary.js';
import type { Definition } from '../../pathways/schema/definition.js';
import { day, type CareRun, type Patient } from './care-run.js';
import { careInSkippedTime } from './skipped-time.js';

const followUp = loadDefinitionOrThrow('discharge-follow-up');
/** The bench's patient-year: a text every day, a second one on 35 days. */
const patientYear: Definition = { ...followUp, plan: year, hash: 'patient-year' };

type Started = Extract<EpisodeInput, { kind: 'episode-started' }>;

/** The same episode by the pure engine: its clock jumps from one due time to the next, and every message is sent at once. */
function withoutServer({ start }: Patient, { plan }: Definition, started: Started, until: Instant): EpisodeEvent[] {
  const episode = open({ id: start.episodeId, plan: start.plan, semantics: start.semantics, startedAt: started.at, zone: started.zone });
  const all: EpisodeEvent[] = [];
  const feed = (input: EpisodeInput): void => {
    const events = decideInto(plan, episode, input);
    all.push(...events);
    const outcomes = events.flatMap((event): MessageOutcome[] => {
      const obligation = event.type === 'ObligationReleased' ? episode.obligations[event.obligation] : undefined;
      if (obligation?.state !== 'released') return [];
      const { id, occurrence, escalation, purpose, class: of, recipient, channels } = obligation;
      return [{ obligation: id, occurrence, escalation, purpose, class: of, recipient, outcome: 'sent', channel: channels[0] ?? 'sms' }];
    });
    if (outcomes.length > 0) feed({ kind: 'messages-settled', at: input.at, outcomes });
  };
  feed(started);
  for (let due = nextDue(plan, episode); due !== null && due.at <= until; due = nextDue(plan, episode)) feed({ kind: 'clock-reached', at: due.at });
  return all;
}

/** That a message was sent is noted when something else happens, or later when the machine is slow (ADR 0059): all of it, but at no fixed place. */
const notedLater: readonly EpisodeEvent['type'][] = ['ObligationClosed', 'OccurrenceClosed', 'CourseCompleted', 'EpisodeCompleted'];

/**
 * What happened, to what, in which five minutes, in its order; and what was noted. A vendor on the server takes real milliseconds to answer, and what
 * follows from its answer carries that instant. Several wakes may be one input, so how many inputs there were is not part of it.
 */
function traceOf(events: EpisodeEvent[]): { happened: string[]; noted: string[] } {
  const [happened, noted]: [string[], string[]] = [[], []];
  for (const { cause: _cause, at, ...event } of events) {
    if (event.type === 'InputApplied') continue;
    const later = notedLater.includes(event.type);
    (later ? noted : happened).push(JSON.stringify(later ? event : { at, ...event }).replaceAll(/(T\d\d:\d)(\d):\d\d\.\d{3}Z/g, (_, tens: string, minute: string) => `${tens}${minute < '5' ? '0' : '5'}Z`));
  }
  return { happened, noted: noted.toSorted() };
}

const sentIn = (events: EpisodeEvent[]): number => events.filter((event) => event.type === 'ObligationClosed' && event.outcome === 'sent').length;

describe('Temporal on skipped time leaves the same trace as the engine alone', () => {
  let run: CareRun;
  beforeAll(async () => {
    run = await careInSkippedTime(undefined, [patientYear]);
  });
  afterAll(() => run.stop());

  it.each([
    { story: 'of forty days of an unanswered follow-up', definition: followUp, until: day(40, '12:00'), sent: 19 },
    { story: 'of a patient-year of 400 steps', definition: patientYear, until: day(370, '12:00'), sent: stepsOfTheYear },
  ])('$story', async ({ definition, until, sent }) => {
    const patient = await run.launch({ package: definition, spreadSeconds: 95 });
    await patient.until(until);
    const [first] = run.care.of(patient.id).journal;
    if (first?.input.kind !== 'episode-started') throw new Error('The journal does not begin with the start');
    const [lived, alone] = [run.care.events(patient.id), withoutServer(patient, definition, first.input, until)];
    expect(sentIn(alone)).toBe(sent);
    expect(traceOf(lived)).toEqual(traceOf(alone));
  });
});
