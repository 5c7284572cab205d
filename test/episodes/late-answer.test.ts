import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { readJournal } from '../../db/journal.js';
import { inboxState, lateRunsOf } from '../../db/inbox.js';
import { raiseAlarm } from '../../db/alarms.js';
import type { EpisodeId } from '../../pathways/engine/vocabulary.js';
import { createCareClient } from '../../temporal/client.js';
import { plainDataConverter } from '../../temporal/data-converter.js';
import { resumeEpisode } from '../../temporal/resume.js';
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

  it('that left it halted although all is over holds it no longer once it is resumed, unless its journal is not whole', async () => {
    const { sql } = care.setting;
    const client = createCareClient({ connection: care.raw.connection as never, namespace: 'default', dataConverter: plainDataConverter });
    const resume = () => resumeEpisode({ sql, locks: sql, care: client, now: Date.now }, id);
    const state = async () => [...(await sql`select status, needs_attention, (select count(*)::int from alarm where ref = ${id} and cleared_at is null) as alarms from episode where id = ${id}`)];
    await sql`update episode set status = 'halted', needs_attention = true, head_hash = head_hash || 'x' where id = ${id}`;
    await raiseAlarm(sql, { hospitalId: care.world.hospitalId, code: 'chain-broken', ref: id, detail: 'x' });
    expect(await resume()).toEqual({ outcome: 'broken' });
    expect(await state()).toEqual([{ status: 'halted', needsAttention: true, alarms: 1 }]);
    await sql`update episode set head_hash = trim(trailing 'x' from head_hash) where id = ${id}`;
    expect(await resume()).toEqual({ outcome: 'over' });
    expect(await state()).toEqual([{ status: 'stopped', needsAttention: false, alarms: 0 }]);
    expect(await lateRunsOf(sql, id)).toBe(1);
  });
});

describe('an answer after the end, while the ended run still waits for a message', () => {
  let care: RealCare;
  let id: EpisodeId;
  beforeAll(async () => {
    care = await realCare(['hip-wound-care']);
    const story = storyOf('hip-wound-care/stories/w-1-pus');
    const ids = await care.launch(story);
    id = ids.values().next().value ?? '';
    await care.play({ ...story, inputs: story.inputs.slice(0, 4) }, ids);
  });
  afterAll(() => care.stop());
  const runOf = async (workflowId: string) => (await care.raw.workflow.getHandle(workflowId).describe()).status.name;
  const send = (kind: string, by: string, input: Record<string, unknown>) => care.send({ hospitalId: care.world.hospitalId, episodeId: id, kind, by, input } as Parameters<typeof care.send>[0]);
  const raised = async () => {
    const last = (await readJournal(care.setting.sql, id)).flatMap(({ events }) => events).findLast((event) => event.type === 'EscalationRaised');
    return last?.type === 'EscalationRaised' ? last.escalation : '';
  };
  const pus = { answers: { wound: { redness: 'none', worse: false, pus: true, edgesOpen: false, soaked: '0' } }, answeredBy: 'patient' };

  it('is taken by that run: no second one writes beside it, and what follows is recorded', async () => {
    const { sql, vendors } = care.setting;
    await care.until(day(3, '09:30'));
    let release = () => {};
    const hanging = new Promise<void>((resolve) => (release = resolve));
    vendors.wechat.script.push(async () => {
      await hanging;
      return { outcome: 'accepted', providerMessageId: 'wx-late-1' };
    });
    const posts = vendors.wechat.posts;
    const passing = care.until(day(3, '10:06'));
    await vi.waitUntil(() => vendors.wechat.posts > posts, { timeout: 30_000, interval: 20 });
    await send('stop', 'nurse-1', { commandId: 'stop-1', reason: 'transferred' });
    expect(await sql`select status from episode where id = ${id}`).toMatchObject([{ status: 'stopped' }]);
    expect(await runOf(episodeWorkflowId(id))).toBe('RUNNING');

    await send('answer-received', 'patient', { commandId: 'late-1', ...pus });
    expect(await inboxState(sql, id, 'late-1')).toMatchObject({ state: 'late' });
    expect(await lateRunsOf(sql, id)).toBe(0);
    release();
    await passing;
    await send('escalation-acknowledged', 'doctor-1', { commandId: 'ack-1', escalation: await raised() });
    expect(await inboxState(sql, id, 'ack-1')).toMatchObject({ state: 'late' });
    expect(await sql`select code from alarm where ref = ${id} and cleared_at is null`).toEqual([]);
  });

  it('is taken by a new run also where the episode had been halted after its end, which it is no longer', async () => {
    const { sql } = care.setting;
    const escalation = await raised();
    await send('escalation-contacted', 'doctor-1', { commandId: 'contact-1', escalation });
    await send('escalation-resolved', 'doctor-1', { commandId: 'resolve-1', escalation, resolution: 'Seen in the clinic' });
    await care.until(day(4, '12:00'));
    expect(await runOf(episodeWorkflowId(id))).toBe('COMPLETED');
    // As a second run left it that had contradicted the journal and was terminated.
    await sql`update episode set status = 'halted', needs_attention = true where id = ${id}`;
    await raiseAlarm(sql, { hospitalId: care.world.hospitalId, code: 'chain-broken', ref: id, detail: 'x' });

    await send('answer-received', 'patient', { commandId: 'late-2', ...pus });
    expect(await inboxState(sql, id, 'late-2')).toMatchObject({ state: 'late' });
    expect(await runOf(lateWorkflowId(id, 1))).toBe('RUNNING');
    expect(await sql`select status from episode where id = ${id}`).toMatchObject([{ status: 'stopped' }]);
    expect(await sql`select code from alarm where ref = ${id} and cleared_at is null`).toEqual([]);
  });
});
