/** What a package asks about one patient, as a launch page or a chart shows it. */
import type { PersonalParameter, Plan } from '../engine/plan.js';

export type PersonalQuestion<Label = string> = Omit<PersonalParameter, 'text'> & { name: string; label: Label };

/** In the order of the file; `say` words a text key. */
export const personalQuestions = <Label>({ personal }: Pick<Plan, 'personal'>, say: (key: string) => Label): PersonalQuestion<Label>[] =>
  Object.entries(personal ?? {}).map(([name, { text, ...parameter }]) => ({ name, label: say(text), ...parameter }));
