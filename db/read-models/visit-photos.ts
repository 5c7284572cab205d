/** Photos that staff took at a visit, in the order in which they were taken. */
import type { Sql } from '../client.js';

export const visitPhotos = (sql: Sql, hospitalId: string, occurrence: string): Promise<{ id: string }[]> =>
  sql`select id from file where hospital_id = ${hospitalId} and occurrence = ${occurrence} and kind = 'photo' and source = 'staff' order by created_at, id`;
