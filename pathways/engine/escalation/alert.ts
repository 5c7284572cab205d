/** Whom a case reaches at once: staff on the level's list, a person who calls the patient, and the patient by text. */
import { addHours, latest } from '../../time.js';
import type { Escalation } from '../episode.js';
import { planObligation, planTask, suppressWhere, type Wanted } from '../obligations.js';
import type { Run } from '../run.js';
import type { ChannelName, StaffRole, SuppressionReason } from '../vocabulary.js';
import { isCrisisCase } from './crisis.js';

/** An alert that neither reaches is a failed alert: a line in a worklist wakes nobody, so the ladder climbs at once instead. */
const staffChannels: ChannelName[] = ['wecom', 'sms'];
/** Patients' case texts: the account first, SMS when there is none; a call comes beside or instead of them. */
const patientChannels: ChannelName[] = ['wechat', 'sms'];

const paramsOf = ({ id, level, rules, instruction }: Escalation) => ({ case: id, level, rules: rules.join(', '), instruction });

/** A staff alert stays worth sending much longer than its deadline: the case is open until a person closes it. */
const alertKeptHours = 24 * 7;

export function alertStaff(run: Run, escalation: Escalation, purpose: string, to: StaffRole[], text: 'staff.alert' | 'staff.climb'): void {
  const policy = run.plan.levels[escalation.level];
  for (const recipient of to) {
    if (isOnItsWay(run, escalation, recipient)) continue;
    planObligation(run, {
      ...ownedBy(escalation), purpose, class: 'staff-alert', recipient, text, params: paramsOf(escalation), dueAt: run.at, expiresAt: addHours(run.at, alertKeptHours),
      channels: staffChannels, quietHours: policy.alertQuietHours === 'ignore' ? 'pass' : 'wait',
    });
  }
}

/** The last rung's alert of a quarter of an hour ago still lies with the ledger: a second one would reach nobody sooner. */
export const isOnItsWay = (run: Run, { id, revision }: Escalation, recipient: StaffRole): boolean => Object.values(run.episode.obligations)
  .some((o) => o.escalation === id && o.revision === revision && o.recipient === recipient && o.class === 'staff-alert');

/** Everything that a new, upgraded or taken-over case sets going, once per revision. A joined case leaves it to its holder. `knows`: the holder told her. */
export function announce(run: Run, escalation: Escalation, patient: 'told' | 'knows' = 'told'): void {
  if (escalation.heldBy !== null) return;
  const policy = run.plan.levels[escalation.level];
  alertStaff(run, escalation, 'alert', escalation.to, 'staff.alert');
  const caller = callerOf(run, escalation);
  if (caller !== null) callPatient(run, escalation, caller, 'call');
  if (escalation.patientText !== null && patient === 'told') {
    planObligation(run, {
      ...ownedBy(escalation), purpose: 'text', class: 'safety', recipient: 'patient', text: escalation.patientText, params: paramsOf(escalation),
      dueAt: run.at, expiresAt: latest(escalation.contactBy, addHours(run.at, 1)), channels: patientChannels,
      quietHours: policy.patientQuietHours === 'ignore' ? 'pass' : 'wait',
    });
  }
}

/** News in a case that nobody has called about yet: those who were not alerted hear of it now; the clock goes on as it was. */
export function announceMore(run: Run, escalation: Escalation, before: Escalation): void {
  if (escalation.heldBy !== null) return;
  alertStaff(run, escalation, 'alert', escalation.to.filter((role) => !before.to.includes(role)), 'staff.alert');
  const caller = callerOf(run, escalation);
  if (caller !== null && caller !== callerOf(run, before)) callPatient(run, escalation, caller, 'call');
}

/** Self-harm gets a person trained for it, the first whom its rule names, never whoever calls at this level otherwise. */
function callerOf(run: Run, escalation: Escalation): StaffRole | null {
  const { callBy } = run.plan.levels[escalation.level];
  return isCrisisCase(run, escalation) ? (escalation.to[0] ?? callBy) : callBy;
}

/** A phone task: a person calls the patient. About self-harm the script is the crisis one, which covers 120. */
export function callPatient(run: Run, escalation: Escalation, caller: StaffRole, purpose: string): void {
  planTask(run, {
    ...ownedBy(escalation), purpose, recipient: caller, text: isCrisisCase(run, escalation) ? 'staff.call-crisis' : 'staff.call-patient',
    params: paramsOf(escalation), quietHours: run.plan.levels[escalation.level].alertQuietHours === 'ignore' ? 'pass' : 'wait',
  });
}

export function silenceCase(run: Run, escalation: Escalation, reason: SuppressionReason): void {
  suppressWhere(run, (obligation) => obligation.escalation === escalation.id, reason);
}

const ownedBy = ({ id, revision, level }: Escalation): Pick<Wanted, 'owner' | 'revision' | 'escalation' | 'level'> => ({ owner: id, revision, escalation: id, level });
