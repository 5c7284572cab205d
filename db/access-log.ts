/** Who looked at what is protected, append-only. */
import type { Db } from './client.js';

export async function logAccess(sql: Db, entry: { hospitalId: string | null; actor: string; action: string; ref: string | null; allowed: boolean }): Promise<void> {
  await sql`insert into audit_log (hospital_id, actor, action, ref, allowed) values (${entry.hospitalId}, ${entry.actor}, ${entry.action}, ${entry.ref}, ${entry.allowed})`;
}
