import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Plan } from '../engine/plan.js';
import { compilePathway, hashOf, type Compilation } from './compile.js';
import { formatDiagnostic } from './source/diagnostic.js';
import { broken, complaints } from './testing/broken.js';
import { paths, sourcesOf, validFiles } from './testing/valid.js';

const { pathway, conventions, zh, en } = paths;

function compiled(files: Record<string, string> = validFiles): Extract<Compilation, { ok: true }> {
  const result = compilePathway(sourcesOf(files));
  if (!result.ok) throw new Error(result.diagnostics.map(formatDiagnostic).join('\n'));
  return result;
}
const step = (plan: Plan, id: string) => plan.steps.find((one) => one.id === id);
const rule = (plan: Plan, id: string) => plan.rules.find((one) => one.id === id);

describe('A right pathway becomes a plan', () => {
  const { plan, texts, meta, warnings } = compiled();

  it('has nothing to complain about', () => expect(warnings).toEqual([]));

  it('resolves days and times of visits from their parameters', () =>
    expect(step(plan, 'dressing')).toMatchObject({
      schedule: { kind: 'offsets', anchor: 'discharge', unit: 'day', offsets: [2, 6], at: '10:00' },
      window: { earlyDays: 0, lateDays: 1 },
      missedAfterHours: 4,
      reminders: [{ purpose: 'eve', daysBefore: 1, at: '18:00' }],
    }));

  it('counts months as months, and repeats from day to day at their times', () => {
    expect(step(plan, 'call')?.schedule).toEqual({ kind: 'offsets', anchor: 'discharge', unit: 'month', offsets: [1], at: '10:00' });
    expect(step(plan, 'exercise')?.schedule).toMatchObject({ kind: 'repeat', fromDay: 1, everyDays: 1, untilDay: 14, times: ['10:00', '18:00'] });
  });

  it('keeps the name of a parameter beside its value, so that "why" can show both', () =>
    expect(rule(plan, 'B-1')?.cases[0]?.when).toEqual({
      op: 'gt', left: { op: 'path', path: 'bloodPressure.systolic' }, right: { op: 'num', value: '160', name: 'pressureHigh' },
    }));

  it('keeps decimals as they were written', () => expect(JSON.stringify(rule(plan, 'W-1'))).toContain('"value":"38.0","name":"feverLow"'));

  it('derives what a rule waits for, without the patient and the day', () =>
    expect(rule(plan, 'M-1')?.inputs).toEqual(['mood.score', 'wound.celsius']));

  it('keeps 48 hours of history for a persistent finding, and every component of a reading', () =>
    expect(plan.lookBack).toMatchObject({
      'wound.redness': { days: 3, keepFirst: false },
      'wound.celsius': { days: 3, keepFirst: false },
      'bloodPressure.systolic': { days: 1, keepFirst: false },
    }));

  it('keeps the first value for ever where a rule asks for the baseline', () => {
    const { plan: other } = compiled(broken([pathway, 'previous(wound.pain)', 'baseline(wound.pain)']));
    expect(other.lookBack['wound.pain']).toEqual({ days: 3, keepFirst: true });
  });

  it('tells people what the parameters are and where they come from', () => {
    expect(meta.parameters['feverHigh']).toEqual({ value: '38.5', unit: '°C', source: '[16]' });
    expect(meta.parameters['dressingDays']?.value).toEqual(['2', '6']);
    expect(plan.parameters['dressingDays']?.value).toBe('2, 6');
    expect(meta.units).toEqual([{ service: 'dressing', count: 2 }]);
  });

  it('knows the wording of every question and option', () => {
    expect(meta.forms['wound']?.questions['redness']).toEqual({ text: 'q.redness', options: { none: 'q.redness.none', 'up-to-2cm': 'q.redness.up-to-2cm', 'over-2cm': 'q.redness.over-2cm' } });
    expect(texts['zh-CN']['visit.eve']).toContain('{slot}');
    expect(Object.keys(texts.en).sort()).toEqual(Object.keys(texts['zh-CN']).sort());
  });

  it('lets one set of option wordings serve a whole scale', () => {
    const { meta: other } = compiled(broken([pathway, '"3"], text: q.mood2 }', '"3"], text: q.mood1, optionText: q.mood2 }']));
    expect(other.forms['mood']?.questions['item2']).toMatchObject({ text: 'q.mood1', options: { 3: 'q.mood2.3' } });
  });

  it('takes a pathway\'s own convention before that of the fragment', () => {
    const { plan: other } = compiled(broken([pathway, 'readings:\n', 'yellows: { count: $twoYellows, become: red }\nreadings:\n']));
    expect(other.yellows).toEqual({ count: 2, become: 'red' });
  });

  it('leaves out a fragment\'s rule whose forms this package never asks, and says so', () => {
    const sleeping = 'rules:\n  V-1:\n    source: C\n    cases:\n      - { when: "vitals.pulse > 1", level: red, instruction: do.W-1 }\n';
    const form = 'forms:\n  vitals:\n    title: form.wound\n    questions:\n      pulse: { type: number, decimals: 0, min: 0, max: $cap, unit: SMS, text: q.pain }\n';
    const result = compiled(broken([conventions, 'levels:\n', `${form}${sleeping}levels:\n`]));
    expect(result.plan.rules.map(({ id }) => id)).toEqual(['W-1', 'B-1', 'EX-1', 'M-1']);
    expect(result.warnings.map(({ message }) => message)).toEqual(['rule V-1 sleeps in this package: no step asks the form `vitals`']);
  });
});

