import { localDateOf } from '../time.js';
import type { Occurrence } from './episode.js';
import { isContactOfStep, suppressWhere } from './obligations.js';
import type { Step } from './plan.js';
import { emit, type Run } from './run.js';
import { behaviourOf } from './steps/behaviour.js';
import type { Instant, LocalDate } from './vocabulary.js';

/** `nominal`: the day that the schedule names now, when the window moves with it. */
type Move = { dueAt: Instant; reason: 'away' | 'zone-changed' | 'anchor-corrected'; misfits: boolean; nominal?: LocalDate };

/** To another due time, announced anew; what was planned for the former one is superseded. `misfits`: no possible day suits, so a person arranges it. */
export function move(run: Run, step: Step, occurrence: Occurrence, { dueAt, reason, misfits, nominal }: Move): void {
  suppressWhere(run, (obligation) => obligation.occurrence === occurrence.id && isContactOfStep(obligation), 'superseded');
  const behaviour = behaviourOf(step);
  const day = localDateOf(dueAt, run.episode.zone);
  const window = step.kind === 'visit' && nominal === undefined ? { from: occurrence.windowFrom, until: occurrence.windowUntil } : behaviour.window(step, { nominal: nominal ?? day, dueAt, zone: run.episode.zone });
  emit(run, {
    type: 'OccurrenceMoved', occurrence: occurrence.id, revision: occurrence.revision + 1, dueAt, windowFrom: window.from, windowUntil: window.until,
    booking: step.kind === 'visit' ? 'needed' : 'as-planned', reason, next: behaviour.firstAct(step, { dueAt, windowUntil: window.until }),
  });
  const moved = run.episode.occurrences[occurrence.id];
  if (moved) behaviour.contact(run, step, moved, misfits ? 'away' : reason === 'anchor-corrected' ? 'planned' : 'moved');
}
