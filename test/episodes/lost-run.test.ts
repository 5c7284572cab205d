import { Client, Connection } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { contradicted } from '../../db/halt.js';
import { inboxState, lateRunsOf } from '../../db/inbox.js';
import { intake } from '../../db/intake.js';
import type { EpisodeId } from '../../pathways/engine/vocabulary.js';
import { createCareClient } from '../../temporal/client.js';
import { plainDataConverter } from '../../temporal/data-converter.js';
import { resumeEpisode, resumeHalted } from '../../temporal/resume.js';
import { createRunning } from '../../temporal/running.js';
import { episodeWorkflowId, lateWorkflowId, lateWorkflowType, workflowType } from '../../workflows/contract.js';
import { day } from './care-run.js';
import { realCare, type RealCare } from './real-care.js';
import { storyOf } from './stories.js';

describe('a run that somebody terminated', () => {
  let care: RealCare;
  let id: EpisodeId;
  beforeAll(async () => {
    care = await realCare(['hip-wound-care']);
    id = (await care.launch(storyOf('hip-wound-care/stories/w-1-pus'))).values().next().value ?? '';
  });
  afterAll(() => care.stop());

  const resume = () => {
    const client = createCareClient({ connection: care.raw.connection as never, namespace: 'default', dataConverter: plainDataConverter });
    return resumeEpisode({ sql: care.setting.sql, locks: care.setting.sql, care: client, now: Date.now }, id);
  };
  const send = (kind: string, input: Record<string, unknown>) => care.send({ hospitalId: care.world.hospitalId, episodeId: id, kind, by: 'nurse-1', input } as Parameters<typeof care.send>[0]);
  const runOf = async (workflowId: string) => (await care.raw.workflow.getHandle(workflowId).describe()).status.name;

  it('goes on from the journal, sends nothing twice, and takes what waited for it', async () => {
    await care.until(day(3, '10:10'));
    const sentBefore = care.setting.vendors.wechat.taken.length;
    await care.raw.workflow.getHandle(episodeWorkflowId(id)).terminate('by mistake');
    expect(await resume()).toEqual({ outcome: 'late-run', n: 1 });
    await send('pause', { commandId: 'pause-1', reason: 'staff' });
    expect(await inboxState(care.setting.sql, id, 'pause-1')).toMatchObject({ state: 'applied' });
    expect(care.setting.vendors.wechat.taken).toHaveLength(sentBefore);
    expect(await runOf(lateWorkflowId(id, 1))).toBe('RUNNING');
  });

  it('is not started beside the late run as which it goes on', async () => {
    expect(await resume()).toEqual({ outcome: 'running' });
    expect(await lateRunsOf(care.setting.sql, id)).toBe(1);
  });
});

describe('a run that contradicts its journal', () => {
  let care: RealCare;
  let id: EpisodeId;
  beforeAll(async () => {
    care = await realCare(['hip-wound-care']);
    id = (await care.launch(storyOf('hip-wound-care/stories/w-1-pus'))).values().next().value ?? '';
  });
  afterAll(() => care.stop());

  it('is ended and the episode goes on from its journal, once that is whole; one that does not stand still is left alone', async () => {
    const { sql } = care.setting;
    const client = createCareClient({ connection: care.raw.connection as never, namespace: 'default', dataConverter: plainDataConverter });
    const mend = async () => Promise.all((await contradicted(sql)).map((halted) => resumeHalted({ sql, locks: care.setting.sql, care: client, now: Date.now }, halted)));
    const row = async () => [...(await sql`select status, (select array_agg(code) from alarm where ref = ${id} and cleared_at is null) as alarms from episode where id = ${id}`)];
    await care.until(day(3, '10:10'));
    expect(await mend()).toEqual([]);
    expect(await resumeHalted({ sql, locks: sql, care: client, now: Date.now }, id)).toEqual({ outcome: 'running' });

    await sql`update episode set head_hash = head_hash || 'x' where id = ${id}`;
    const command = { hospitalId: care.world.hospitalId, episodeId: id, kind: 'pause', by: 'nurse-1', input: { commandId: 'pause-1', reason: 'staff' } } as const;
    await intake(sql, command);
    await client.sendUpdate('pause', id, { ...command.input, by: 'nurse-1' }, 1_000);
    await vi.waitUntil(async () => (await row())[0]?.status === 'halted', { timeout: 30_000, interval: 50 });
    expect(await mend()).toEqual([{ outcome: 'broken' }]);
    expect((await care.raw.workflow.getHandle(episodeWorkflowId(id)).describe()).status.name).toBe('RUNNING');

    await sql`update episode set head_hash = trim(trailing 'x' from head_hash) where id = ${id}`;
    expect(await mend()).toEqual([{ outcome: 'late-run', n: 1 }]);
    expect(await row()).toEqual([{ status: 'active', alarms: null }]);
    expect((await care.raw.workflow.getHandle(episodeWorkflowId(id)).describe()).status.name).toBe('TERMINATED');
    await care.until(day(3, '10:20'));
    expect(await inboxState(sql, id, 'pause-1')).toMatchObject({ state: 'applied' });
    expect(await mend()).toEqual([]);
  });
});

describe('what Temporal says of an episode', () => {
  it('is asked of the late run as which it goes on, too', async () => {
    const connection = await Connection.connect({ address: inject('temporalAddress') });
    const { workflow } = new Client({ connection, dataConverter: plainDataConverter });
    const start = (workflowId: string, type: string) => workflow.start(type, { workflowId, taskQueue: 'nobody-works-here', args: [{}] });
    const [resumed, ended, gone] = ['lost-run-resumed', 'lost-run-ended', 'lost-run-gone'];
    for (const id of [resumed, ended]) await (await start(episodeWorkflowId(id), workflowType)).terminate();
    const late = await start(lateWorkflowId(resumed, 2), lateWorkflowType);
    const states = await createRunning({ connection, namespace: 'default' })([{ id: resumed, lateRuns: 2 }, { id: ended, lateRuns: 1 }, { id: gone, lateRuns: 0 }]);
    expect([...states].map(([id, { status }]) => [id, status])).toEqual([[resumed, 'running'], [ended, 'closed'], [gone, 'missing']]);
    await late.terminate();
    await connection.close();
  });
});
