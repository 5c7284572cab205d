import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadDefinitionOrThrow } from '../../cli/load-definition.js';
import { everyDay, form, is, message, plan, rule, visit, woundForm } from '../engine/testing/plan-builder.js';
import { describePlan } from './describe.js';
import { firstDifference, goldenOf } from './golden.js';
import { escalationsOf, tasksOf, visitsOf } from './outcome.js';
import { resolveInputs } from './resolve.js';
import { runStory } from './run.js';
import { inputKinds, readStory, StoryRefused, type Story } from './schema.js';
import { formatTimeline, timelineOf } from './timeline.js';

const small = plan({
  steps: [visit('dressing', [2]), form('survey', [3], ['wound']), message('tip', everyDay(1, 2, '09:00'))], forms: { wound: woundForm },
  rules: [rule('W-1', is('wound.pus', true), 'red'), rule('W-2', is('wound.redness', 'over'), 'orange')],
});
const packages = { 'small@1': { plan: small, hash: 'h' } };
const story = (inputs: string, more = ''): Story => readStory(`story: test\n${more}\nepisodes: [{ as: care, package: small@1, anchors: { discharge: 2026-03-02 }, at: D0 16:00 }]\ninputs:\n${inputs}`, 'test');
const two = (inputs: string): Story => readStory(`story: test\nepisodes:\n  - { as: one, package: small@1, anchors: { discharge: 2026-03-02 }, at: D0 16:00 }\n  - { as: two, package: small@1, anchors: { discharge: 2026-03-02 }, at: D0 16:05 }\ninputs:\n${inputs}`, 'test');

