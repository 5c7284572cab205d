/** What every builder needs. */
import type { PersonalParameter } from '../../engine/plan.js';
import type { LookBack } from '../expressions/translator.js';
import type { Named, Names } from '../expressions/types.js';
import type { Place } from '../source/place.js';
import type { Report } from '../source/report.js';
import type { Draft } from './draft.js';
import type { Parameters } from './parameters.js';
import type { TextUses } from './text-uses.js';

export type Context = {
  draft: Draft;
  parameters: Parameters;
  names: Names;
  report: Report;
  texts: TextUses;
  /** Parameters that are given for each patient. */
  personal: Readonly<Record<string, PersonalParameter>>;
  /** Conditions outside rules that need history: (`stopWhen`). */
  remembered: { lookBacks: LookBack[]; named: Named[] };
};

/** Complains unless `holds`; NaN (an amount that was refused already) never complains. */
export function need(holds: boolean, context: Context, place: Place, message: string, fix: string): void {
  if (!holds) context.report.error(place, message, fix);
}
