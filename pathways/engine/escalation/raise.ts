/** Opening a case, or adding to the one that is open: a shared prefix updates it, a higher level upgrades it and restarts its clock. */
import type { Cause } from '../events.js';
import type { Escalation } from '../episode.js';
import { holdHomeVisits } from '../holds.js';
import { escalationId } from '../ids.js';
import { because, emit, type Run } from '../run.js';
import type { EscalationId } from '../vocabulary.js';
import { announce, silenceCase } from './alert.js';
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

/** The finding joins an open case. */
export function addTo(run: Run, open: Escalation, finding: Finding): void {
  const { id } = open;
  if (!isGraver(finding.level, open.level)) {
    emit(run, { type: 'EscalationUpdated', escalation: id, rules: finding.rules, prefixes: finding.prefixes });
    return;
  }
  silenceCase(run, open, 'superseded');
  emit(run, { type: 'EscalationUpgraded', escalation: id, ...finding, ...deadlinesOf(run.plan.levels[finding.level], run.at) });
  setGoing(run, id);
}

function setGoing(run: Run, id: EscalationId): void {
  const escalation = run.episode.escalations[id];
  if (!escalation) return;
  announce(run, escalation);
  if (run.plan.levels[escalation.level].pausesVisits) holdHomeVisits(run, id);
}
