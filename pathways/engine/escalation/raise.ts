/** Opening a case, or adding to the one that is open: a shared prefix updates it, a higher level upgrades it and restarts its clock. */
import type { Cause } from '../events.js';
import type { Escalation } from '../episode.js';
import { holdHomeVisits } from '../holds.js';
import { escalationId } from '../ids.js';
import { because, emit, type Run } from '../run.js';
import type { EscalationId } from '../vocabulary.js';
import { announce, announceMore, silenceCase } from './alert.js';
import { deadlinesOf, isGraver, sharedCase, type Finding } from './case.js';

/** Returns the case that now stands for the finding. */
export function raise(run: Run, finding: Finding, cause: Cause): EscalationId {
  const open = sharedCase(run.episode, finding.prefixes);
  let id = open?.id ?? escalationId(run.episode.id, run.episode.counts.escalations + 1);
  because(run, cause, () => {
    if (open) addTo(run, open, finding);
    else openCase(run, id, finding);
  });
  return id;
}

function openCase(run: Run, id: EscalationId, finding: Finding): void {
  emit(run, { type: 'EscalationRaised', escalation: id, ...finding, ...deadlinesOf(run.plan.levels[finding.level], run.at) });
  setGoing(run, id);
}

/** The finding joins an open case. A repeat only adds to it; a higher level, or news after the promised contact, starts it again. */
export function addTo(run: Run, open: Escalation, finding: Finding): void {
  if (isGraver(finding.level, open.level)) return startAgain(run, open, finding);
  if (!isNews(open, finding)) return emit(run, { type: 'EscalationUpdated', escalation: open.id, rules: finding.rules, prefixes: finding.prefixes });
  const both = together(open, finding);
  if (open.contactedAt !== null) return startAgain(run, open, both);
  const { rules, prefixes, to, patientText } = both;
  const instruction = finding.patientText === null ? finding.instruction : open.instruction;
  emit(run, { type: 'EscalationUpdated', escalation: open.id, rules, prefixes, to, patientText, instruction });
  const now = run.episode.escalations[open.id];
  if (now) announceMore(run, now, open);
}

/** Another rule of the same urgency: whoever was called about chest pain has not heard of the bleeding, or of thoughts of self-harm. */
const isNews = (open: Escalation, { level, rules }: Finding): boolean =>
  level === open.level && level !== 'yellow' && rules.some((rule) => !open.rules.includes(rule));

/** A case that says nothing by text (self-harm) stays silent, and its caller stays the first of its people. */
function together(open: Escalation, finding: Finding): Finding {
  const first = finding.patientText === null ? finding.to : open.to;
  const silent = finding.patientText === null || open.patientText === null;
  return { ...finding, to: [...new Set([...first, ...open.to, ...finding.to])], patientText: silent ? null : finding.patientText };
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
