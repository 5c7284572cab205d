/** Scored forms: is the instrument known, does the form ask what it needs, and may we ship the words? */
import type { Instrument } from '../../instruments/instrument.js';
import type { FormText, QuestionText } from '../constructs/form.js';
import type { Draft, Item } from '../build/draft.js';
import { licenceOf, licences } from '../licences.js';
import { adviseName } from '../source/nearest.js';
import { within } from '../source/place.js';
import type { Report } from '../source/report.js';

export function checkInstruments(draft: Draft, known: Readonly<Record<string, Instrument>>, report: Report): void {
  for (const form of draft.forms.all) {
    checkLicence(form, report);
    const id = form.text.instrument;
    if (id === undefined) {
      for (const [name, question] of Object.entries(form.text.questions)) {
        if (question.text === undefined && !licenceOf(form.id)) report.error(within(form.place, 'questions', name), `question \`${form.id}.${name}\` has no wording`, 'add `text:` with a text key');
      }
      continue;
    }
    const instrument = Object.hasOwn(known, id) ? known[id] : undefined;
    if (!instrument) {
      if (licenceOf(id)?.ship === 'none') continue;
      report.error(within(form.place, 'instrument'), `no instrument \`${id}\` to score this form`, adviseName(id, Object.keys(known), `use one of ${Object.keys(known).join(', ')}`));
      continue;
    }
    checkQuestions(form, instrument, report);
  }
}

function checkLicence({ id, text, place }: Item<FormText>, report: Report): void {
  const named = text.instrument ?? id;
  const licence = licenceOf(named);
  if (!licence) return;
  const at = text.instrument === undefined ? place : within(place, 'instrument');
  if (licence.ship === 'none') {
    report.error(at, `${licence.name} may not be shipped: ${licence.reason} ${licence.source}`, `use a free instrument, e.g. ${freeInstruments()}; a licensed hospital loads this one itself`);
  }
  if (licence.ship !== 'totals') return;
  const questions = Object.entries(text.questions);
  for (const [name, question] of questions) {
    const total = name === 'total' || (questions.length === 1 && question.type === 'number');
    // The wording of the options is the owner's too.
    const shipped = { text: question.text, optionText: 'optionText' in question ? question.optionText : undefined };
    for (const [part, key] of total ? [] : Object.entries(shipped)) {
      if (key !== undefined) report.error(within(place, 'questions', name, part), `the wording of ${licence.name} may not be shipped: ${licence.reason} ${licence.source}`, `ask only the \`total\`, or leave \`${part}\` out: a licensed hospital installs the wording (wuyou install-wording)`);
    }
  }
}

const freeInstruments = (): string => Object.values(licences).filter(({ ship }) => ship === 'wording').map(({ name }) => name).slice(0, 4).join(', ');

function checkQuestions({ id, text, place }: Item<FormText>, instrument: Instrument, report: Report): void {
  const missing = Object.entries(instrument.questions).filter(([name, { optional }]) => !optional && !Object.hasOwn(text.questions, name));
  if (missing.length > 0) {
    const names = missing.map(([name]) => `\`${name}\``);
    const [one, ...others] = new Set(missing.map(([, needed]) => wordsFor(needed)));
    const advice = others.length > 0 ? `add ${missing.map(([name, needed]) => `\`${name}\` (${wordsFor(needed)})`).join(', ')}` : `add ${names.length > 1 ? 'them, each' : 'it,'} ${one ?? ''}`;
    report.error(within(place, 'questions'), `${instrument.id} cannot be scored: form \`${id}\` does not ask ${names.join(', ')}`, advice);
  }
  for (const [name, needed] of Object.entries(instrument.questions)) {
    const question = Object.hasOwn(text.questions, name) ? text.questions[name] : undefined;
    if (question && !fits(question, needed)) report.error(within(place, 'questions', name), `${instrument.id} needs \`${name}\` as ${wordsFor(needed)}`, `make it ${wordsFor(needed)}`);
  }
}

const wordsFor = (needed: Instrument['questions'][string]): string => {
  if (needed.kind === 'boolean') return 'a boolean';
  return needed.kind === 'choice' ? `a choice of ${needed.options.join(', ')}` : `a number from ${needed.min} to ${needed.max}`;
};

/** A choice of whole numbers may stand for a number: `options: ["0", "1", "2", "3"]`. */
function fits(question: QuestionText, needed: Instrument['questions'][string]): boolean {
  if (needed.kind === 'boolean') return question.type === 'boolean';
  if (needed.kind === 'choice') return question.type === 'choice' && question.options.every((option) => needed.options.includes(option));
  if (question.type === 'number') return true;
  return question.type === 'choice' && question.options.every((option) => /^\d+$/.test(option) && Number(option) >= Number(needed.min) && Number(option) <= Number(needed.max));
}
