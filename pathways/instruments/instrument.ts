/**
 * What a scored form is to the engine: question ids with what may be answered, and a pure score. No wording is in here: wording is in the
 * texts of a package where the licence allows it, and is loaded by a licensed hospital where it does not.
 */
import { scaled, order, type Scaled } from '../engine/decimal.js';
import type { AnswerValue } from '../engine/inputs.js';
import type { Decimal } from '../engine/vocabulary.js';

export type Question = { optional?: true } & (
  | { kind: 'whole'; min: number; max: number; step?: number }
  | { kind: 'decimal'; min: Decimal; max: Decimal }
  | { kind: 'choice'; options: readonly string[] }
  | { kind: 'boolean' }
);

export type Score = { total: Decimal; band?: string };
/** One sentence: which answer is missing or impossible, and what may be answered. */
export type Refusal = { refused: string };

export type Instrument = {
  id: string;
  questions: Readonly<Record<string, Question>>;
  score(answers: Readonly<Record<string, AnswerValue>>): Score | Refusal;
};

/** Answers as read: whole numbers, decimals, the chosen option, yes or no; `null` for an optional one that was left out. */
type Read<Q extends Question> =
  | (Q extends { kind: 'whole' } ? number : Q extends { kind: 'decimal' } ? Scaled : Q extends { kind: 'boolean' } ? boolean : Q extends { kind: 'choice'; options: readonly (infer O)[] } ? O : never)
  | (Q extends { optional: true } ? null : never);
type ReadAll<Qs extends Record<string, Question>> = { [Id in keyof Qs]: Read<Qs[Id]> };

export type Result = { total: number; band?: string } | Score | Refusal;

/** Checks every answer against its question, so that the score itself is only the published arithmetic. Other answers in the form are ignored. */
export function instrument<const Qs extends Record<string, Question>>(id: string, questions: Qs, score: (answers: ReadAll<Qs>) => Result): Instrument {
  return {
    id,
    questions,
    score(answers) {
      const read: Record<string, unknown> = {};
      for (const [question, kind] of Object.entries(questions)) {
        const given = Object.hasOwn(answers, question) ? answers[question] : undefined;
        if (given === undefined || given === '') {
          if (!kind.optional) return { refused: `${id}: ${question} is not answered` };
          read[question] = null;
          continue;
        }
        const value = readOne(kind, given);
        if (value === null) return { refused: `${id}: ${question} cannot be ${JSON.stringify(given)}, expected ${expected(kind)}` };
        read[question] = value;
      }
      // Every value was just read by the kind of its question: the one cast that ties the two together.
      const result = score(read as ReadAll<Qs>);
      return 'refused' in result ? result : { ...result, total: String(result.total) };
    },
  };
}

function readOne(kind: Question, given: AnswerValue): number | Scaled | string | boolean | null {
  if (kind.kind === 'boolean') return typeof given === 'boolean' ? given : null;
  if (typeof given !== 'string') return null;
  if (kind.kind === 'choice') return kind.options.includes(given) ? given : null;
  const value = scaled(given);
  if (!value) return null;
  if (kind.kind === 'decimal') {
    const [min, max] = [scaled(kind.min), scaled(kind.max)];
    return (min && order(value, min) < 0) || (max && order(value, max) > 0) ? null : value;
  }
  const whole = Number(given);
  return Number.isInteger(whole) && kind.min <= whole && whole <= kind.max && whole % (kind.step ?? 1) === 0 ? whole : null;
}

function expected(kind: Question): string {
  switch (kind.kind) {
    case 'boolean': return 'true or false';
    case 'choice': return `one of ${kind.options.join(', ')}`;
    case 'decimal': return `a number from ${kind.min} to ${kind.max}`;
    case 'whole': return kind.step ? `a multiple of ${kind.step} from ${kind.min} to ${kind.max}` : `a whole number from ${kind.min} to ${kind.max}`;
  }
}

/** `item1` ... `itemN`, each a whole number in the range. */
export const items = (count: number, min: number, max: number): Record<string, { kind: 'whole'; min: number; max: number }> =>
  Object.fromEntries(Array.from({ length: count }, (_, n) => [`item${n + 1}`, { kind: 'whole' as const, min, max }]));

export const sum = (answers: Readonly<Record<string, number>>): number => Object.values(answers).reduce((a, b) => a + b, 0);

/** The band of the highest threshold that the value reaches: `bandOf(12, [[0, 'low'], [10, 'high']])` is `high`. Thresholds ascend. */
export const bandOf = (value: number, bands: readonly (readonly [from: number, name: string])[]): string =>
  bands.reduce((found, [from, name]) => (value >= from ? name : found), bands[0]?.[1] ?? '');
