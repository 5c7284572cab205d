/** The total of a scored form as it is filled in; the engine scores it again when it arrives. */
import type { FormText } from '../../../../db/read-models/form-list.js';
import type { Answers } from '../../../../pathways/engine/inputs.js';
import { instruments } from '../../../../pathways/instruments/instruments.js';

/** null: not a scored form, or not every item is answered yet. */
export function scoreOf({ id, instrument }: FormText, answers: Answers): number | null {
  const scored = instrument !== null && Object.hasOwn(instruments, instrument) ? instruments[instrument]?.score(answers[id] ?? {}) : undefined;
  return scored === undefined || 'refused' in scored ? null : Number(scored.total);
}