describe('The hash is the identity of the content', () => {
  it('does not depend on the order in which files are given or the run', () =>
    fc.assert(
      fc.property(fc.shuffledSubarray(sourcesOf(validFiles).files.slice(), { minLength: 6 }), fc.integer({ min: 2, max: 14 }), (files, late) => {
        const changed = files.map((file) => ({ ...file, text: file.text.replace('lateDays: { value: 1,', `lateDays: { value: ${late},`) }));
        const one = compilePathway({ main: pathway, files: changed });
        const two = compilePathway({ main: pathway, files: [...changed].reverse() });
        expect(one).toEqual(two);
        expect(one.ok && one.plan.steps[0]).toMatchObject({ window: { lateDays: late } });
      }),
      { seed: 7, numRuns: 20 },
    ));

  it('does not depend on comments, spaces or the order of parameters', () => {
    const other = broken([pathway, '  from: { value: 1, unit: day, source: C }\n', ''], [pathway, 'parameters:\n', '# first\nparameters:\n  from:   { source: C, unit: day, value: 1 }\n']);
    expect(compiled(other).hash).toBe(compiled().hash);
  });

  it('changes with one number, one word of a text, one source mark', () => {
    const { hash, plan, texts, meta } = compiled();
    expect(hash).toBe(hashOf({ plan, texts, meta }));
    const changes = [
      broken([pathway, 'value: 38.5', 'value: 38.6']),
      broken([en, 'we visit you', 'we will visit you']),
      broken([pathway, 'source: "[16]"', 'source: C']),
    ];
    expect(new Set([hash, ...changes.map((files) => compiled(files).hash)]).size).toBe(4);
  });
});

