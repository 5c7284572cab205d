/** What somebody typed into the fields of personal numbers, and what it says. */
import type { PersonalQuestion } from '../../../../pathways/chart/personal-questions.js';
import type { PersonalValues } from '../../../../pathways/engine/inputs.js';
import { personalProblems } from '../../../../pathways/engine/personal.js';

export type Written = Readonly<Record<string, string>>;

/** null: nothing was typed. Lists may be parted by commas (also Chinese ones), semicolons or blanks; a full-width colon means the same. */
export function valueIn(text: string, list: boolean): string | string[] | null {
  const plain = text.trim().replaceAll('：', ':');
  if (plain === '') return null;
  return list ? plain.split(/[\s,，、;；]+/).filter((part) => part !== '') : plain;
}

export const valuesIn = (questions: readonly Pick<PersonalQuestion, 'name' | 'list'>[], written: Written): PersonalValues =>
  Object.fromEntries(questions.flatMap(({ name, list }) => {
    const value = valueIn(written[name] ?? '', list);
    return value === null ? [] : [[name, value]];
  }));

/** By the same rule that the launch is refused by; an empty field is not wrong yet. */
export function isAllowed<Label>({ name, label: _, ...parameter }: PersonalQuestion<Label>, text: string): boolean {
  const value = valueIn(text, parameter.list);
  return value === null || personalProblems({ id: '', version: 0, personal: { [name]: { ...parameter, text: '' } } }, { [name]: value }).length === 0;
}
