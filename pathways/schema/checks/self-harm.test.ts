import { describe, expect, it } from 'vitest';
import { readSources } from '../../../cli/load-definition.js';
import { compilePathway } from '../compile.js';

/** `hip-wound-care` with one place of its files written otherwise. */
function complaintsOf(...edits: [file: string, found: string, instead: string][]): string[] {
  const { main, files } = readSources('hip-wound-care');
  const changed = files.map(({ path, text }) => ({ path, text: edits.filter(([file]) => path.endsWith(file)).reduce((so, [, found, instead]) => {
    if (so.split(found).length !== 2) throw new Error(`"${found}" does not stand exactly once in ${path}`);
    return so.replace(found, () => instead);
  }, text) }));
  const compiled = compilePathway({ main, files: changed });
  return (compiled.ok ? compiled.warnings : compiled.diagnostics).map(({ message, fix }) => `${message} | ${fix}`);
}

const core = 'core.v1.yaml';
const totals = '  infection:\n    title: form.infection\n';

describe('Self-harm', () => {
  it('has a person who calls, in the package as it is', () => expect(complaintsOf()).toEqual([]));

  it.each([
    ['one of its answers is forgotten', "in ['1', '2', '3']", "in ['2', '3']", 'the answer "1" to `phq9.item9` speaks of self-harm, and no rule brings a person\'s call for it'],
    ['it hangs on something else besides', "phq9.item9 in ['1', '2', '3']", "phq9.item9 in ['1', '2', '3'] && core.pain > 0", 'the answer "3" to `phq9.item9` speaks of self-harm'],
    ['the level’s text would go out', '        patientText: null\n', '', 'case 1 of rule CORE-10 alerts the crisis counsellor, but not as self-harm must'],
    ['the emergency text would go out', 'patientText: null', 'patientText: alert.red', 'not as self-harm must: RED, that person first, nothing by text'],
    ['somebody else is told first', 'to: [crisis-counsellor, responsible-nurse]', 'to: [responsible-nurse, crisis-counsellor]', 'not as self-harm must'],
    ['only others are told', 'to: [crisis-counsellor, responsible-nurse]', 'to: [responsible-nurse]', 'the answer "1" to `phq9.item9` speaks of self-harm'],
  ])('is refused when %s', (_, found, instead, says) => expect(complaintsOf([core, found, instead]).join('\n')).toContain(says));

  it('is asked about beside a total that hides it', () => {
    const epds = `  epds:\n    title: form.infection\n    questions:\n      total: { type: number, decimals: 0, min: $soakedMin, max: $soakedMax, unit: dressings, text: q.infection.toldInfected, required: false }\n${totals}`;
    const asked: [string, string, string] = ['hip-wound-care/v1.yaml', 'forms: [core, fever, phq2, hip, wound, infection, outcomes]', 'forms: [core, fever, phq2, hip, wound, infection, outcomes, epds]'];
    expect(complaintsOf(['hip-wound-care/v1.yaml', totals, epds], asked).join('\n')).toContain('form `epds` keeps a total of epds, and nothing asks about its item on self-harm (item10)');
  });
});