describe('A second version leaves the first as it is', () => {
  const first = compiled().hash;
  const second = (validFiles[pathway] ?? '').replace('version: 1', 'version: 2');
  const compiledAt = (main: string, files: Record<string, string>) => {
    const result = compilePathway({ ...sourcesOf(files), main });
    if (!result.ok) throw new Error(result.diagnostics.map(formatDiagnostic).join('\n'));
    return result;
  };

  it('when it needs another text in the files that both share', () => {
    const added = broken([en, 'do.W-1: "words"\n', 'do.W-1: "words"\ndo.W-2: "more"\n'], [zh, 'do.W-1: "文字"\n', 'do.W-1: "文字"\ndo.W-2: "更多"\n']);
    const files = { ...added, 'knee/v2.yaml': second.replace('systolic > p.pressureHigh", level: orange, instruction: do.W-1', 'systolic > p.pressureHigh", level: orange, instruction: do.W-2') };
    expect(compiledAt(pathway, files)).toMatchObject({ hash: first, warnings: [] });
    expect(compiledAt('knee/v2.yaml', files).texts.en['do.W-2']).toBe('more');
  });

  it('when it words a text anew in a file of its own, in one language or in all', () => {
    const files = { ...validFiles, 'knee/v2.yaml': second, 'knee/v2.texts.en.yaml': (validFiles[en] ?? '').replace('we visit you', 'a nurse visits you') };
    expect(compiledAt(pathway, files)).toMatchObject({ hash: first, warnings: [] });
    const { texts } = compiledAt('knee/v2.yaml', files);
    expect(texts.en['visit.eve']).toContain('a nurse visits you');
    expect(texts['zh-CN']).toEqual(compiled().texts['zh-CN']);
  });

  it('when it uses the second version of a fragment, with texts of its own or without', () => {
    const fragment = (validFiles[conventions] ?? '').replace('version: 1', 'version: 2').replace('cap: { value: 3', 'cap: { value: 2');
    const files: Record<string, string> = { ...validFiles, 'knee/v2.yaml': second.replace('[conventions]', '[conventions@2]'), '_shared/conventions.v2.yaml': fragment };
    expect(compiledAt(pathway, files)).toMatchObject({ hash: first, plan: { dailySmsCap: 3 } });
    expect(compiledAt('knee/v2.yaml', files)).toMatchObject({ plan: { dailySmsCap: 2 }, meta: { uses: ['conventions@2'] }, texts: { en: { digest: 'shared' } } });
    files['_shared/conventions.v2.texts.en.yaml'] = (files[paths.sharedEn] ?? '').replace('digest: "shared"', 'digest: "several"');
    expect(compiledAt(pathway, files)).toMatchObject({ hash: first, texts: { en: { digest: 'shared' } } });
    expect(compiledAt('knee/v2.yaml', files).texts.en['digest']).toBe('several');
  });

  it('and a text that only a sleeping rule would use does not travel', () => {
    const sleeping = 'rules:\n  V-1:\n    source: C\n    cases:\n      - { when: "vitals.pulse > 1", level: red, instruction: do.V-1 }\n';
    const form = 'forms:\n  vitals:\n    title: form.wound\n    questions:\n      pulse: { type: number, decimals: 0, min: 0, max: $cap, unit: SMS, text: q.pain }\n';
    const files = broken([conventions, 'levels:\n', `${form}${sleeping}levels:\n`], [paths.sharedEn, 'digest: "shared"\n', 'digest: "shared"\ndo.V-1: "shared"\n']);
    expect(Object.keys(compiledAt(pathway, files).texts.en)).not.toContain('do.V-1');
  });

  it('is told where a missing text belongs', () => {
    const result = compilePathway({ main: 'knee/v2.yaml', files: sourcesOf({ ...validFiles, 'knee/v2.yaml': second.replace('label: label.photo', 'label: label.foto'), 'knee/v2.texts.en.yaml': validFiles[en] ?? '' }).files });
    expect(result.ok ? [] : result.diagnostics.filter(({ severity }) => severity === 'error').map(formatDiagnostic)).toEqual([
      expect.stringMatching(/no text `label\.foto` in any language\. Fix: did you mean `label\.photo`\? Else add it to knee\/texts\.zh-CN\.yaml and knee\/v2\.texts\.en\.yaml\.$/),
    ]);
  });
});

