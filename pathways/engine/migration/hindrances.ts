/** What keeps an episode on its version, apart from its steps. */
import type { Episode } from '../episode.js';
import { personalKnownTo, personalMissing, personalProblems } from '../personal.js';
import type { Plan } from '../plan.js';
import { same, type Change, type Hindrance } from './change.js';

export function hindrancesOf(from: Plan, to: Plan, episode: Episode, changes: readonly Change[]): Hindrance[] {
  return [...ofPatient(to, episode), ...ofCases(from, to, episode), ...ofOccurrences(to, episode, changes), ...changes.flatMap(({ hindrances }) => hindrances)];
}

/** The version asks for something about this patient that nobody has said. */
function ofPatient(to: Plan, episode: Episode): Hindrance[] {
  const unknown = Object.entries(to.anchors).filter(([anchor, need]) => need === 'required' && !Object.hasOwn(episode.anchors, anchor)).map(([anchor]): Hindrance => ({ code: 'anchor-missing', detail: anchor }));
  const known = personalKnownTo(to, episode) ?? {};
  return [
    ...unknown,
    ...personalMissing(to, known).map(({ name }): Hindrance => ({ code: 'personal-missing', detail: name })),
    ...personalProblems(to, known).map(({ name }): Hindrance => ({ code: 'personal-invalid', detail: name })),
  ];
}

/** A rung, a deadline or a second look that the versions have otherwise must not change under whoever is at it. */
function ofCases(from: Plan, to: Plan, { escalations, watches }: Episode): Hindrance[] {
  const ruleOf = (plan: Plan, id: string) => plan.rules.find((rule) => rule.id === id) ?? null;
  return [
    ...Object.values(escalations).filter(({ level }) => !same(from.levels[level], to.levels[level])).map(({ id }): Hindrance => ({ code: 'open-case', detail: id })),
    ...Object.values(watches).filter(({ rule }) => !same(ruleOf(from, rule), ruleOf(to, rule))).map(({ rule }): Hindrance => ({ code: 'second-look', detail: rule })),
  ];
}

function ofOccurrences(to: Plan, { occurrences }: Episode, changes: readonly Change[]): Hindrance[] {
  const changed = new Set(changes.map(({ step }) => step));
  return Object.values(occurrences).flatMap(({ id, step, status, awaiting }): Hindrance[] => {
    if (changed.has(step) && status === 'held') return [{ code: 'held', step, detail: id }];
    if (changed.has(step) && status !== 'open') return [];
    return awaiting.some((form) => !Object.hasOwn(to.forms, form)) ? [{ code: 'form-under-way', step, detail: id }] : [];
  });
}
