import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EpisodeEvent } from '../../pathways/engine/events.js';
import type { EpisodeId } from '../../pathways/engine/vocabulary.js';
import { readJournal } from '../../db/journal.js';
import { episodeWorkflowId } from '../../workflows/contract.js';
import { keepHistory } from './kept-history.js';
import { realCare, type RealCare } from './real-care.js';
import { storyOf } from './stories.js';

describe('Aunt Zhang 张阿姨 after her hip replacement, two packages, on the real circle', () => {
  const story = storyOf('hip-wound-care/stories/01-aunt-zhang');
  let care: RealCare;
  let ids: Map<string, EpisodeId>;
  beforeAll(async () => {
    care = await realCare(['hip-wound-care', 'hip-home-rehab']);
    ids = await care.launch(story);
    await care.play(story, ids);
  });
  afterAll(() => care.stop());

  const idOf = (name: string): EpisodeId => ids.get(name) ?? '';
  const eventsOf = async (name: string): Promise<EpisodeEvent[]> => (await readJournal(care.setting.sql, idOf(name))).flatMap(({ events }) => events);
  const completedVisits = (events: EpisodeEvent[]) => events.filter((event) => event.type === 'VisitRecorded').length;

  it('has 3 dressings and 5 rehabilitation visits, and both packages complete', async () => {
    const [wound, rehab] = [await eventsOf('wound'), await eventsOf('rehab')];
    expect(completedVisits(wound)).toBe(3);
    expect(completedVisits(rehab)).toBe(5);
    for (const events of [wound, rehab]) {
      expect(events.some(({ type }) => type === 'CourseCompleted')).toBe(true);
      expect(events.some(({ type }) => type === 'EpisodeCompleted')).toBe(true);
    }
  });

  it('opens one case for one finding, held by one of the two', async () => {
    const open = (await eventsOf('rehab')).filter((event) => event.type === 'EscalationRaised').map((event) => event.escalation);
    const joined = (await eventsOf('rehab')).filter((event) => event.type === 'EscalationJoined').map((event) => event.escalation);
    const raisedInWound = (await eventsOf('wound')).filter((event) => event.type === 'EscalationRaised');
    expect(raisedInWound.map(({ level }) => level)).toEqual(['yellow', 'orange', 'yellow']);
    expect(joined).toEqual(open);
  });

  it('leaves two finished workflows whose histories can be read', async () => {
    for (const name of ['wound', 'rehab']) {
      const handle = care.raw.workflow.getHandle(episodeWorkflowId(idOf(name)));
      await expect.poll(async () => (await handle.describe()).status.name).toBe('COMPLETED');
      await keepHistory(care.raw, episodeWorkflowId(idOf(name)), `founding-example-${name}`);
    }
  });
});
