/** What the store may forget: files that no record ever named, and objects whose upload broke off. */
import { transact } from './client.js';
import type { Sql } from './client.js';

/** Tables that name files; a file that stands in one of them is never swept, whoever forgot to attach it. A test reads the catalogue. */
export const namingFiles = ['clip_review', 'consent_record'] as const;

/** C: an offline draft of a visit is sent within days; a week later nobody comes back for its photos. */
export const keepUnattachedFor = '7 days';
const atOnce = 100;
/** C: so many refusals one after another are the store's, not an object's: the rest waits for the next round. */
const refusalsInARow = 3;

/**
 * Rows first, then objects: a file that is gone from the database is gone for everybody, and its objects stay listed until the store
 * has forgotten them, however often that fails; an object that cannot be removed goes to the end of the line and stops no other. Returns how many
 * objects were removed; rejects after the round with the first refusal.
 */
export async function sweepFiles(sql: Sql, remove: (id: string) => Promise<void>): Promise<number> {
  await transact(sql, async (tx) => {
    const gone = await tx<{ id: string; hospitalId: string; thumbId: string | null }[]>`
      delete from file where id in (select id from file f where attached_at is null and created_at < now() - ${keepUnattachedFor}::interval
        and not exists (select 1 from consent_record r where r.file_id = f.id) and not exists (select 1 from clip_review r where r.file_id = f.id)
        order by created_at limit ${atOnce} for update skip locked)
      returning id, hospital_id, thumb_id`;
    const objects = gone.flatMap(({ id, hospitalId, thumbId }) => [id, thumbId].filter((one) => one !== null).map((one) => ({ id: one, hospitalId })));
    for (const { id, hospitalId } of objects) await tx`insert into file_unclaimed (id, hospital_id, remove_after) values (${id}, ${hospitalId}, now())`;
  });
  const due = await sql<{ id: string }[]>`select id from file_unclaimed where remove_after <= now() order by remove_after limit ${atOnce}`;
  const refusals: unknown[] = [];
  let [removed, inARow] = [0, 0];
  for (const { id } of due) {
    try {
      await remove(id);
    } catch (error) {
      refusals.push(error);
      await sql`update file_unclaimed set remove_after = now() where id = ${id}`;
      if ((inARow += 1) === refusalsInARow) break;
      continue;
    }
    await sql`delete from file_unclaimed where id = ${id}`;
    removed += 1;
    inARow = 0;
  }
  if (refusals.length > 0) throw refusals[0];
  return removed;
}
