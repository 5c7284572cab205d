import type { Plan, TextKey } from '../engine/plan.js';

/** A service is called as the visit that uses it up, or as the included package that a unit of it starts. null: the plan has neither. */
export function serviceLabel({ steps, embeds }: Plan, service: string): TextKey | null {
  return steps.find((step) => step.kind === 'visit' && step.service === service)?.label ?? embeds?.find((one) => one.service === service)?.label ?? null;
}
