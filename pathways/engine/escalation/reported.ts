/** What another episode of the patient reported into our case, in the words and to the people of our own package. */
import type { Escalation } from '../episode.js';
import type { EpisodeInput } from '../inputs.js';
import type { Run } from '../run.js';
import type { Finding } from './case.js';
import { crisisCounsellor, isCrisis } from './crisis.js';
import { chosenText, textAt } from './patient-text.js';
import type { Source } from './raise.js';

type Report = Extract<EpisodeInput, { kind: 'case-reported' }>;

/**
 * Rules of one prefix are of one library (`uses`), so our package knows the rule that was met there: whom it alerts, what is to be done and what is
 * said to the patient are the rule's own, as if it had been met here. Self-harm leads, and is known by whom it alerts, there as here. Whom a rule of the other package
 * alone alerts is alerted too.
 */
export function reported(run: Run, open: Escalation, report: Report): Finding {
  if (run.episode.semantics < 9) return reportedBefore9(run, open, report);
  const { level, rules, to = [] } = report;
  const policy = run.plan.levels[level];
  const known = run.plan.rules.filter(({ id }) => rules.includes(id));
  const found = known.flatMap(({ cases }) => cases.find((of) => of.level === level) ?? []);
  const isSelfHarm = report.to === undefined ? found.some(isCrisis) : to[0] === crisisCounsellor;
  // Two YELLOW that are RED together are not what our rule finds at RED.
  const met = isSelfHarm ? found : found.filter((of) => !isCrisis(of));
  const leading = met.find(isCrisis) ?? met[0];
  const said = [...met.map((of) => textAt(run.plan, level, of)), ...(met.length === 0 || known.length < rules.length ? [policy.patientText] : [])];
  return {
    level, rules, prefixes: [...new Set(known.map(({ prefix }) => prefix))], instruction: leading?.instruction ?? open.instruction,
    to: [...new Set([...(isSelfHarm ? [crisisCounsellor, ...to] : []), ...(met.length > 0 ? met.flatMap((of) => of.to ?? policy.alert) : policy.alert), ...to])],
    patientText: isSelfHarm ? null : chosenText(run.plan, level, said),
  };
}

function reportedBefore9(run: Run, open: Escalation, report: Report): Finding {
  const finding = inOurWords(run, open, report);
  // The first of its people calls where nothing may be said by text.
  return report.silent === true && run.episode.semantics >= 8 ? { ...finding, to: [...new Set([...(report.to ?? []), ...finding.to])], patientText: null } : finding;
}

/** Staff are excused: what they write down may be what was said in the contact. The patient who says it after the contact is not. */
export const reporterOf = ({ episode: { semantics } }: Run, { contactedAt }: Escalation, { saidAt }: Report): Source =>
  semantics >= 8 && saidAt !== undefined && (contactedAt === null || saidAt > contactedAt) ? 'patient' : 'perhaps-staff';

function inOurWords(run: Run, open: Escalation, { level, rules, to = [] }: Report): Finding {
  const policy = run.plan.levels[level];
  const ofLevel: Finding = { level, rules, prefixes: [], instruction: open.instruction, to: policy.alert, patientText: policy.patientText };
  if (run.episode.semantics < 7) return ofLevel;
  const known = run.plan.rules.filter(({ id }) => rules.includes(id));
  const prefixes = [...new Set(known.map(({ prefix }) => prefix))];
  const met = known.flatMap(({ cases }) => cases.find((of) => of.level === level) ?? []);
  const leading = met.find(({ patientText }) => patientText === null) ?? met[0];
  const alerted = [...new Set([...(leading ? met.flatMap((one) => one.to ?? policy.alert) : policy.alert), ...to])];
  if (!leading) return { ...ofLevel, prefixes, to: alerted };
  return { ...ofLevel, prefixes, instruction: leading.instruction, to: alerted, ...(leading.patientText === undefined ? {} : { patientText: leading.patientText }) };
}