describe('a story', () => {
  it('runs through the ledger and gives visits, tasks, cases and messages', () => {
    const result = runStory(story(`
  - { at: D0 16:30, visit-booked: { step: dressing#1, from: D2 10:00, until: D2 11:00 } }
  - { at: D3 11:00, answer-received: { step: survey#1, answers: { wound: { redness: over } } } }
  - { at: +10m, escalation-contacted: { case: 1 } }
  - { at: D4 09:00, clock-reached: {} }`, 'expect: [{ type: EscalationRaised, level: orange, rules: [W-2] }]'), packages);
    expect(result.unmet).toEqual([]);
    expect(visitsOf(result.events, result.world)).toMatchObject([{ step: 'dressing', outcome: 'failed', reason: 'missed', slot: { from: '2026-03-04T02:00:00.000Z' } }]);
    expect(escalationsOf(result.events)).toMatchObject([{ level: 'orange', contactedAt: '2026-03-05T03:10:00.000Z', outcome: 'open' }]);
    expect(tasksOf(result.events).map(({ purpose }) => purpose)).toContain('missed');
    expect(result.messages.find(({ text }) => text === 'visit.eve')).toMatchObject({ outcome: 'sent', channel: 'wechat', contact: 'patient-wechat' });
    expect(formatTimeline(timelineOf(result), false)).toContain('⚠ escalation#1 ORANGE for W-2');
  });

  it('is always the same, and says what it differs in from what was kept', () => {
    const once = goldenOf(runStory(story('  - { at: D5 09:00, clock-reached: {} }'), packages));
    expect(goldenOf(runStory(story('  - { at: D5 09:00, clock-reached: {} }'), packages))).toBe(once);
    expect(firstDifference(once, once)).toBeNull();
    expect(firstDifference(once, once.replace('OccurrenceOpened', 'SomethingElse'))).toMatchObject({ is: expect.stringContaining('SomethingElse') });
  });

  it('two packages share one answer, one contact and one case', () => {
    const { events } = runStory(two(`
  - { at: D3 11:00, in: one, answer-received: { step: survey#1, answers: { wound: { redness: over } } } }
  - { at: +5m, in: two, escalation-contacted: { case: 1 } }
  - { at: +5m, in: one, escalation-resolved: { case: 1, resolution: seen } }
  - { at: D4 09:00, clock-reached: {} }`), packages);
    const of = (type: string) => events.filter((event) => event.type === type);
    expect(of('ObligationClosed').find((e) => 'reason' in e && e.reason === 'shared')).toMatchObject({ in: 'two', obligation: 'two/survey/1/0/invite/patient' });
    expect(of('EscalationJoined')).toMatchObject([{ in: 'two', heldBy: 'one/escalation/1' }]);
    expect(of('EscalationContacted')).toMatchObject([{ in: 'one' }]);
    expect(of('EscalationClosed')).toMatchObject([{ in: 'one', outcome: 'resolved' }, { in: 'two', outcome: 'case-ended' }]);
  });

  it('a death told to one package is a death for all', () => {
    const { world } = runStory(two('  - { at: D2 09:00, patient-died: {} }\n  - { at: D9 09:00, clock-reached: {} }'), packages);
    expect([...world.running.values()].map(({ episode }) => [episode.status, Object.keys(episode.obligations)])).toEqual([['stopped', []], ['stopped', []]]);
  });

  it('a vendor refuses: the next channel; never answers: looked up, not sent again; all refuse: a person', () => {
    const outage = (wechat: string, sms: string) => runStory(story('  - { at: D4 09:00, clock-reached: {} }', `vendor: [{ channel: wechat, from: D3 00:00, until: D4 00:00, answer: ${wechat} }, { channel: sms, from: D3 00:00, until: D4 00:00, answer: ${sms} }]`), packages).events
      .filter((event) => event.type === 'ObligationClosed' && event.obligation === 'care/survey/1/0/invite/patient');
    expect(outage('reject', 'ambiguous')).toMatchObject([{ outcome: 'sent', channel: 'sms', at: '2026-03-05T02:15:00.000Z' }]);
    expect(outage('reject', 'reject')).toMatchObject([{ outcome: 'failed', reason: 'all-channels-failed' }]);
  });

  it('inputs that the product would refuse are refused in its words', () => {
    expect(runStory(story('  - { at: D1 09:00, step-ticked: { step: dressing#1 } }'), packages).refused).toMatchObject([{ refusal: { code: 'wrong-kind' } }]);
  });

  it.each([
    ['an unknown key', 'story: x\nepisodes: []\ninputs: []\nfoo: 1', /foo/i],
    ['an unknown input', 'story: x\nepisodes: [{ as: a, package: small@1, anchors: {}, at: D0 16:00 }]\ninputs: [{ at: D1 09:00, shout: {} }]', /exactly one kind/],
    ['a mistyped answer', 'story: x\nepisodes: [{ as: a, package: small@1, anchors: {}, at: D0 16:00 }]\ninputs: [{ at: D1 09:00, visit-missed: { step: dressing, reason: no-show } }]', /dressing#1/],
    ['broken YAML', 'story: [', /test: /],
  ])('%s is refused with its place', (_what, text, message) => {
    expect(() => readStory(text, 'test')).toThrow(StoryRefused);
    expect(() => readStory(text, 'test')).toThrow(message);
  });

  it('needs to know which episode an answer belongs to, and says so', () => {
    expect(() => runStory(two('  - { at: D3 11:00, answer-received: { answers: { wound: { redness: none } } } }'), packages)).toThrow('say which episode with "in": one or two');
  });
});

describe('docs/story-format.md', () => {
  const page = readFileSync(new URL('../../docs/story-format.md', import.meta.url), 'utf8');
  const blocks = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text]) => text ?? '');

  it('its stories run on the published packages and meet their expectations', () => {
    const stories = blocks.filter((text) => text.startsWith('story:'));
    expect(stories.length).toBeGreaterThanOrEqual(2);
    for (const text of stories) {
      const parsed = readStory(text, 'docs/story-format.md');
      const plans = Object.fromEntries(parsed.episodes.map((episode) => [episode.package, loadDefinitionOrThrow(episode.package)]));
      const result = runStory(parsed, plans);
      expect([...result.unmet, ...result.refused]).toEqual([]);
    }
  });

  it('shows every kind of input, in lines that are read without complaint', () => {
    const examples = blocks.find((text) => !text.startsWith('story:')) ?? '';
    const parsed = story(examples.split('\n').map((line) => `  ${line}`).join('\n'));
    expect([...new Set(parsed.inputs.map(({ kind }) => kind))].toSorted()).toEqual(Object.keys(inputKinds).toSorted());
    expect(resolveInputs(parsed, packages, '2026-03-02T08:00:00.000Z')).toHaveLength(parsed.inputs.length);
  });

  it('a package is described with everything that a story may say', () => {
    const text = describePlan(small);
    for (const word of ['dressing', 'survey', 'redness*', 'none, small, over', 'W-1', 'RED']) expect(text).toContain(word);
  });
});
