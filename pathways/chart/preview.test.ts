import { describe, expect, it } from 'vitest';
import { loadDefinitionOrThrow } from '../../cli/load-definition.js';
import { decide } from '../engine/decide.js';
import { evolve } from '../engine/evolve.js';
import type { Episode } from '../engine/episode.js';
import type { EpisodeInput } from '../engine/inputs.js';
import { open } from '../engine/open.js';
import { previewOf } from './preview.js';
import { semantics } from '../engine/semantics.js';

const { plan, hash } = loadDefinitionOrThrow('hip-wound-care');
const start: EpisodeInput = {
  kind: 'episode-started', at: '2026-03-02T08:00:00.000Z', anchors: { discharge: '2026-03-02' }, zone: 'Asia/Shanghai',
  calendar: { version: 't', coveredUntil: '2026-12-31', holidays: [], workdays: [], fixed: [] }, facts: { flags: {}, hasFamilyContact: true, optedOut: false, away: [] },
};
const given = (...inputs: EpisodeInput[]): Episode =>
  [start, ...inputs].reduce((episode, input) => decide(plan, episode, input).reduce(evolve, episode), open({ id: 'e', plan: { id: plan.id, version: plan.version, hash }, semantics, startedAt: start.at, zone: 'Asia/Shanghai' }));
const at = '2026-03-02T09:00:00.000Z';
const by = { at, commandId: 'c', by: 'nurse' } as const;
const kinds = (items: { kind: string | null; what: string }[]): string[] => [...new Set(items.map(({ kind, what }) => `${what} ${kind ?? ''}`))].sort();

describe('A preview', () => {
  it('of death ends everything, cases too, and starts nothing', () => {
    const episode = given({ kind: 'escalation-raised', level: 'orange', reason: 'asked', ...by, commandId: 'raise' });
    const { stops, starts, casesClosed, casesStayOpen } = previewOf(plan, episode, { kind: 'patient-died', ...by });
    expect(kinds(stops)).toEqual(expect.arrayContaining(['message visit', 'step call', 'step form', 'step visit']));
    expect(stops.filter(({ kind, what }) => kind === 'visit' && what === 'step')).toHaveLength(3);
    expect([starts, casesClosed.length, casesStayOpen.length]).toEqual([[], 1, 0]);
  });

  it('of a stop says that open cases stay with people', () => {
    const episode = given({ kind: 'escalation-raised', level: 'orange', reason: 'asked', ...by, commandId: 'raise' });
    expect(previewOf(plan, episode, { kind: 'stop', reason: 'withdrawn', ...by })).toMatchObject({ casesClosed: [], casesStayOpen: [expect.stringContaining('escalation')] });
  });

  it('of a pause names the messages that will not go out', () => {
    const { stops } = previewOf(plan, given(), { kind: 'pause', reason: 'staff', ...by });
    expect(stops.filter(({ what }) => what === 'message').length).toBeGreaterThan(3);
    expect(stops.every(({ at: when }) => when >= at)).toBe(true);
  });

  it('of starting a step by hand shows what comes of it', () => {
    const { starts, stops } = previewOf(plan, given(), { kind: 'steps-start', steps: ['mood-check'], reason: 'low mood on the phone', ...by });
    expect(starts).toEqual(expect.arrayContaining([expect.objectContaining({ step: 'mood-check' })]));
    expect(stops).toEqual([]);
  });

  it('of death adds nothing, also when a task of before already lies with staff', () => {
    const called = given({ kind: 'clock-reached', at: '2026-03-03T02:00:00.000Z' });
    expect(Object.values(called.obligations).some(({ purpose, state }) => purpose === 'call' && state === 'released')).toBe(true);
    expect(previewOf(plan, called, { kind: 'patient-died', ...by, at: '2026-03-03T02:00:04.000Z' }).starts).toEqual([]);
  });

  it('of what is not possible gives the refusal and nothing else', () => {
    expect(previewOf(plan, given(), { kind: 'resume', ...by })).toMatchObject({ refusal: { code: 'wrong-state' }, stops: [], starts: [] });
  });

  it('changes nothing', () => {
    const episode = given();
    const before = JSON.stringify(episode);
    previewOf(plan, episode, { kind: 'patient-died', ...by });
    expect(JSON.stringify(episode)).toBe(before);
  });
});
