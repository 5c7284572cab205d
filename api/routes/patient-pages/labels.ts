/** What a step is called for this patient, and whether it asks anything of her. */
import type { PageEpisode } from '../../../db/read-models/patient-page.js';
import type { Step } from '../../../pathways/engine/plan.js';
import type { Consents } from '../../../pathways/patient/facts.js';
import { asksMore, isPhotoRequest } from '../../../pathways/patient/without-photos.js';

/** A request for a photo is the questionnaire that is left of it, to whoever did not agree to photos. */
export function labelOf({ plan, meta, say }: PageEpisode, step: Step, { photos }: Pick<Consents, 'photos'>, listed: string): string {
  if (photos || step.kind !== 'form' || !isPhotoRequest(plan, step)) return say(step.label);
  return step.forms.map((id) => say(meta.forms[id]?.title)).filter((title) => title !== '').join(listed) || say(step.label);
}

/** False: it wants nothing but a photo, to which she did not agree. */
export const isAsked = ({ plan }: PageEpisode, step: Step, { photos }: Pick<Consents, 'photos'>): boolean => photos || step.kind !== 'form' || asksMore(plan, step);
