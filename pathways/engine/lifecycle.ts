/** Pause and resume, readmission, death, early stop. Never contact the dead. */
import { messagePolicy } from '../patient/message-policy.js';
import { closeOccurrence, openOccurrences } from './close-occurrence.js';
import { closeCase } from './escalation/close.js';
import { careId } from './ids.js';
import { planTask, suppressWhere } from './obligations.js';
import type { Step } from './plan.js';
import { emit, type Run } from './run.js';
import { coordinator } from './steps/form.js';
import type { ActorId, PauseReason, StopReason, SuppressionReason } from './vocabulary.js';

/** `note`: absent without one, so that journals from before notes decide as they did. */
export function pause(run: Run, reason: PauseReason, note?: string): void {
  emit(run, { type: 'EpisodePaused', reason, ...(note === undefined ? {} : { note }) });
}

/** Reminders stop with this event; whether the package goes on is a person's decision (clinical.md section 1: readmission). */
export function patientReadmitted(run: Run): void {
  if (!['active', 'paused'].includes(run.episode.status)) return;
  emit(run, { type: 'PatientReadmitted' });
  if (run.episode.pause?.reason === 'readmitted') return;
  pause(run, 'readmitted');
  planTask(run, { owner: careId(run.episode.id), revision: run.episode.counts.care + 1, purpose: 'readmitted', recipient: coordinator, text: 'staff.readmitted' });
}

/** Everything ends at once, open cases included. What the ledger already holds is re-checked by its claim. */
export function patientDied(run: Run, by: ActorId): void {
  if (run.episode.stop?.reason === 'died') return;
  emit(run, { type: 'PatientDied' });
  endCare(run, 'died', 'died');
  suppressWhere(run, () => true, 'died');
  emit(run, { type: 'EpisodeStopping', reason: 'died' });
  for (const escalation of Object.values(run.episode.escalations)) closeCase(run, escalation, 'died', by, '');
  emit(run, { type: 'EpisodeStopped', reason: 'died' });
}

const contactsEndAs: Record<StopReason, SuppressionReason> = {
  died: 'died', withdrawn: 'withdrawn', lost: 'lost', transferred: 'stopped', 'wrong-package': 'stopped', 'unsafe-home': 'stopped', readmitted: 'readmitted', 'pregnancy-loss': 'pregnancy-loss',
};

/** Steps end now; open cases go on until a person closed them (`settleEnd`). */
export function stop(run: Run, reason: StopReason, by: ActorId, note?: string): void {
  if (reason === 'died') return patientDied(run, by);
  endCare(run, reason, contactsEndAs[reason]);
  emit(run, { type: 'EpisodeStopping', reason, ...(note === undefined ? {} : { note }) });
  const { loss } = run.plan;
  if (reason !== 'pregnancy-loss' || !loss) return;
  // Whatever else was still to be said to her or her family, a person says.
  suppressWhere(run, ({ escalation, recipient, class: of }) => escalation === null && messagePolicy[of].audience === 'patient' && (recipient === 'patient' || recipient === 'family'), 'pregnancy-loss');
  planTask(run, { owner: careId(run.episode.id), revision: run.episode.counts.care + 1, purpose: 'loss', recipient: loss.by, text: loss.script });
}

function endCare(run: Run, reason: StopReason, contacts: SuppressionReason): void {
  for (const occurrence of openOccurrences(run)) closeOccurrence(run, occurrence, 'cancelled', reason, contacts);
  suppressWhere(run, ({ occurrence, escalation, recipient }) => occurrence !== null || (escalation === null && recipient === 'patient'), contacts);
  for (const watch of Object.values(run.episode.watches)) emit(run, { type: 'WatchEnded', watch: watch.id, result: 'episode-ended' });
}

/** Why contacts of steps stand still now; null when they do not. */
export function standstill(run: Run): SuppressionReason | null {
  const { pause } = run.episode;
  if (pause === null) return null;
  return pause.reason === 'readmitted' ? 'readmitted' : 'paused';
}

/** Work that something found out brought about: often all that is left of "nobody can inject" or "the tube is out", so no pause swallows it. */
export const outlastsPause = ({ episode }: Run, { kind, schedule }: Step): boolean => episode.semantics >= 7 && schedule.kind === 'triggered' && (kind === 'call' || kind === 'task');
