import { describe, expect, it } from 'vitest';
import type { PageEpisode, PageItem } from '../../../db/read-models/patient-page.js';
import { form, plan, visit } from '../../../pathways/engine/testing/plan-builder.js';
import { badgesOf } from './badges.js';

const steps = [form('survey', [3], ['core']), form('picture', [4], ['core']), visit('dressing', [2])];
const episodeOf = (episodeId: string, built = plan({ steps })): PageEpisode =>
  ({ episodeId, title: '', status: 'active', running: true, numbers: {}, now: '2026-03-06T02:00:00.000Z', zone: 'Asia/Shanghai', plan: built, meta: { title: 't', summary: 's', price: null, units: [], parameters: {}, forms: {}, readings: {}, uses: [] }, say: (key) => key ?? '', endedAt: null });
function item(episode: PageEpisode, stepId: string, status = 'completed'): PageItem {
  const step = episode.plan.steps.find(({ id }) => id === stepId);
  if (!step) throw new Error(`no step ${stepId}`);
  const at = '2026-03-05T02:00:00.000Z';
  return { occurrence: `${episode.episodeId}/${stepId}/1`, ref: '', episodeId: episode.episodeId, step, n: 1, status, reason: null, overdue: false, dueAt: at, windowFrom: at, windowUntil: at, slot: null, episode };
}
const [a, b] = [episodeOf('a'), episodeOf('b')];
const labels = (items: PageItem[], answered: string[]): string[] => badgesOf(items, [], new Set(answered), ({ step }) => step.label).map(({ label }) => label);

describe('a badge', () => {
  it('is for what was attended, and not for a step that another one’s answer closed', () => {
    expect(labels([item(a, 'survey'), item(a, 'picture')], ['a/survey/1'])).toEqual(['label.survey']);
  });
  it('comes once for one questionnaire that two packages asked for', () => {
    expect(labels([item(a, 'survey'), item(b, 'survey')], ['a/survey/1'])).toEqual(['label.survey']);
  });
  it('is for a completed visit, and for none that did not take place', () => {
    expect(labels([item(a, 'dressing'), item(b, 'dressing', 'failed')], [])).toEqual(['label.dressing']);
  });
  it('of a package with badges of its own is shown as it was earned, when the step was answered itself', () => {
    const own = episodeOf('c', plan({ steps: [form('survey', [3], ['core'], { badge: 'badge.survey' })] }));
    const earned = [{ episodeId: 'c', badge: 'badge.survey', at: '2026-03-05T03:00:00.000Z', occurrence: 'c/survey/1' }];
    const of = (answered: string[]) => badgesOf([item(own, 'survey')], earned, new Set(answered), ({ step }) => step.label);
    expect(of(['c/survey/1'])).toEqual([{ label: 'badge.survey', at: '2026-03-05T03:00:00.000Z' }]);
    expect(of([])).toEqual([]);
  });
});
