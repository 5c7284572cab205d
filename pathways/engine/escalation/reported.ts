/** What another episode of the patient reported into our case, in the words and to the people of our own package. */
import type { Escalation } from '../episode.js';
import type { EpisodeInput } from '../inputs.js';
import type { Run } from '../run.js';
import type { StaffRole } from '../vocabulary.js';
import type { Finding } from './case.js';

type Report = Extract<EpisodeInput, { kind: 'case-reported' }>;

/**
 * Rules of one prefix are of one library (`uses`), so our package knows the rule that was met there: whom it alerts, what is to be done and what is
 * said to the patient are the rule's own, as if it had been met here. A rule that says nothing by text leads. Whom a rule of the other package alone alerts
 * is alerted too.
 */
export function reported(run: Run, open: Escalation, { level, rules, to = [] }: Report): Finding {
  const policy = run.plan.levels[level];
  const known = run.episode.semantics < 7 ? [] : run.plan.rules.filter(({ id }) => rules.includes(id));
  const prefixes = [...new Set(known.map(({ prefix }) => prefix))];
  const met = known.flatMap(({ cases }) => cases.find((of) => of.level === level) ?? []);
  const leading = met.find(({ patientText }) => patientText === null) ?? met[0];
  const others = run.episode.semantics < 7 ? [] : to;
  if (!leading) return { level, rules, prefixes, instruction: open.instruction, to: union(policy.alert, others), patientText: policy.patientText };
  return {
    level, rules, prefixes, instruction: leading.instruction, to: union(met.flatMap((one) => one.to ?? policy.alert), others),
    patientText: leading.patientText === undefined ? policy.patientText : leading.patientText,
  };
}

const union = (a: StaffRole[], b: StaffRole[]): StaffRole[] => [...new Set([...a, ...b])];
