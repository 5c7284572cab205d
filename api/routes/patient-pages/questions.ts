/** The questions of one form, as they are asked of one person: in order, without those that what was answered makes pointless. */
import { admitAnswers } from '../../../pathways/engine/admit-answers.js';
import { truth, type Scope } from '../../../pathways/engine/expression.js';
import type { Answers, AnswerValue } from '../../../pathways/engine/inputs.js';
import type { Question } from '../../../pathways/engine/plan.js';
import type { Consents } from '../../../pathways/patient/facts.js';
import { questionsFor } from '../../../pathways/patient/without-photos.js';
import { redFlagOf, redFlagsOf } from '../../../pathways/engine/red-flags.js';
import type { PageItem } from '../../../db/read-models/patient-page.js';
import { patternWithout } from '../../../web/patient/flagged-pattern.js';
import { largestPicture } from '../../../files/kinds.js';
import type { AskedQuestion, Option } from '../../../web/patient/QuestionPages.js';
import type { Say } from '../../../web/patient/shell.js';
import type { Fields } from './guard.js';

export type Asked = { form: string; question: Question; text: string; formTitle: string };

/** `core.fall` -> true: answers as rules and conditions name them. */
export const flat = (answers: Answers): Record<string, AnswerValue> =>
  Object.fromEntries(Object.entries(answers).flatMap(([form, values]) => Object.entries(values).map(([id, value]) => [`${form}.${id}`, value])));

const formIdsOf = ({ step }: PageItem): string[] => (step.kind === 'form' || step.kind === 'call' ? step.forms : []);

/** Whatever the form may ask. Questions whose wording we may not ship are left to the nurse; photos to those who agreed to them. */
export function everyQuestionOf(item: PageItem, consents: Pick<Consents, 'photos'>): Asked[] {
  const { plan, meta, say } = item.episode;
  return formIdsOf(item).flatMap((id): Asked[] => {
    const words = meta.forms[id];
    return questionsFor(plan, id, consents).flatMap((question): Asked[] => {
      const text = say(words?.questions[question.id]?.text);
      return text !== '' ? [{ form: id, question, text, formTitle: say(words?.title) }] : [];
    });
  });
}

export function isAsked({ episode: { now } }: PageItem, { question: { askWhen } }: Asked, answers: Answers): boolean {
  const given = flat(answers);
  const scope: Scope = { at: now, date: now.slice(0, 10), current: (path) => given[path], earlier: () => [] };
  return askWhen === undefined || truth(askWhen, scope) === true;
}

/** As the answers stand: each one may open others or make them pointless. */
export const questionsOf = (item: PageItem, answers: Answers, consents: Pick<Consents, 'photos'>): Asked[] => everyQuestionOf(item, consents).filter((asked) => isAsked(item, asked, answers));

/** The question's own name, which its page posts: its number changes with the answers before it. */
export const nameOf = ({ form, question }: Asked): string => `${form}.${question.id}`;

/** What the emergency instruction says to this patient. */
export const alertWords = (item: PageItem, textKey: string, phone: string | null): string => item.episode.say(textKey).replaceAll('{phone}', phone ?? '');

/** In the words in which the question asks. */
const yesOrNo = (question: string, value: boolean, t: Say): string => (question.includes('有没有') ? t(value ? 'yesThere' : 'noneThere') : t(value ? 'yes' : 'no'));

function optionsOf(item: PageItem, { form, question, text }: Asked, answers: Answers, phone: string | null, t: Say): Option[] {
  const flags = redFlagsOf(item.episode.plan, { id: form }, question, { ...item.episode.numbers, ...flat(answers) });
  const alert = (answer: boolean | string): string | null => {
    const found = flags.find((flag) => flag.answer === answer);
    return found ? alertWords(item, found.flag.text, phone) : null;
  };
  if (question.type === 'boolean') return [true, false].map((value) => ({ id: value ? 'yes' : 'no', text: yesOrNo(text, value, t), alert: alert(value) }));
  if (question.type !== 'choice' && question.type !== 'multi') return [];
  const words = item.episode.meta.forms[form]?.questions[question.id]?.options ?? {};
  return question.options.map((id) => ({ id, text: item.episode.say(words[id]) || id, alert: alert(id) }));
}

/** Every number that is a red flag by itself, with the words of the first. */
function numberAlert(item: PageItem, { form, question }: Asked, answers: Answers, phone: string | null): { pattern: string; words: string } | null {
  const flags = redFlagsOf(item.episode.plan, { id: form }, question, { ...item.episode.numbers, ...flat(answers) });
  const [first] = flags;
  return first ? { pattern: patternWithout(flags.map(({ answer }) => String(answer))), words: alertWords(item, first.flag.text, phone) } : null;
}

