import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { definitionsFolder, loadDefinitionOrThrow } from '../../cli/load-definition.js';
import { definitionFiles } from '../../cli/definition-files.js';
import { versionChanges } from '../outline/version-changes.js';
import { compilePathway } from '../schema/compile.js';
import type { Definition } from '../schema/definition.js';
import { overrideParameter } from '../schema/drafting/override.js';
import { renumber, sourcesOf } from '../schema/drafting/version-files.js';
import { compareStories } from './compare.js';
import { compareDays, firstDays } from './first-days.js';
import { runStory } from './run.js';
import { readStory } from './schema.js';

const base = loadDefinitionOrThrow('hip-home-rehab');

/** The next version with these numbers of the department's own. */
function edited(changes: Record<string, string | string[]>): Definition {
  let files = renumber(base.plan.id, definitionFiles('hip-home-rehab', base), 1, 2);
  for (const [parameter, value] of Object.entries(changes)) {
    const done = overrideParameter(files, { parameter, value, reason: 'agreed in the ward' });
    if (!done.ok) throw new Error(done.message);
    files = done.files;
  }
  const compiled = compilePathway(sourcesOf(base.plan.id, 2, files));
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.diagnostics));
  return compiled;
}
const daysOf = ({ plan, hash, texts }: Definition) => firstDays({ plan, hash, texts: texts.en }, '2026-03-02');

describe('The first ninety days of a sample patient', () => {
  const before = daysOf(base);

  it('hold her visits, forms and messages on their days', () => {
    expect(before.filter(({ step, what }) => step === 'rehab' && what === 'step').map(({ day, time }) => `D${day} ${time}`)).toEqual(['D3 15:30', 'D5 15:30', 'D8 15:30', 'D10 15:30', 'D13 15:30']);
    expect(before.find(({ id }) => id === 'follow-up-d90#1')).toMatchObject({ day: 90, time: '10:00' });
  });
  it('do not change when nothing was changed', () => expect(compareDays(before, daysOf(edited({})))).toEqual({ gained: [], lost: [], moved: [], reworded: [], same: before.length }));
  it('gain a visit, lose a visit, move a visit', () => {
    const more = compareDays(before, daysOf(edited({ rehabDays: ['3', '5', '8', '10', '13', '15'], rehabCount: '6' })));
    expect(more.gained.map(({ id }) => id)).toContain('rehab#6');
    expect(more.lost).toEqual([]);
    const fewer = compareDays(before, daysOf(edited({ rehabDays: ['3', '5', '8', '10'], rehabCount: '4' })));
    expect(fewer.lost.map(({ id }) => id)).toContain('rehab#5');
    const later = compareDays(before, daysOf(edited({ rehabDays: ['3', '6', '8', '10', '13'] })));
    expect(later.moved.filter(({ after }) => after.what === 'step').map(({ before: was, after }) => `${after.id} D${was.day} to D${after.day}`)).toEqual(['rehab#2 D5 to D6']);
  });
});

describe('A story told by both versions', () => {
  const told = ({ plan, hash }: Pick<Definition, 'plan' | 'hash'>) => runStory(readStory(readFileSync(join(definitionsFolder, 'hip-home-rehab/stories/01-five-visits.story.yaml'), 'utf8'), '01'), { 'hip-home-rehab@1': { plan, hash } });

  it('is the same without a change', () => expect(compareStories(told(base), told(edited({})))).toMatchObject({ gained: [], lost: [], moved: [] }));
  it('shows the rule that a lower threshold lets fire, and what it starts', () => {
    const { gained, lost } = compareStories(told(base), told(edited({ tugRisk: '12.0' })));
    expect(gained.map(({ mark, text }) => `${mark} ${text}`)).toEqual(expect.arrayContaining(['⚠ rules met: O-2', '● home-safety-visit#1 started']));
    expect(lost).toEqual([]);
  });
});

it('An edited version says part by part what it changed', () => {
  const after = edited({ tugRisk: '12.0' });
  expect(versionChanges(base, after)).toEqual([
    { part: 'parameter', id: 'tugRisk', before: '13.5 s, C', after: '12.0 s, override: agreed in the ward (was 13.5, source C)' },
    { part: 'rule', id: 'O-2', change: 'changed' },
  ]);
  expect(versionChanges(base, base)).toEqual([]);
});

it('The files kept with a version compile to that very version', () => {
  for (const id of ['hip-home-rehab', 'hip-wound-care', 'stroke-rehab', 'discharge-follow-up']) {
    const original = loadDefinitionOrThrow(id);
    const compiled = compilePathway(sourcesOf(id, original.plan.version, definitionFiles(id, original)));
    expect(compiled.ok && compiled.hash).toBe(original.hash);
  }
});
