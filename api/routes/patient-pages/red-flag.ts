/**
 * An answer that is a red flag goes to the hospital by itself, at once, so that it is never lost with a form that nobody finished. It is handed over
 * before it is kept: as long as the draft does not hold it, pressing again hands it over.
 */
import { createHash } from 'node:crypto';
import type { AnswerDraft } from '../../../db/answer-drafts.js';
import { handedIn } from '../../../db/read-models/handed-in.js';
import type { PageItem } from '../../../db/read-models/patient-page.js';
import type { AnswerValue } from '../../../pathways/engine/inputs.js';
import { submitAs } from '../../commands.js';
import type { ApiDeps } from '../../deps.js';
import { personOf, scopeOf, senderOf, type Visitor } from './context.js';
import type { Asked } from './questions.js';

const same = (a: AnswerValue | null | undefined, b: AnswerValue): boolean => JSON.stringify(a) === JSON.stringify(b);

/**
 * Throws when it was not taken. One command for the same press, however often it is tapped or tried again: its id says what was answered, and what it was
 * answered to, the draft as it stood and how often the form had been sent. Taken back and said again is thus another one, also from a page in the browser's memory.
 */
export async function handOver(deps: ApiDeps, visitor: Visitor, { occurrence, episodeId }: PageItem, { form, question }: Asked, draft: AnswerDraft, value: AnswerValue): Promise<void> {
  const before = draft.answers[form]?.[question.id];
  const known = await handedIn(deps.sql, personOf(visitor), { episodeId, occurrence, form, question: question.id });
  if (same(before, value) && same(known.answer, value)) return;
  const id = createHash('sha256').update(JSON.stringify([occurrence, form, question.id, value, draft.savedAt, known.sends])).digest('hex').slice(0, 32);
  // Without the occurrence: the form goes on waiting for its other answers, and one that has closed takes it all the same.
  const answers = { [form]: { ...draft.answers[form], [question.id]: value } };
  await submitAs(deps, senderOf(visitor, `flag-${id}`), { episodeId, kind: 'answer-received', input: { answers, answeredBy: scopeOf(visitor) } });
}
