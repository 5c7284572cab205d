import { describe, expect, it } from 'vitest';
import { embedsOf, refuseEmbedding } from './embedding.js';

const label = 'label.included';
const year = { id: 'year', embeds: [{ service: 'wound-course', packages: ['wound', 'drain'], label }, { service: 'any-course', packages: 'any' as const, label }] };
const narrow = { id: 'narrow', embeds: [{ service: 'wound-course', packages: ['wound'], label }] };

describe('Which package may be started within another', () => {
  it('the first line that names it', () => {
    expect(embedsOf(year, { id: 'drain' })?.service).toBe('wound-course');
    expect(embedsOf(year, { id: 'rehab' })?.service).toBe('any-course');
    expect(embedsOf(narrow, { id: 'rehab' })).toBeNull();
  });
  it('never itself, and never one that includes others', () => {
    expect(embedsOf(year, year)).toBeNull();
    expect(embedsOf(year, narrow)).toBeNull();
    expect(embedsOf(year, { id: 'year' })).toBeNull();
  });
  it('none within one that includes nothing', () => expect(embedsOf({ id: 'wound' }, { id: 'drain' })).toBeNull());
});

describe('What is refused says what to do', () => {
  it.each([
    [{ plan: { id: 'wound' }, status: 'active' as const }, { id: 'drain' }, 'wound includes no other package: order drain by itself'],
    [{ plan: year, status: 'active' as const }, narrow, 'narrow includes other packages itself, so it is never included in one: order it by itself'],
    [{ plan: narrow, status: 'active' as const }, { id: 'drain' }, 'narrow does not include drain: choose one of wound, or order it by itself'],
    [{ plan: narrow, status: 'paused' as const }, { id: 'wound' }, 'narrow is paused: resume it first, or order the other package by itself'],
    [{ plan: narrow, status: 'completed' as const }, { id: 'wound' }, 'narrow is completed: it includes nothing any more; order the other package by itself'],
  ])('%#', (outer, inner, message) => expect(refuseEmbedding(outer, inner)?.message).toBe(message));
  it('nothing, when it is in the list and both stand well', () => expect(refuseEmbedding({ plan: narrow, status: 'active' }, { id: 'wound' })).toBeNull());
});
