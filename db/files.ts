/** Which hospital owns which stored file. */
import type { Sql } from './client.js';
import type { FileRef } from '../pathways/engine/inputs.js';

export async function rememberFile(sql: Sql, hospitalId: string, createdBy: string, ref: FileRef): Promise<void> {
  await sql`insert into file (id, hospital_id, sha256, mime, bytes, created_by)
    values (${ref.id}, ${hospitalId}, ${ref.sha256}, ${ref.mime}, ${ref.bytes}, ${createdBy})`;
}

/** Only the hospital's own; an id of another hospital is simply not there. */
export async function filesOf(sql: Sql, hospitalId: string, ids: string[]): Promise<FileRef[]> {
  if (ids.length === 0) return [];
  const rows = await sql<{ id: string; sha256: string; mime: string; bytes: string }[]>`
    select id, sha256, mime, bytes::text as bytes from file where hospital_id = ${hospitalId} and id = any(${ids}::uuid[])`;
  return rows.map((row) => ({ ...row, bytes: Number(row.bytes) }));
}
