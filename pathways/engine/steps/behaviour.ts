/** What each kind of step does: one table, one file per kind. */
import type { Occurrence } from '../episode.js';
import type { NextAct } from '../events.js';
import type { Step } from '../plan.js';
import type { Run } from '../run.js';
import { assertNever, type Instant, type LocalDate } from '../vocabulary.js';
import { callStep } from './call.js';
import { formStep } from './form.js';
import { messageStep } from './message.js';
import { readingStep } from './reading.js';
import { taskStep } from './task.js';
import { visitStep } from './visit.js';

/**
 * Why an occurrence's contacts are planned now. `planned`: first time; `moved`: another time was announced before; `released`: after a
 * hold; `away`: the patient is away on every possible day.
 */
export type ContactReason = 'planned' | 'moved' | 'released' | 'away';

export type Behaviour<S extends Step> = {
  /** From when to when the step may still happen. `nominal` is the day that the schedule named. */
  window(step: S, on: { nominal: LocalDate; dueAt: Instant; zone: string }): { from: Instant; until: Instant };
  /** Forms whose answers it waits for. */
  awaits(step: S): string[];
  /** The first thing it does by itself after being planned (or moved). */
  firstAct(step: S, on: { dueAt: Instant; windowUntil: Instant }): NextAct | null;
  /** Plans the obligations that go out ahead of or at the due time. */
  contact(run: Run, step: S, occurrence: Occurrence, why: ContactReason): void;
};

export function behaviourOf(step: Step): Behaviour<Step> {
  switch (step.kind) {
    case 'visit': return visitStep as Behaviour<Step>;
    case 'form': return formStep as Behaviour<Step>;
    case 'call': return callStep as Behaviour<Step>;
    case 'reading': return readingStep as Behaviour<Step>;
    case 'message': return messageStep as Behaviour<Step>;
    case 'task': return taskStep as Behaviour<Step>;
    default: return assertNever(step);
  }
}
