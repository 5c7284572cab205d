/** What was recorded at a visit that is over. */
import type { Answers } from '../../pathways/engine/inputs.js';
import type { Instant } from '../../pathways/engine/vocabulary.js';
import type { Db } from '../client.js';

/** null: it has no record (yet). `at`: by the clock of the care. */
export async function visitRecord(sql: Db, hospitalId: string, occurrence: string): Promise<{ at: Instant; answers: Answers } | null> {
  const [row] = await sql<{ at: Instant; answers: Answers }[]>`select at, answers from answer where hospital_id = ${hospitalId} and occurrence = ${occurrence} and shared_from is null order by at desc, id desc limit 1`;
  return row ?? null;
}
