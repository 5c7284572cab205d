/** What may be shipped, tried out for every instrument: the publisher refuses the words that a licence forbids, and a licensed hospital's file brings them. */
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { instruments } from '../instruments/instruments.js';
import { licenceOf, licences } from './licences.js';
import { readLicensedWording, withLicensedWording, type LicensedWording } from './licensed-wording.js';
import { complaints } from './testing/broken.js';
import { paths, validFiles } from './testing/valid.js';

const engineOnly = Object.values(instruments).filter(({ id }) => licenceOf(id)?.ship === 'totals');
const forbidden = Object.entries(licences).filter(([, { ship }]) => ship === 'none').map(([id]) => id);
const form = /instrument: phq2\n {4}questions:\n(?: {6}.*\n)+/.exec(validFiles[paths.pathway] ?? '')?.[0] ?? '';

/** The valid pathway with this instrument in place of its PHQ-2; `text` and `optionText` of its questions as given. */
function publish(id: string, words: string): string[] {
  const questions = Object.entries(instruments[id]?.questions ?? { item1: { kind: 'boolean' as const } }).map(([name, question]) => {
    switch (question.kind) {
      case 'boolean': return `      ${name}: { type: boolean${words} }`;
      case 'choice': return `      ${name}: { type: choice, options: [${question.options.join(', ')}]${words} }`;
      default: return `      ${name}: { type: choice, options: ["${question.min}", "${question.max}"]${words} }`;
    }
  });
  const { diagnostics } = complaints([paths.pathway, form, `instrument: ${id}\n    questions:\n${questions.join('\n')}\n`]);
  return diagnostics.map(({ message }) => message).filter((message) => /may not be shipped/.test(message));
}

describe('The publisher', () => {
  it('is tried with every instrument that needs a licence', () => {
    expect(form).toContain('item2');
    expect(engineOnly.map(({ id }) => id).sort()).toEqual(['barthel', 'barthel-total', 'braden', 'brass', 'cat', 'epds', 'mna-sf', 'morse', 'push']);
    expect(forbidden.length).toBeGreaterThan(6);
  });

  it.each(engineOnly.filter(({ questions }) => !Object.hasOwn(questions, 'total')))('refuses the questions of $id, and its options, but publishes it wordless', ({ id, questions }) => {
    const name = licenceOf(id)?.name ?? '';
    expect(publish(id, ', text: q.mood1')).toEqual(Object.keys(questions).map(() => expect.stringContaining(`the wording of ${name} may not be shipped`)));
    const choices = Object.values(questions).filter(({ kind }) => kind !== 'boolean');
    if (choices.length === Object.keys(questions).length) expect(publish(id, ', optionText: scale.phq')).toHaveLength(choices.length);
    expect(publish(id, '')).toEqual([]);
  });

  it.each(forbidden)('refuses %s altogether', (id) => {
    expect(publish(id, '')).toHaveLength(1);
  });

  it('lets the wording of a free one pass', () => {
    expect([publish('phq9', ', text: q.mood1'), publish('frail', ', text: q.mood1'), publish('mmrc', ', text: q.mood1')]).toEqual([[], [], []]);
  });
});

const epds = (): LicensedWording => ({
  instrument: 'epds', licence: { holder: 'the owner', reference: 'P-1', until: '2027-12-31' },
  wording: { 'zh-CN': Object.fromEntries(Object.keys(instruments['epds']?.questions ?? {}).map((item) => [item, { text: `问 ${item}`, options: { 0: '一', 1: '二', 2: '三', 3: '四' } }])) },
});
const problems = (change: (file: ReturnType<typeof epds>) => unknown): string[] => {
  const read = readLicensedWording(stringify(change(epds())), instruments);
  return read.ok ? [] : read.problems;
};

describe('The file of a licensed hospital', () => {
  it('is taken whole', () => {
    expect(readLicensedWording(stringify(epds()), instruments)).toEqual({ ok: true, file: epds() });
  });

  it.each<[says: string, change: (file: LicensedWording) => unknown]>([
    ['item10 is missing; half a scale is no scale', (file) => { const { item10: _, ...rest } = file.wording['zh-CN']; return { ...file, wording: { 'zh-CN': rest } }; }],
    ['epds has no question "item11"', (file) => ({ ...file, wording: { 'zh-CN': { ...file.wording['zh-CN'], item11: { text: 'x', options: {} } } } })],
    ['"4" cannot be answered', (file) => ({ ...file, wording: { 'zh-CN': { ...file.wording['zh-CN'], item1: { text: 'x', options: { 4: 'y' } } } } })],
    ['no instrument "edps"', (file) => ({ ...file, instrument: 'edps' })],
    ['no licence is needed', (file) => ({ ...file, instrument: 'phq9' })],
    ['licence.reference', (file) => ({ ...file, licence: { holder: 'the owner' } })],
    ['licence.until', (file) => ({ ...file, licence: { ...file.licence, until: 'next year' } })],
    ['wording.zh-CN', (file) => ({ ...file, wording: {} })],
  ])('is refused: %s', (says, change) => {
    expect(problems(change).join('\n')).toContain(says);
  });

  it('is refused when it is no YAML', () => {
    expect(readLicensedWording('a: [', instruments)).toMatchObject({ ok: false, problems: [expect.stringContaining('not YAML')] });
  });

  it('words what was left wordless, in Chinese where the language is not there, and nothing else', () => {
    const forms = {
      mood: { title: 't', instrument: 'epds', questions: { item1: { text: null, options: { 0: null, 3: null } }, note: { text: 'q.note', options: {} } } },
      other: { title: 't', instrument: 'phq2', questions: { item1: { text: null, options: {} } } },
    };
    const say = (key: string | null | undefined): string => (key ? `own ${key}` : '');
    const worded = withLicensedWording(forms, say, { epds: epds().wording }, 'en');
    const item = worded.forms['mood']?.questions['item1'];
    expect([worded.say(item?.text), worded.say(item?.options['3']), worded.say('q.note'), worded.forms['other']]).toEqual(['问 item1', '四', 'own q.note', forms.other]);
    expect(withLicensedWording(forms, say, {}, 'zh-CN').forms).toEqual(forms);
  });
});
