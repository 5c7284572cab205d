import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadDefinitionOrThrow } from '../../cli/load-definition.js';
import type { Plan } from '../../pathways/engine/plan.js';
import { episodeState, episodeWorkflowId } from '../../workflows/contract.js';
import { modelMonth, visitDays, well } from '../support/model-month.js';
import { day, type CareRun } from './care-run.js';
import { keepHistory } from './kept-history.js';
import { careInSkippedTime } from './skipped-time.js';

const { plan: v1, hash } = loadDefinitionOrThrow('discharge-follow-up@1');
/** The follow-ups two days later than in version 1, and nothing else. */
const v2: Plan = { ...v1, version: 2, steps: v1.steps.map((step) => (step.schedule.kind === 'offsets' && step.schedule.unit === 'day' ? { ...step, schedule: { ...step.schedule, offsets: step.schedule.offsets.map((offset) => offset + 2) } } : step)) };

describe('an episode under way is moved to another version', () => {
  let run: CareRun;
  beforeAll(async () => {
    run = await careInSkippedTime();
  });
  afterAll(() => run.stop());

  it('by a command that is journalled once, and lives by that version from then on, also in the next run', async () => {
    const key = run.publish(v2, 'hash-of-2');
    const patient = await run.launch({ package: 'discharge-follow-up' });
    await patient.until(day(0, '17:00'));
    const before = await stateOf(patient.id);
    expect(await patient.tell('migrate', { to: { ...key, hash: 'another' }, reworded: [], reason: 'a slip' })).toMatchObject({ kind: 'refused', code: 'unknown-version' });
    const move = { to: key, reworded: [], reason: 'follow-ups later', commandId: 'move-1' };
    const accepted = await patient.tell('migrate', move);
    expect(accepted).toMatchObject({ kind: 'accepted', duplicate: false });
    expect(await patient.tell('migrate', move)).toEqual(accepted);
    const after = await stateOf(patient.id);
    expect(after.plan).toEqual(key);
    const due = (state: typeof after): string[] => Object.values(state.occurrences).map(({ step, dueAt }) => `${step} ${dueAt}`).toSorted();
    expect(due(after)).not.toEqual(due(before));
    const entries = run.care.of(patient.id).journal.filter(({ input }) => input.kind === 'migrate');
    expect(entries).toHaveLength(1);
    expect(entries[0]?.planHash).toBe('hash-of-2');
    expect(run.care.of(patient.id).halts).toEqual([]);

    expect(await patient.tell('migrate', { to: { id: v1.id, version: 1, hash }, reworded: [], reason: 'undone', undo: true })).toMatchObject({ kind: 'accepted' });
    expect(due(await stateOf(patient.id))).toEqual(due(before));
    expect(await patient.tell('migrate', { ...move, commandId: 'move-2' })).toMatchObject({ kind: 'accepted' });
    await patient.until(day(9, '12:00'));
    await keepHistory(run.raw, episodeWorkflowId(patient.id), 'migrated');
    await patient.until(day(31, '12:00'));
    expect((await stateOf(patient.id)).plan).toEqual(key);
    await patient.tell('stop', { reason: 'transferred' });
  });

  it('is led back after an answer, because only days differ, and whoever was asked about the agreed visit is told', async () => {
    const from = modelMonth('acted');
    run.publish(from.plan, from.hash);
    const later: Plan = { ...from.plan, version: 2, parameters: {}, steps: from.plan.steps.map((step) => (step.kind === 'visit' && step.schedule.kind === 'offsets' ? { ...step, schedule: { ...step.schedule, offsets: step.schedule.offsets.map((offset) => offset + 4) } } : step)) };
    const to = run.publish(later, 'hash-of-later');
    const patient = await run.launch({ package: from });
    const occurrence = `${patient.id}/visit/1`;
    const [on = 0] = visitDays;
    await patient.until(day(0, '18:00'));
    await patient.tell('visit-booked', { occurrence, from: day(on, '15:00'), until: day(on, '16:00') });
    await patient.until(day(1, '10:30'));
    expect(await patient.tell('migrate', { to, reworded: [], reason: 'visits later' })).toMatchObject({ kind: 'accepted' });
    await patient.until(day(1, '11:30'));
    expect(await patient.tell('answer-received', { answers: well, answeredBy: 'patient' })).toMatchObject({ kind: 'accepted' });
    const back = { to: { id: from.plan.id, version: 1, hash: from.hash }, reworded: [], reason: 'undone', undo: true };
    expect(await patient.tell('migrate', back)).toMatchObject({ kind: 'accepted' });
    await patient.until(day(1, '12:30'));
    const tasks = run.care.events(patient.id).flatMap((event) => (event.type === 'ObligationPlanned' && event.obligation.purpose.startsWith('migrated-visit') ? [[event.obligation.text, event.obligation.occurrence]] : []));
    expect(tasks).toEqual([['staff.visit-version', occurrence], ['staff.visit-version-undone', occurrence]]);
    await keepHistory(run.raw, episodeWorkflowId(patient.id), 'led-back');
    await patient.tell('stop', { reason: 'transferred' });
  });

  const stateOf = (id: string) => run.raw.workflow.getHandle(episodeWorkflowId(id)).query(episodeState);
});
