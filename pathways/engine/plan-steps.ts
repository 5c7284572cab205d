/** The steps of a plan by id and by kind of schedule: found once per plan, asked for at every event. */
import type { Plan, Step } from './plan.js';

type Steps = Plan['steps'];
type Sorted = { byId: ReadonlyMap<string, Step>; repeats: readonly Step[]; onRequest: readonly Step[] };

/** Keyed by the list itself, which nobody changes: a patient's own schedules are a list of their own. */
const known = new WeakMap<Steps, Sorted>();

function sorted({ steps }: Pick<Plan, 'steps'>): Sorted {
  const found = known.get(steps);
  if (found) return found;
  const of = (kind: Step['schedule']['kind']): Step[] => steps.filter(({ schedule }) => schedule.kind === kind);
  const made: Sorted = { byId: new Map(steps.map((step) => [step.id, step])), repeats: of('repeat'), onRequest: of('onRequest') };
  known.set(steps, made);
  return made;
}

export const stepOf = (plan: Pick<Plan, 'steps'>, id: string): Step | null => sorted(plan).byId.get(id) ?? null;
/** In plan order. */
export const repeatsOf = (plan: Pick<Plan, 'steps'>): readonly Step[] => sorted(plan).repeats;
/** In plan order. */
export const onRequestOf = (plan: Pick<Plan, 'steps'>): readonly Step[] => sorted(plan).onRequest;
