/** Several packages, one patient: the strictest of what they say holds for all. */
import type { Plan } from '../engine/plan.js';
import type { SharedFacts } from './facts.js';

type Limits = Pick<Plan, 'quietHours' | 'dailySmsCap'>;

/** For whoever is written to when none of her packages runs any more (an answer to a question that outlived it): the conventions' hours (C). */
export const defaultQuietHours = { from: '21:00', to: '08:00' } as const;

/**
 * Quiet begins with the earliest and ends with the latest (all of them span the night); the smallest cap counts. `own`: what the patient
 * wishes besides; it can lengthen the quiet, never shorten it.
 */
export function strictest(plans: readonly Limits[], own: SharedFacts['quietHours'] | null = null): Pick<SharedFacts, 'quietHours' | 'dailySmsCap'> {
  const quiet = [...(plans.length === 0 ? [defaultQuietHours] : plans.map(({ quietHours }) => quietHours)), ...(own === null ? [] : [own])].filter(({ from, to }) => from !== to);
  const [first] = quiet;
  return {
    quietHours: first ? quiet.reduce((a, b) => ({ from: b.from < a.from ? b.from : a.from, to: b.to > a.to ? b.to : a.to }), first) : { from: '00:00', to: '00:00' },
    dailySmsCap: Math.min(...plans.map(({ dailySmsCap }) => dailySmsCap)),
  };
}
