import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readJournal } from '../../db/journal.js';
import { inboxState, lateRunsOf } from '../../db/inbox.js';
import type { EpisodeId } from '../../pathways/engine/vocabulary.js';
import { episodeWorkflowId, lateWorkflowId } from '../../workflows/contract.js';
import { day } from './care-run.js';
import { keepHistory } from './kept-history.js';
import { realCare, type RealCare } from './real-care.js';
import { storyOf } from './stories.js';

describe('an answer after the end', () => {
  let care: RealCare;
  let id: EpisodeId;
  beforeAll(async () => {
    care = await realCare(['hip-wound-care']);
    id = (await care.launch(storyOf('hip-wound-care/stories/w-1-pus'))).values().next().value ?? '';
    await care.until(day(1, '09:00'));
    await care.send({ hospitalId: care.world.hospitalId, episodeId: id, kind: 'stop', by: 'nurse-1', input: { commandId: 'stop-1', reason: 'transferred' } });
    await care.until(day(1, '21:00'));
  });
  afterAll(() => care.stop());
  const typesOf = async () => (await readJournal(care.setting.sql, id)).flatMap(({ events }) => events.map(({ type }) => type));
  const runOf = async (workflowId: string) => (await care.raw.workflow.getHandle(workflowId).describe()).status.name;

  it('is triaged by a small run of its own, and its case is chased to the end', async () => {
    expect(await runOf(episodeWorkflowId(id))).toBe('COMPLETED');
    const answers = { wound: { redness: 'none', worse: false, pus: true, edgesOpen: false, soaked: '0' } };
    await care.send({ hospitalId: care.world.hospitalId, episodeId: id, kind: 'answer-received', by: 'patient', input: { commandId: 'late-1', answers, answeredBy: 'patient' } });
    expect(await inboxState(care.setting.sql, id, 'late-1')).toMatchObject({ state: 'late' });
    expect(await typesOf()).toEqual(expect.arrayContaining(['AnswerRecorded', 'EscalationRaised']));
    expect(await lateRunsOf(care.setting.sql, id)).toBe(1);
    expect(await runOf(lateWorkflowId(id, 1))).toBe('RUNNING');

    const journal = await readJournal(care.setting.sql, id);
    const raised = journal.flatMap(({ events }) => events).findLast((event) => event.type === 'EscalationRaised');
    const escalation = raised?.type === 'EscalationRaised' ? raised.escalation : '';
    await care.send({ hospitalId: care.world.hospitalId, episodeId: id, kind: 'escalation-contacted', by: 'doctor-1', input: { commandId: 'late-2', escalation } });
    await care.send({ hospitalId: care.world.hospitalId, episodeId: id, kind: 'escalation-resolved', by: 'doctor-1', input: { commandId: 'late-3', escalation, resolution: 'Seen in the clinic' } });
    await care.until(day(2, '12:00'));
    expect(await typesOf()).toContain('EscalationClosed');
    expect(await runOf(lateWorkflowId(id, 1))).toBe('COMPLETED');
    await keepHistory(care.raw, lateWorkflowId(id, 1), 'late-answer');
  });
});
