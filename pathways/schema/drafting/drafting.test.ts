import { describe, expect, it } from 'vitest';
import { compilePathway } from '../compile.js';
import { definitionFiles } from '../../../cli/definition-files.js';
import { loadDefinition, loadDefinitionOrThrow } from '../../../cli/load-definition.js';
import type { SourceFile } from '../source/place.js';
import { overrideParameter, overriddenFrom, overrideReason } from './override.js';
import { parameterUses } from './parameter-uses.js';
import { renumber, sourcesOf } from './version-files.js';

/** As a draft keeps them: fragments of other packages are not among them. */
const filesOf = (id: string): SourceFile[] => definitionFiles(id, loadDefinitionOrThrow(id));

describe('Files of the next version', () => {
  it('differ from the last one in number alone, comments and order included', () => {
    const before = filesOf('hip-home-rehab');
    const after = renumber('hip-home-rehab', before, 1, 2);
    const main = (files: SourceFile[], path: string) => files.find((file) => file.path === path)?.text ?? '';
    expect(main(after, 'hip-home-rehab/v2.yaml')).toBe(main(before, 'hip-home-rehab/v1.yaml').replace('version: 1', 'version: 2'));
    const compiled = compilePathway(sourcesOf('hip-home-rehab', 2, after));
    const original = loadDefinition('hip-home-rehab');
    if (!compiled.ok || !original.ok) throw new Error('must compile');
    expect(compiled.plan).toEqual({ ...original.plan, version: 2 });
  });

  it('make wording of one version their own', () => {
    const files = [{ path: 'a/v1.yaml', text: 'pathway: a\nversion: 1 # first\n' }, { path: 'a/texts.en.yaml', text: 'old: x\n' }, { path: 'a/v1.texts.en.yaml', text: 'own: x\n' }];
    expect(renumber('a', files, 1, 3)).toEqual([{ path: 'a/v3.yaml', text: 'pathway: a\nversion: 3 # first\n' }, { path: 'a/texts.en.yaml', text: 'own: x\n' }]);
  });
});

describe('An override', () => {
  const changed = (files: readonly SourceFile[], parameter: string, value: string | string[], reason = 'our ward acts earlier') => {
    const done = overrideParameter(files, { parameter, value, reason });
    if (!done.ok) throw new Error(done.message);
    return done;
  };

  it('changes one number of a fragment, in the draft alone, and says so in its source mark', () => {
    const { files, path, before, after } = changed(filesOf('hip-home-rehab'), 'feverHigh', '38.3');
    expect({ path, before, after }).toEqual({ path: '_shared/core.v1.yaml', before: '38.5', after: '38.3' });
    const compiled = compilePathway(sourcesOf('hip-home-rehab', 1, files));
    const original = loadDefinition('hip-home-rehab');
    if (!compiled.ok || !original.ok) throw new Error('must compile');
    expect(compiled.plan.parameters['feverHigh']).toEqual({ value: '38.3', unit: '°C', source: 'override: our ward acts earlier (was 38.5, source C)' });
    expect(compiled.hash).not.toBe(original.hash);
    expect(overriddenFrom(compiled.plan.parameters['feverHigh']?.source ?? '')).toEqual({ value: '38.5', source: 'C' });
    expect(overrideReason(compiled.plan.parameters['feverHigh']?.source ?? '')).toBe('our ward acts earlier');
  });

  it('of a list and of a time keep their kind', () => {
    const { files } = changed(changed(filesOf('hip-home-rehab'), 'rehabDays', ['2', '5', '8', '10', '13']).files, 'visitTime', '14:00');
    const compiled = compilePathway(sourcesOf('hip-home-rehab', 1, files));
    if (!compiled.ok) throw new Error(JSON.stringify(compiled.diagnostics));
    expect(compiled.plan.steps.find(({ id }) => id === 'rehab')?.schedule).toMatchObject({ offsets: [2, 5, 8, 10, 13], at: '14:00' });
    expect(compiled.plan.parameters['rehabDays']?.source).toBe('override: our ward acts earlier (was 3, 5, 8, 10, 13, source [1] C)');
  });

  it('made twice still says the published number, and made back is none', () => {
    const once = changed(filesOf('hip-home-rehab'), 'feverHigh', '38.3');
    const twice = changed(once.files, 'feverHigh', '38.4', 'agreed with medicine');
    expect(twice.files.find(({ path }) => path === '_shared/core.v1.yaml')?.text).toContain('"override: agreed with medicine (was 38.5, source C)"');
    expect(changed(twice.files, 'feverHigh', '38.5').files.find(({ path }) => path === '_shared/core.v1.yaml')?.text).toContain('feverHigh: { value: 38.5, unit: "°C", source: "C" }');
  });

  it.each([
    [{ parameter: 'feverHigh', value: 'hot', reason: 'x' }, 'feverHigh is a number, and "hot" is none'],
    [{ parameter: 'feverHigh', value: ['38', '39'], reason: 'x' }, 'feverHigh is one value, not a list'],
    [{ parameter: 'feverHigh', value: '38', reason: ' \n ' }, 'An override needs a reason: say why the department wants another number'],
    [{ parameter: 'nothing', value: '38', reason: 'x' }, 'There is no parameter nothing with value and source in the files of this draft'],
  ])('is refused: %j', (override, message) => expect(overrideParameter(filesOf('hip-home-rehab'), override)).toEqual({ ok: false, message }));
});

it('a parameter names every place where it acts', () => {
  const uses = parameterUses(filesOf('hip-home-rehab').filter(({ path }) => path.startsWith('hip-home-rehab/') || /core|hip\.|conventions/.test(path)));
  expect(uses['contactTime']).toEqual(['steps.first-call', 'steps.follow-up-d3', 'steps.follow-up-d7', 'steps.follow-up-d14', 'steps.follow-up-d30', 'steps.follow-up-d90']);
  expect(uses['tugRisk']).toEqual(['rules.O-2']);
  expect(uses['rehabCount']).toEqual(['package.units']);
});
