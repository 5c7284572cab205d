/**
 * The wording of an instrument that we may not ship, as the hospital that holds the licence installs it: one YAML file per instrument. It is
 * kept beside the packages, never inside a version, so a published version's hash and the exported files stay free of it.
 */
import { parse, YAMLParseError } from 'yaml';
import { z } from 'zod';
import type { Instrument } from '../instruments/instrument.js';
import { languages, type FormMeta, type Language } from './definition.js';
import { licenceOf } from './licences.js';

const Worded = z.strictObject({ text: z.string().min(1).max(600), options: z.record(z.string(), z.string().min(1).max(300)).default({}) });
const InLanguage = z.record(z.string(), Worded);
const File = z.strictObject({
  instrument: z.string(),
  licence: z.strictObject({ holder: z.string().min(2).max(200), reference: z.string().min(2).max(200), /** Last day on which it may be used. */ until: z.iso.date().optional() }),
  wording: z.strictObject({ 'zh-CN': InLanguage, en: InLanguage.optional() }),
});
export type LicensedWording = z.infer<typeof File>;

/** Each problem is one sentence: what is wrong, where, what to write. */
export function readLicensedWording(text: string, known: Readonly<Record<string, Instrument>>): { ok: true; file: LicensedWording } | { ok: false; problems: string[] } {
  let content: unknown;
  try {
    content = parse(text);
  } catch (error) {
    if (!(error instanceof YAMLParseError)) throw error;
    return { ok: false, problems: [`The file is not YAML: ${error.message.split('\n')[0] ?? ''}`] };
  }
  const checked = File.safeParse(content);
  if (!checked.success) return { ok: false, problems: checked.error.issues.map(({ path, message }) => `${path.map(String).join('.') || 'The file'}: ${message}`) };
  const problems = problemsOf(checked.data, known);
  return problems.length > 0 ? { ok: false, problems } : { ok: true, file: checked.data };
}

function problemsOf({ instrument: id, wording }: LicensedWording, known: Readonly<Record<string, Instrument>>): string[] {
  const instrument = Object.hasOwn(known, id) ? known[id] : undefined;
  const engineOnly = Object.keys(known).filter((one) => licenceOf(one)?.ship === 'totals');
  if (!instrument) return [`instrument: there is no instrument "${id}"; those whose wording a hospital installs are ${engineOnly.join(', ')}`];
  if (licenceOf(id)?.ship !== 'totals') return [`instrument: the wording of ${id} belongs into the package's own texts, no licence is needed; those installed by file are ${engineOnly.join(', ')}`];
  return languages.flatMap((language) => {
    const given = wording[language];
    if (given === undefined) return [];
    const missing = Object.keys(instrument.questions).filter((question) => !Object.hasOwn(given, question));
    return [
      ...(missing.length > 0 ? [`wording.${language}: ${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing; half a scale is no scale`] : []),
      ...Object.entries(given).flatMap(([question, { options }]) => questionProblems(instrument, question, options, `wording.${language}.${question}`)),
    ];
  });
}

function questionProblems({ id, questions }: Instrument, name: string, options: Readonly<Record<string, string>>, at: string): string[] {
  const question = Object.hasOwn(questions, name) ? questions[name] : undefined;
  if (!question) return [`${at}: ${id} has no question "${name}"; it has ${Object.keys(questions).join(', ')}`];
  return Object.keys(options).filter((option) => {
    if (question.kind === 'choice') return !question.options.includes(option);
    return question.kind !== 'whole' || !/^\d+$/.test(option) || Number(option) < question.min || Number(option) > question.max;
  }).map((option) => `${at}.options: "${option}" cannot be answered`);
}

/** By instrument. Licences that have ended are not among them. */
export type InstalledWording = Readonly<Record<string, LicensedWording['wording']>>;

const keyOf = (instrument: string, ...more: string[]): string => ['licensed', instrument, ...more].join('.');

/** The forms of a version with keys for what was left wordless; `say` answers them and hands the rest on. */
export function withLicensedWording<Say extends (key: string | null | undefined) => string>(
  forms: Readonly<Record<string, FormMeta>>, say: Say, installed: InstalledWording, language: string,
): { forms: Record<string, FormMeta>; /** The installed words, by their keys. */ texts: Record<string, string>; say: (key: string | null | undefined) => string } {
  const texts: Record<string, string> = {};
  const worded = Object.entries(forms).map(([id, form]): [string, FormMeta] => {
    const instrument = form.instrument;
    const all = instrument === null || !Object.hasOwn(installed, instrument) ? undefined : installed[instrument];
    const own = all?.[language as Language] ?? all?.['zh-CN'];
    if (instrument === null || !own) return [id, form];
    const questions = Object.entries(form.questions).map(([name, before]): [string, FormMeta['questions'][string]] => {
      const given = Object.hasOwn(own, name) ? own[name] : undefined;
      if (!given || before.text !== null) return [name, before];
      texts[keyOf(instrument, name)] = given.text;
      for (const [option, text] of Object.entries(given.options)) texts[keyOf(instrument, name, option)] = text;
      return [name, { text: keyOf(instrument, name), options: { ...before.options, ...Object.fromEntries(Object.keys(given.options).map((option) => [option, keyOf(instrument, name, option)])) } }];
    });
    return [id, { ...form, questions: Object.fromEntries(questions) }];
  });
  return { forms: Object.fromEntries(worded), texts, say: (key) => (key && Object.hasOwn(texts, key) ? (texts[key] ?? '') : say(key)) };
}

