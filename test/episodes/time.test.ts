import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EpisodeEvent } from '../../pathways/engine/events.js';
import { episodeWorkflowId } from '../../workflows/contract.js';
import { day, type CareRun, type Patient } from './care-run.js';
import { keepHistory } from './kept-history.js';
import { well } from '../support/model-month.js';
import { careInSkippedTime } from './skipped-time.js';

const ofType = <T extends EpisodeEvent['type']>(events: EpisodeEvent[], type: T): Extract<EpisodeEvent, { type: T }>[] =>
  events.filter((event): event is Extract<EpisodeEvent, { type: T }> => event.type === type);

describe('what time does to an episode', () => {
  let run: CareRun;
  beforeEach(async () => {
    run = await careInSkippedTime();
  });
  afterEach(() => run.stop());
  const eventsOf = (patient: Patient) => run.care.events(patient.id);

  it('sends each message when it is due, and waits for the next with one timer', async () => {
    const patient = await run.launch();
    await patient.until(day(3, '10:01'));
    const sent = run.care.sent.filter(({ obligation }) => obligation.startsWith(patient.id)).map(({ obligation, at }) => [obligation.slice(37), at]);
    expect(sent).toContainEqual(['follow-up-d3/1/0/invite/patient', expect.stringMatching(/^2026-03-05T02:00:00/)]);
    const { historyLength, description } = await describeRun(patient);
    expect(description.pendingTimers).toBeLessThanOrEqual(1);
    expect(historyLength).toBeLessThan(150);
  });

  it('climbs the ladder when nobody acknowledges, each rung at its own time', async () => {
    const patient = await run.launch();
    await patient.until(day(3, '11:00'));
    await patient.tell('escalation-raised', { level: 'red', reason: 'seen at home' });
    await patient.until(day(3, '13:00'));
    const raised = ofType(eventsOf(patient), 'EscalationRaised').find(({ level }) => level === 'red');
    const breaches = ofType(eventsOf(patient), 'EscalationBreached').filter(({ escalation }) => escalation === raised?.escalation);
    expect(raised).toBeDefined();
    expect(breaches.map(({ which, at }) => [which, at])).toEqual([
      ['acknowledge', raised?.ackBy],
      ['contact', raised?.contactBy],
    ]);
    expect(ofType(eventsOf(patient), 'EscalationClimbed').length).toBeGreaterThan(0);
    expect(run.care.of(patient.id).snapshot).toMatchObject({ needsAttention: true });
    await keepHistory(run.raw, episodeWorkflowId(patient.id), 'sla-breach');
  });

  it('goes on as a new run after a month: open cases, planned visits and applied commands come along', async () => {
    const patient = await run.launch();
    await patient.until(day(1, '09:00'));
    await patient.tell('escalation-raised', { commandId: 'case-a', level: 'yellow', reason: 'wants to talk' });
    await patient.tell('escalation-contacted', { escalation: `${patient.id}/escalation/1` });
    const before = await describeRun(patient);
    await patient.until(day(35, '09:00'));
    const after = await describeRun(patient);
    expect(after.runId).not.toBe(before.runId);
    const entries = run.care.of(patient.id).journal.length;
    expect(await patient.tell('escalation-raised', { commandId: 'case-a', level: 'yellow', reason: 'wants to talk' })).toMatchObject({ kind: 'accepted', duplicate: true });
    expect(run.care.of(patient.id).journal).toHaveLength(entries);
    expect(await patient.tell('escalation-resolved', { escalation: `${patient.id}/escalation/1`, resolution: 'talked' })).toMatchObject({ kind: 'accepted' });
    expect(ofType(eventsOf(patient), 'EscalationClosed')).toMatchObject([{ outcome: 'resolved' }]);
    await keepHistory(run.raw, episodeWorkflowId(patient.id), 'continue-as-new');
  });

  it('goes on as a new run after a thousand events of what people say alone, without waiting for a message of its own', async () => {
    const patient = await run.launch();
    await patient.until(day(1, '09:00'));
    const before = await describeRun(patient);
    for (let said = 0; said < 100; said++) expect(await patient.tell('answer-received', { answers: well, answeredBy: 'patient' })).toMatchObject({ kind: 'accepted' });
    await patient.until(day(1, '09:01'));
    expect((await describeRun(patient)).runId).not.toBe(before.runId);
    await keepHistory(run.raw, episodeWorkflowId(patient.id), 'said-a-lot');
  });

  it('stands still while the patient is readmitted and goes on when she is back', async () => {
    const patient = await run.launch();
    await patient.until(day(5, '09:00'));
    await patient.tell('patient-readmitted', {});
    const sentBefore = run.care.sent.filter(({ obligation }) => obligation.startsWith(patient.id) && obligation.endsWith('/patient')).length;
    await patient.until(day(11, '09:00'));
    expect(run.care.of(patient.id).snapshot).toMatchObject({ status: 'paused' });
    const sentMeanwhile = run.care.sent.filter(({ obligation }) => obligation.startsWith(patient.id) && obligation.endsWith('/patient')).length;
    expect(sentMeanwhile).toBe(sentBefore);
    expect(await patient.tell('resume', {})).toMatchObject({ kind: 'accepted' });
    expect(run.care.of(patient.id).snapshot).toMatchObject({ status: 'active' });
    await keepHistory(run.raw, episodeWorkflowId(patient.id), 'readmission');
  });

  it('ends with its workflow when the patient is transferred', async () => {
    const patient = await run.launch();
    await patient.until(day(1, '17:00'));
    await patient.tell('stop', { reason: 'transferred' });
    await patient.until(day(1, '17:10'));
    expect(run.care.of(patient.id).snapshot).toMatchObject({ status: 'stopped', nextDueAt: null });
    expect((await describeRun(patient)).status).toBe('COMPLETED');
    expect(await run.client.startEpisode(patient.start)).toBe('ended');
  });

  async function describeRun(patient: Patient) {
    const handle = run.raw.workflow.getHandle(episodeWorkflowId(patient.id));
    const { runId, status, historyLength } = await handle.describe();
    const { events } = await handle.fetchHistory();
    const started = events?.filter((event) => event.timerStartedEventAttributes).length ?? 0;
    const over = events?.filter((event) => event.timerFiredEventAttributes ?? event.timerCanceledEventAttributes).length ?? 0;
    return { runId, status: status.name, historyLength, description: { pendingTimers: started - over } };
  }
});
