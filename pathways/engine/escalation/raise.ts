/** Opening a case, or adding to the one that is open: a shared prefix updates it; a higher level, or a finding after the promised contact, starts it again. */
import { addMinutes } from '../../time.js';
import type { Cause } from '../events.js';
import type { Escalation } from '../episode.js';
import { holdHomeVisits } from '../holds.js';
import { escalationId } from '../ids.js';
import { because, emit, type Run } from '../run.js';
import type { EscalationId } from '../vocabulary.js';
import { announce, announceMore, silenceCase } from './alert.js';
import { deadlinesOf, isGraver, sharedCase, type Finding } from './case.js';
import { isCrisis } from './crisis.js';
import { chosenText } from './patient-text.js';

/** Who says so: staff have perhaps just spoken with the patient, and write down what was said. */
export type Source = 'patient' | 'perhaps-staff';

/** Returns the case that now stands for the finding. */
export function raise(run: Run, finding: Finding, cause: Cause, source: Source = 'patient'): EscalationId {
  const open = sharedCase(run.episode, finding.prefixes, (one) => takes(run, one, finding, source));
  const id = open?.id ?? escalationId(run.episode.id, run.episode.counts.escalations + 1);
  because(run, cause, () => {
    if (open) addTo(run, open, finding, source);
    else openCase(run, id, finding);
  });
  return id;
}

function openCase(run: Run, id: EscalationId, finding: Finding): void {
  emit(run, { type: 'EscalationRaised', escalation: id, ...finding, ...deadlinesOf(run.plan.levels[finding.level], run.at) });
  setGoing(run, id);
}

/** The finding joins an open case. Before the promised contact a repeat only adds to it; a higher level, or whatever is found after the contact, starts it again. */
export function addTo(run: Run, open: Escalation, finding: Finding, source: Source): void {
  if (isGraver(finding.level, open.level)) return startAgain(run, open, finding);
  const again = isAnswered(run, open, source) && finding.level === open.level && finding.level !== 'yellow';
  const found = run.episode.semantics >= 8 ? { level: finding.level } : {};
  if (!again && !isNews(open, finding)) return emit(run, { type: 'EscalationUpdated', escalation: open.id, ...found, rules: finding.rules, prefixes: finding.prefixes });
  const both = together(run, open, finding);
  if (open.contactedAt !== null) return startAgain(run, open, both);
  const { rules, prefixes, to, patientText } = both;
  const instruction = leads(run, finding) ? finding.instruction : open.instruction;
  emit(run, { type: 'EscalationUpdated', escalation: open.id, ...found, rules, prefixes, to, patientText, instruction });
  const now = run.episode.escalations[open.id];
  if (now) announceMore(run, now, open);
}

/**
 * The contact that the case promised has taken place, so nobody is on the way any more: what the patient reports now would reach nobody, as if the
 * case had been closed. What staff write down within the time that the contact may take is what was said in it.
 */
function isAnswered(run: Run, { contactedAt, level }: Escalation, source: Source): boolean {
  if (run.episode.semantics < 7 || contactedAt === null || contactedAt === run.at) return false;
  return source === 'patient' || run.at > addMinutes(contactedAt, run.plan.levels[level].contactWithinMinutes);
}

/** A less urgent finding after the contact of a graver case is a case of its own: with the graver one's texts it would send the patient to hospital. */
export const takes = (run: Run, open: Escalation, finding: Finding, source: Source): boolean =>
  finding.level === 'yellow' || !isGraver(open.level, finding.level) || !isAnswered(run, open, source);

/** Another rule of the same urgency: whoever was called about chest pain has not heard of the bleeding, or of thoughts of self-harm. */
const isNews = (open: Escalation, { level, rules }: Finding): boolean =>
  level === open.level && level !== 'yellow' && rules.some((rule) => !open.rules.includes(rule));

/** What silences a case has the first word in it. Until semantics 9 whatever said nothing by text did so. */
const leads = (run: Run, { to, patientText }: Pick<Finding, 'to' | 'patientText'>): boolean => (run.episode.semantics >= 9 ? isCrisis({ to, patientText }) : patientText === null);

/** A case about self-harm stays silent, and its caller stays the first of its people. What nobody has called about yet is not hidden by what else has come. */
function together(run: Run, open: Escalation, finding: Finding): Finding {
  const first = leads(run, finding) ? finding.to : open.to;
  const silent = leads(run, finding) || leads(run, open);
  const owed = run.episode.semantics >= 9 && open.contactedAt === null ? [finding.patientText, open.patientText] : [finding.patientText];
  return { ...finding, to: [...new Set([...first, ...open.to, ...finding.to])], patientText: silent ? null : chosenText(run.plan, finding.level, owed) };
}

function startAgain(run: Run, open: Escalation, finding: Finding): void {
  silenceCase(run, open, 'superseded');
  emit(run, { type: 'EscalationUpgraded', escalation: open.id, ...finding, ...deadlinesOf(run.plan.levels[finding.level], run.at) });
  setGoing(run, open.id);
}

function setGoing(run: Run, id: EscalationId): void {
  const escalation = run.episode.escalations[id];
  if (!escalation) return;
  announce(run, escalation);
  if (run.plan.levels[escalation.level].pausesVisits) holdHomeVisits(run, id);
}
