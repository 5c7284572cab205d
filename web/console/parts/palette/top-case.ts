/** The case that stands first now, asked afresh: what was first a minute ago may be a colleague's by now. */
import type { WorklistCase } from '../../../../db/read-models/worklist-cases.js';
import { get } from '../../api.js';
import { withQuery } from '../../with-query.js';
import type { Language } from '../../../text.js';

/** null: no case is open. */
export async function topCase(language: Language): Promise<WorklistCase | null> {
  const { items: [first] } = await get<{ items: WorklistCase[] }>(withQuery('/worklist/cases', { language, limit: 1 }));
  return first ?? null;
}