/** `typed`: what was just posted and is shown again with what is wrong. */
export function pageQuestion(item: PageItem, asked: Asked, place: { n: number; total: number }, answers: Answers, typed: string[] | null, phone: string | null, t: Say): AskedQuestion {
  const { question, text, formTitle } = asked;
  const before = answers[asked.form]?.[question.id];
  const about = { name: nameOf(asked), text, formTitle, required: question.required, ...place };
  switch (question.type) {
    case 'boolean':
    case 'choice':
    case 'multi': {
      const picked = typed ?? (before === undefined ? [] : before === true ? ['yes'] : before === false ? ['no'] : [before].flat());
      return { ...about, type: question.type, options: optionsOf(item, asked, answers, phone, t), picked };
    }
    case 'number':
      return { ...about, type: 'number', alert: numberAlert(item, asked, answers, phone), min: question.min, max: question.max, decimals: question.decimals, unit: unitWords(question.unit), value: typed?.[0] ?? (typeof before === 'string' ? before : '') };
    case 'text':
      return { ...about, type: 'text', value: typed?.[0] ?? (typeof before === 'string' ? before : '') };
    case 'photo':
      return { ...about, type: 'photo', kept: typeof before === 'string', most: largestPicture };
  }
}

/** Units that are words for staff are said by the question itself. */
const unitWords = (unit: string): string => (/^[a-z]{3,}$/i.test(unit) && unit !== 'mmHg' ? '' : unit);

/** What a multiple choice calls "none of these". */
const noneOption = 'none';

/** The posted answer as the engine takes it, or what to tell the person. */
export function readAnswer(item: PageItem, { form, question }: Asked, fields: Fields, t: Say): { ok: true; value: AnswerValue } | { ok: false; problem: string } {
  const [given, all] = [fields.one('answer').trim(), fields.all('answer')];
  const wrong = (problem: string) => ({ ok: false as const, problem });
  switch (question.type) {
    case 'boolean':
      return given === 'yes' || given === 'no' ? { ok: true, value: given === 'yes' } : wrong(t('choose'));
    case 'choice':
      return question.options.includes(given) ? { ok: true, value: given } : wrong(t('choose'));
    case 'multi': {
      const none = item.episode.say(item.episode.meta.forms[form]?.questions[question.id]?.options[noneOption]);
      const picked = question.options.filter((option) => all.includes(option));
      if (picked.length === 0) return wrong(question.options.includes(noneOption) ? t('chooseSome', { none }) : t('choose'));
      return picked.includes(noneOption) && picked.length > 1 ? wrong(t('noneAndMore', { none })) : { ok: true, value: picked };
    }
    case 'number': {
      const value = given.normalize('NFKC').replace('，', '.').replace(',', '.');
      const { problems } = admitAnswers({ forms: { [form]: { id: form, questions: [question] } } }, { [form]: { [question.id]: value } });
      return problems.length === 0 && value !== '' ? { ok: true, value } : wrong(t('typeNumber', { min: question.min, max: question.max }));
    }
    case 'text':
      return given === '' ? wrong(t('typeText')) : { ok: true, value: given.slice(0, 2000) };
    case 'photo':
      return wrong(t('uploadMissing'));
  }
}

/** The instruction that this answer, with those before it, calls for at once; null: none. */
export const alertOf = (item: PageItem, { form, question }: Asked, answers: Answers): string | null =>
  redFlagOf(item.episode.plan, `${form}.${question.id}`, { ...item.episode.numbers, ...flat(answers) })?.text ?? null;

/** As the check page and the records say an answer. */
export function answerWords(item: Pick<PageItem, 'episode'>, form: string, question: Question, value: AnswerValue | undefined, t: Say): string | null {
  if (value === undefined) return null;
  const words = item.episode.meta.forms[form]?.questions[question.id]?.options ?? {};
  const option = (id: string): string => item.episode.say(words[id]) || id;
  if (typeof value === 'boolean') return yesOrNo(item.episode.say(item.episode.meta.forms[form]?.questions[question.id]?.text), value, t);
  if (Array.isArray(value)) return value.map(option).join(t('listed'));
  switch (question.type) {
    case 'choice':
      return option(value);
    case 'number':
      return `${value} ${unitWords(question.unit)}`.trim();
    case 'photo':
      return t('photoKept');
    default:
      return value;
  }
}
