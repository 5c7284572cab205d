/**
 * What one patient's month costs Temporal, gated: events and billable actions are counted from the history, so the numbers do not depend on the
 * machine. The goals are measured ones of the model month done in other ways: 526 events and 97 actions with a timer and an activity for
 * everything and a child per visit, 477 and 90 with one activity per wake and nothing merged, 205 and 66 when answers may wait for the next slot.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadDefinitionOrThrow } from '../../cli/load-definition.js';
import type { EpisodeEvent } from '../../pathways/engine/events.js';
import { resolveInputs } from '../../pathways/story/resolve.js';
import { episodeWorkflowId, type UpdateKind } from '../../workflows/contract.js';
import { followUpDays, modelMonth, visitDays, well, type Visits } from '../support/model-month.js';
import { day, dischargedAt, type CareRun } from './care-run.js';
import { costOf, type Cost } from './history-cost.js';
import { keepHistory } from './kept-history.js';
import { careInSkippedTime } from './skipped-time.js';
import { isUpdate, packagesOf, storyOf } from './stories.js';

/** As nearly every patient has some: with none at all, openings and messages are one instant by themselves. */
const spreadSeconds = 95;
/** Two of the five answers are volunteered. */
const volunteeredDays = [10, 20];
/** What it is now; a change of the driver that costs more must say why. Of heart failure 2,391 events and 479 actions were counted; a reading at the minute of a reminder may share its workflow task or not, and half of one per cent is left for that. */
const now = { acted: { events: 518, actions: 100 }, reminded: { events: 422, actions: 80 }, heartFailure: { events: 2_405, actions: 481 } };

const definitions = { acted: modelMonth('acted'), reminded: modelMonth('reminded') };
const heartFailure = loadDefinitionOrThrow('heart-failure');
let run: CareRun;
beforeAll(async () => {
  run = await careInSkippedTime(undefined, [...Object.values(definitions), heartFailure]);
});
afterAll(() => run.stop());

describe('the model month: 30 reminders, 3 follow-ups, 4 visits, 5 answers', () => {
  async function month(visits: Visits): Promise<{ sent: string[]; cost: Cost }> {
    const patient = await run.launch({ package: definitions[visits], spreadSeconds });
    await patient.until(day(0, '18:00'));
    for (const [i, on] of (visits === 'acted' ? visitDays : []).entries()) await patient.tell('visit-booked', { occurrence: `${patient.id}/visit/${i + 1}`, from: day(on, '15:00'), until: day(on, '16:00') });
    for (let on = 1; on <= 30; on++) {
      await patient.until(day(on, '12:00'));
      const asked = followUpDays.indexOf(on);
      if (asked >= 0) await patient.tell('answer-received', { occurrence: `${patient.id}/follow-up/${asked + 1}`, answers: well, answeredBy: 'patient' });
      if (volunteeredDays.includes(on)) await patient.tell('answer-received', { answers: well, answeredBy: 'patient' });
      const visited = visitDays.indexOf(on);
      if (visits === 'reminded' || visited < 0) continue;
      await patient.until(day(on, '16:00'));
      await patient.tell('visit-completed', { occurrence: `${patient.id}/visit/${visited + 1}`, record: { core: well['core'] ?? {} }, photos: [] });
    }
    await patient.until(day(31, '08:00'));
    await keepHistory(run.raw, episodeWorkflowId(patient.id), `model-month-${visits}`);
    const sent = run.care.sent.flatMap(({ obligation }) => (obligation.startsWith(patient.id) ? [obligation.slice(patient.id.length + 1)] : []));
    return { sent, cost: await costOf(run.raw, episodeWorkflowId(patient.id)) };
  }

  it.each(['acted', 'reminded'] as const)('with visits %s costs no more than it did', async (visits) => {
    const { sent, cost } = await month(visits);
    process.stdout.write(`model month, visits ${visits}: ${JSON.stringify(cost)}\n`);
    expect(sent.filter((id) => id.startsWith('reminder/'))).toHaveLength(30);
    expect(sent.filter((id) => /^follow-up\/.*\/invite\//.test(id))).toHaveLength(3);
    expect(sent.filter((id) => id.startsWith('visit/'))).toHaveLength(4);
    expect(cost.events).toBeLessThanOrEqual(now[visits].events);
    expect(cost.actions).toBeLessThanOrEqual(now[visits].actions);
  });
});

describe('the first thirty days of the heart failure package, as its story of ninety days tells them', () => {
  const story = storyOf('heart-failure/stories/01-ninety-days');

  it('cost no more than they did: 120 readings, a call, a nurse, questionnaires, one case', async () => {
    // The story's ids begin with its name for the episode.
    const patient = await run.launch({ package: heartFailure, anchors: { discharge: '2026-03-02' }, id: 'care', spreadSeconds });
    for (const { at, input } of resolveInputs(story, packagesOf(story), dischargedAt)) {
      if (at > day(30, '23:59') || input === null || !isUpdate(input)) continue;
      const { kind, at: _at, by: _by, ...payload } = input;
      await patient.until(at);
      const reply = await patient.tell<UpdateKind>(kind, payload);
      expect(reply.kind, `${kind} at ${at}`).toBe('accepted');
    }
    await patient.until(day(31, '08:00'));
    const events = run.care.events(patient.id);
    const count = (type: EpisodeEvent['type']): number => events.filter((event) => event.type === type).length;
    const cost = await costOf(run.raw, episodeWorkflowId(patient.id));
    process.stdout.write(`heart-failure month, ${count('ReadingRecorded')} readings: ${JSON.stringify(cost)}\n`);
    expect(count('ReadingRecorded')).toBe(120);
    expect([count('CallRecorded'), count('VisitRecorded'), count('AnswerRecorded')]).toEqual([1, 1, 7]); // what is said in the call and at the visit is recorded as an answer too
    expect([count('EscalationRaised'), count('EscalationClosed'), count('EscalationClimbed')]).toEqual([1, 1, 0]);
    expect(cost.events).toBeLessThanOrEqual(now.heartFailure.events);
    expect(cost.actions).toBeLessThanOrEqual(now.heartFailure.actions);
  });
});
