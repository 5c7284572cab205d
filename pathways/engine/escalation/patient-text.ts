/** One text per case: which one, when its rules have different things to say. */
import type { Plan, RuleCase, TextKey } from '../plan.js';
import type { Level } from '../vocabulary.js';

/** The red flags that every patient is asked about. Whatever else is found, nothing that they say on RED asks to wait before 120 is called. */
const everyPatients = 'CORE';

/**
 * `wanted`, in plan order: what each rule would say, the level's text where it has none of its own, null where it says nothing (another may, all the same).
 * On RED the level's text is the instruction itself ("call 120"), and a rule's own (a doctor speaks with you, your baby needs help) may hide it from somebody who
 * has chest pain, too: it goes out only when every rule has one of its own. Before both goes what the red flags of every patient say for themselves ("call 120 now, do
 * not drive"). Below RED the level's text only says that a nurse will call; every rule's own says so as well, and what to do until then.
 */
export function chosenText({ levels, rules }: Pick<Plan, 'levels' | 'rules'>, level: Level, wanted: readonly (TextKey | null)[]): TextKey | null {
  const { patientText: usual } = levels[level];
  const texts = wanted.filter((text) => text !== null);
  if (level !== 'red') return texts.find((text) => text !== usual) ?? texts[0] ?? null;
  const flags = rules.filter(({ prefix }) => prefix === everyPatients).flatMap(({ cases }) => cases.flatMap((of) => (of.level === 'red' ? (of.patientText ?? []) : [])));
  return texts.find((text) => flags.includes(text)) ?? texts.find((text) => text === usual) ?? texts[0] ?? null;
}

/** What a rule would say at this level by itself. */
export const textAt = ({ levels }: Pick<Plan, 'levels'>, level: Level, { patientText }: Pick<RuleCase, 'patientText'>): TextKey | null =>
  (patientText === undefined ? levels[level].patientText : patientText);