describe('All mistakes of all files come at once, in reading order', () => {
  it('a bad step hides neither a bad rule nor a bad text', () => {
    const result = compilePathway(sourcesOf(broken(
      [pathway, 'kind: visit', 'kind: vist'],
      [pathway, 'step: exercise,', 'step: exercises,'],
      [pathway, 'systolic > p.pressureHigh', 'systolic > 160'],
      [en, '{surname}, we', '{surnam}, we'],
    )));
    expect(result.ok ? [] : result.diagnostics.filter(({ severity }) => severity === 'error').map(formatDiagnostic)).toEqual([
      'knee/texts.en.yaml:1:13: unknown placeholder {surnam}. Fix: did you mean `surname`?',
      'knee/v1.yaml:35:11: unknown kind "vist". Fix: did you mean `visit`?',
      'knee/v1.yaml:124:43: the number 160 has no name and no source. Fix: name it as a parameter with a source and write `p.<name>`.',
      'knee/v1.yaml:128:22: no step `exercises`. Fix: did you mean `exercise`?',
    ]);
  });

  it('a number in place of a parameter, or an unknown key, hides nothing else in the same step', () => {
    const result = compilePathway(sourcesOf(broken(
      [pathway, 'days: $dressingDays', 'days: [2, 6]'],
      [pathway, 'service: dressing\n', 'service: dresing\n    colour: red\n'],
      [pathway, '  dressingDays: { value: [2, 6], unit: day, source: C }\n', ''],
    )));
    expect(result.ok ? [] : result.diagnostics.map(({ message }) => message)).toEqual([
      '`days` must be a parameter that holds a list, or a list of parameters such as [$first, $second], but is [2,6]',
      'the package does not sell the service `dresing`',
      '`colour` is not part of the language here',
    ]);
  });

  it('a fragment that is not there, or a text file, is said once, not once for everything that it would hold', () => {
    const missing = compilePathway(sourcesOf(broken([pathway, 'uses: [conventions]', 'uses: [conventionz]'])));
    expect(missing.ok ? [] : missing.diagnostics.map(formatDiagnostic)).toEqual(['knee/v1.yaml:3:8: no fragment `conventionz`. Fix: did you mean `conventions`?']);
    const { [en]: _absent, ...unworded } = validFiles;
    const mute = compilePathway(sourcesOf(unworded));
    expect(mute.ok ? [] : mute.diagnostics.map(formatDiagnostic)).toEqual([
      'knee/v1.yaml:1:1: there is no file knee/texts.en.yaml, but text `label.dressing` and others need it. Fix: add it beside this file: flat YAML, `key: wording`.',
    ]);
  });

  it('a broken text file, or an empty text, is not also told as missing', () => {
    const torn = compilePathway(sourcesOf(broken([en, 'do.W-1: "words"', 'do.W-1: "words'])));
    expect(torn.ok ? [] : torn.diagnostics.map(({ file, message }) => `${file} ${message}`)).toEqual([expect.stringMatching(/^knee\/texts\.en\.yaml not valid YAML/)]);
    const empty = compilePathway(sourcesOf(broken([en, 'do.W-1: "words"', 'do.W-1: ""'])));
    expect(empty.ok ? [] : empty.diagnostics.map(({ message }) => message)).toEqual(['text `do.W-1` has no wording']);
  });

  it('a misspelt step is not also told as a step that no rule starts', () => {
    const result = compilePathway(sourcesOf(broken([pathway, 'start: [photo]', 'start: [foto]'])));
    expect(result.ok ? [] : result.diagnostics.map(({ message }) => message)).toEqual(['no step `foto`']);
  });

  it('a refused item is known to exist: nobody is told that it is unknown', () => {
    const result = compilePathway(sourcesOf(broken([pathway, 'title: form.wound', 'titel: form.wound'])));
    expect(result.ok ? [] : result.diagnostics.filter(({ severity }) => severity === 'error').map(({ message }) => message)).toEqual([
      '`title` is missing in `forms.wound`',
      '`titel` is not part of the language here',
    ]);
  });

  it.each([
    "'bloodPressure.systolic > ▲160'",
    "'wound.redness == ''none'' && bloodPressure.systolic > ▲160'",
    '"wound.redness == \\"none\\" && bloodPressure.systolic > ▲160"',
    'wound.worse && bloodPressure.systolic > ▲160',
    '>-\n          wound.worse\n          && bloodPressure.systolic > ▲160',
    '|\n          wound.worse &&\n            bloodPressure.systolic > ▲160\n',
    '"wound.worse\n          && bloodPressure.systolic > ▲160"',
  ])('points into an expression written as %s', (text) => {
    const { expected, diagnostics } = complaints([pathway, '- { when: "bloodPressure.systolic > p.pressureHigh", level: orange, instruction: do.W-1 }', `- when: ${text}\n        level: orange\n        instruction: do.W-1`]);
    expect(diagnostics.filter(({ message }) => message.startsWith('the number 160'))).toMatchObject([expected]);
  });
});
