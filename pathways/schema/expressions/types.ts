/** What an expression may name, and what kind of value it is. */
import type { Draft } from '../build/draft.js';
import type { AmountText, Parameters } from '../build/parameters.js';
import { patientFlags } from '../patient-flags.js';
import { adviseName } from '../source/nearest.js';

export type ValueType =
  /** `decimals`: places of one answer; absent where an average may have more. */
  | { kind: 'number'; unit: string | null; min?: string; max?: string; decimals?: number }
  | { kind: 'boolean' }
  | { kind: 'choice'; options: string[] }
  | { kind: 'multi'; options: string[] }
  | { kind: 'text' }
  | { kind: 'photo' }
  /** Refused elsewhere already: known to exist, so nothing more is said about it. */
  | { kind: 'unknown' };

export type PathKind = 'answer' | 'score' | 'reading' | 'patient' | 'personal' | 'day';
export type Named = { path: string; kind: PathKind; type: ValueType };
/** What arrives, and so can bring a rule about; the others only qualify it. */
export const arrives = (kind: PathKind): boolean => kind === 'answer' || kind === 'score' || kind === 'reading';

export type Unnamed = { message: string; fix: string; at: 'owner' | 'member' };

/** Looks up `owner.member` or a bare `day` or `week`. */
export type Names = { find(owner: string, member: string | null): Named | Unnamed; /** Is `owner.member` measured, not answered? */ isReading(path: string): boolean };

export function namesOf(draft: Draft, parameters: Parameters): Names {
  return { find: (owner, member) => (member === null ? bare(owner, draft) : dotted(owner, member, draft, parameters)), isReading: (path) => draft.readings.has(path.slice(0, path.indexOf('.'))) };
}

function bare(name: string, draft: Draft): Named | Unnamed {
  if (name === 'day') return { path: 'day', kind: 'day', type: { kind: 'number', unit: 'day', decimals: 0 } };
  if (name === 'week') return { path: 'week', kind: 'day', type: { kind: 'number', unit: 'week', decimals: 0 } };
  const fix = draft.forms.has(name) ? `name one of its questions: \`${name}.<question>\`` : adviseName(name, [...owners(draft), 'day', 'week'], 'write `form.question` or `reading.component`');
  return { message: `\`${name}\` is no value`, fix, at: 'owner' };
}

const owners = (draft: Draft): string[] => [...draft.forms.ids(), ...draft.readings.ids(), 'patient', 'p'];

function dotted(owner: string, member: string, draft: Draft, parameters: Parameters): Named | Unnamed {
  const path = `${owner}.${member}`;
  if (owner === 'patient') return patient(path, member);
  const form = draft.forms.get(owner);
  if (form) {
    if (member === 'score') {
      return form.text.instrument
        ? { path, kind: 'score', type: { kind: 'number', unit: null } }
        : { message: `form \`${owner}\` has no score: it names no instrument`, fix: 'add `instrument:` to the form, or compare one of its questions', at: 'member' };
    }
    const question = own(form.text.questions, member);
    if (!question) return unnamed('question', member, `form \`${owner}\``, Object.keys(form.text.questions));
    if (question.type !== 'number') return { path, kind: 'answer', type: question.type === 'choice' || question.type === 'multi' ? { kind: question.type, options: question.options } : { kind: question.type } };
    const [min, max] = [bound(question.min, parameters), bound(question.max, parameters)];
    return { path, kind: 'answer', type: { kind: 'number', unit: question.unit, decimals: question.decimals, ...(min && { min }), ...(max && { max }) } };
  }
  const reading = draft.readings.get(owner);
  if (reading) {
    const component = own(reading.text.components, member);
    if (component) {
      const [min, max] = [bound(component.min, parameters), bound(component.max, parameters)];
      return { path, kind: 'reading', type: { kind: 'number', unit: component.unit, ...(min && { min }), ...(max && { max }) } };
    }
    return unnamed('component', member, `reading \`${owner}\``, Object.keys(reading.text.components));
  }
  if (draft.forms.has(owner) || draft.readings.has(owner)) return { path, kind: 'answer', type: { kind: 'unknown' } };
  return { message: `no form or reading \`${owner}\``, fix: adviseName(owner, owners(draft), `add \`${owner}\` under \`forms:\` or \`readings:\``), at: 'owner' };
}

/** `wound.constructor` is no question, whatever an object inherits. */
const own = <T>(items: Record<string, T>, name: string): T | undefined => (Object.hasOwn(items, name) ? items[name] : undefined);

export const bound = (amount: AmountText, parameters: Parameters): string | undefined =>
  typeof amount === 'number' ? String(amount) : parameters.find(amount.slice(1))?.values[0];

function patient(path: string, flag: string): Named | Unnamed {
  if (flag === 'age') return { path, kind: 'patient', type: { kind: 'number', unit: 'year', min: '0', decimals: 0 } };
  if ((patientFlags as readonly string[]).includes(flag)) return { path, kind: 'patient', type: { kind: 'boolean' } };
  return unnamed('flag', flag, 'the patient', ['age', ...patientFlags]);
}

const unnamed = (what: string, name: string, owner: string, known: string[]): Unnamed => ({
  message: `${owner} has no ${what} \`${name}\``,
  fix: adviseName(name, known, `add the ${what}, or use one of ${known.map((one) => `\`${one}\``).join(', ')}`),
  at: 'member',
});
