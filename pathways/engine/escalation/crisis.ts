/**
 * Self-harm: a person trained for it calls, with a script that covers 120, and nothing is said by text. It is known by the people that its rule names, as the
 * publisher demands of it; a rule may say nothing by text for many other reasons (a message of its own goes out, or only staff can do something about it).
 */
import type { Escalation } from '../episode.js';
import type { RuleCase } from '../plan.js';
import type { Run } from '../run.js';
import type { StaffRole } from '../vocabulary.js';

export const crisisCounsellor: StaffRole = 'crisis-counsellor';

export const isCrisis = ({ to, patientText }: Pick<RuleCase, 'to' | 'patientText'>): boolean => patientText === null && to?.[0] === crisisCounsellor;

/** Until semantics 9 every RED that said nothing by text was taken for self-harm. */
export const isCrisisCase = ({ episode }: Run, { to, patientText, level }: Pick<Escalation, 'to' | 'patientText' | 'level'>): boolean =>
  episode.semantics >= 9 ? isCrisis({ to, patientText }) : patientText === null && level === 'red';
