/** Nobody is asked for a photo who did not agree to photos: neither by a message nor by a question. Whether the rest is asked all the same is decided here. */
import type { Obligation } from '../engine/events.js';
import { stepOfOccurrence } from '../engine/ids.js';
import type { FormId, FormStep, Plan, Question, TextKey } from '../engine/plan.js';
import { stepOf } from '../engine/plan-steps.js';
import type { Consents } from './facts.js';

type Asking = Pick<Plan, 'forms' | 'steps'>;

/** The questions of a form that this patient may be asked. */
export const questionsFor = ({ forms }: Pick<Plan, 'forms'>, form: FormId, { photos }: Pick<Consents, 'photos'>): Question[] =>
  (forms[form]?.questions ?? []).filter(({ type }) => photos || type !== 'photo');

/** Every form of it wants a photo, so its own words ask for one; a questionnaire of which a photo is a part speaks of a questionnaire. */
export const isPhotoRequest = ({ forms }: Pick<Plan, 'forms'>, step: FormStep): boolean =>
  step.forms.length > 0 && step.forms.every((id) => forms[id]?.questions.some(({ type }) => type === 'photo'));

/** Something is left to ask of her when the photo is not. */
export const asksMore = (plan: Pick<Plan, 'forms'>, step: FormStep): boolean => step.forms.some((id) => questionsFor(plan, id, { photos: false }).length > 0);

/**
 * The message as it may go to this patient. A request for a photo that also asks other questions (is the wound red?) is said in the words in
 * which the same package asks for its questionnaires; null: it may not go out, because nothing but a photo is asked, or no such words are there.
 */
export function withoutPhotos(plan: Asking, { photos }: Pick<Consents, 'photos'>, obligation: Obligation): Obligation | null {
  const { occurrence, recipient, text } = obligation;
  if (photos || occurrence === null || (recipient !== 'patient' && recipient !== 'family')) return obligation;
  const step = stepOf(plan, stepOfOccurrence(occurrence));
  if (step?.kind !== 'form' || !isPhotoRequest(plan, step)) return obligation;
  if (!asksMore(plan, step)) return null;
  if (text !== step.invite && text !== step.remind) return obligation;
  const plain = wordsOfQuestionnaires(plan, text === step.invite ? 'invite' : 'remind');
  return plain === null ? null : { ...obligation, text: plain };
}

function wordsOfQuestionnaires(plan: Asking, which: 'invite' | 'remind'): TextKey | null {
  const questionnaire = plan.steps.find((step): step is FormStep => step.kind === 'form' && step.who === 'patient' && step.schedule.kind !== 'triggered' && !isPhotoRequest(plan, step));
  return questionnaire?.[which] ?? null;
}
