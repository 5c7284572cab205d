import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inboxState } from '../../db/inbox.js';
import type { EpisodeId } from '../../pathways/engine/vocabulary.js';
import { createCareClient } from '../../temporal/client.js';
import { plainDataConverter } from '../../temporal/data-converter.js';
import { resumeEpisode } from '../../temporal/resume.js';
import { episodeWorkflowId, lateWorkflowId } from '../../workflows/contract.js';
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

  it('goes on from the journal, sends nothing twice, and takes what waited for it', async () => {
    await care.until(day(3, '10:10'));
    const sentBefore = care.setting.vendors.wechat.taken.length;
    await care.raw.workflow.getHandle(episodeWorkflowId(id)).terminate('by mistake');
    const client = createCareClient({ connection: care.raw.connection as never, namespace: 'default', dataConverter: plainDataConverter });
    expect(await resumeEpisode({ sql: care.setting.sql, care: client, now: Date.now }, id)).toEqual({ outcome: 'late-run', n: 1 });
    await care.send({ hospitalId: care.world.hospitalId, episodeId: id, kind: 'pause', by: 'nurse-1', input: { commandId: 'pause-1', reason: 'staff' } });
    expect(await inboxState(care.setting.sql, id, 'pause-1')).toMatchObject({ state: 'applied' });
    expect(care.setting.vendors.wechat.taken).toHaveLength(sentBefore);
    expect((await care.raw.workflow.getHandle(lateWorkflowId(id, 1)).describe()).status.name).toBe('RUNNING');
  });
});
