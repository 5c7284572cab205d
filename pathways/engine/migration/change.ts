/** What another version means for one step of an episode under way: worked out first, carried out once all of it is known to be possible. */
import type { Occurrence } from '../episode.js';
import type { Numbering, Recount } from '../events.js';
import type { Step, StepId } from '../plan.js';
import { stepOf } from '../plan-steps.js';
import type { Run } from '../run.js';
import { behaviourOf } from '../steps/behaviour.js';
import type { LocalDate, LocalTime } from '../vocabulary.js';

/** Why an episode stays on its version. Codes are stable; `detail` is an id or a name that the reader needs, never something about the patient. */
export type Hindrance = { code: HindranceCode; step?: StepId; detail?: string };

export const hindranceCodes = [
  'same-version', 'other-package', 'not-running', 'anchor-missing', 'personal-missing', 'personal-invalid', 'step-under-way', 'step-counts-otherwise', 'form-under-way',
  'held', 'second-look', 'open-case',
] as const;
export type HindranceCode = (typeof hindranceCodes)[number];

export type Move = { occurrence: Occurrence; /** Its day and time by the version that it goes to; null: they stay. */ on: { date: LocalDate; time: LocalTime } | null; /** The day that its window is counted from. */ nominal: LocalDate };

export type Change = {
  step: StepId;
  /** As the version that it goes to has it; null: no longer. */
  to: Step | null;
  hindrances: Hindrance[];
  close: Occurrence[];
  move: Move[];
  /** Numbers to be planned by the step's offsets. */
  plan: number[];
  /** Visits agreed with the patient that the version would have otherwise: a person decides. */
  ask: Occurrence[];
  numbering?: Numbering | null;
  recount?: Recount;
  begin?: number;
};

export const noChange = (step: StepId, to: Step | null): Change => ({ step, to, hindrances: [], close: [], move: [], plan: [], ask: [] });

/** Nothing of it has begun, nobody answered or agreed to anything of it, and its time is still to come: only such an occurrence may change. */
export function isMovable({ plan, at }: Run, { step: id, status, slot, dueAt, awaiting }: Occurrence): boolean {
  const step = stepOf(plan, id);
  return status === 'planned' && slot === null && dueAt > at && step !== null && awaiting.length === behaviourOf(step).awaits(step).length;
}

export const isAgreed = ({ slot, status }: Occurrence): boolean => slot !== null || status === 'checked-in';

/** Plans are stored with sorted keys, so equal content is equal text. */
export const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** What a contact of a planned occurrence says, to whom and until when. A visit that is not booked yet is announced to nobody. */
export function contactOf(step: Step): unknown {
  if (step.kind === 'visit') return { window: step.window, label: step.label, place: step.place };
  const { schedule: _when, holidays: _days, phase: _phase, badge: _badge, ...rest } = step;
  return rest;
}
