/** Who looked at what is protected, append-only. */
import { json, type Db } from './client.js';

export type AccessEntry = { hospitalId: string | null; actor: string; action: string; ref: string | null; allowed: boolean; /** What else must be known of it: ids, codes and numbers. */ detail?: object };

export async function logAccess(sql: Db, { hospitalId, actor, action, ref, allowed, detail = {} }: AccessEntry): Promise<void> {
  await sql`insert into audit_log (hospital_id, actor, action, ref, allowed, detail) values (${hospitalId}, ${actor}, ${action}, ${ref}, ${allowed}, ${json(sql, detail)})`;
}
