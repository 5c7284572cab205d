/** The hospital as callers need it: its clock and its names in texts. */
import type { Db } from './client.js';

export type Hospital = { id: string; name: string; kind: 'real' | 'training'; zone: string; pace: number; smsSignature: string; phone: string; entry: string };

export async function hospitalOf(sql: Db, id: string): Promise<Hospital> {
  const [row] = await sql<(Omit<Hospital, 'pace'> & { pace: string })[]>`
    select id, name, kind, zone, pace, sms_signature, phone, entry from hospital where id = ${id}`;
  if (!row) throw new Error(`No hospital ${id}`);
  return { ...row, pace: Number(row.pace) };
}

/** The one named, else the training hospital; a clear error when there is none. */
export async function chooseHospital(sql: Db, id: string | null): Promise<Hospital> {
  const [row] = await sql<{ id: string }[]>`
    select id from hospital where (${id}::uuid is null and kind = 'training') or id = ${id}::uuid order by created_at limit 1`;
  if (!row) throw new RangeError(id === null ? 'There is no training hospital yet; run npm start once.' : `There is no hospital ${id}.`);
  return hospitalOf(sql, row.id);
}

/** Whose name the entry page bears before anybody said who they are: the only one that takes patients; null where there are several. */
export async function entryHospital(sql: Db): Promise<Hospital | null> {
  const rows = await sql<{ id: string; kind: string }[]>`select id, kind from hospital order by kind, created_at limit 3`;
  const real = rows.filter(({ kind }) => kind === 'real');
  const [only, ...others] = real.length > 0 ? real : rows;
  return only && others.length === 0 ? hospitalOf(sql, only.id) : null;
}

/** Whose staff an identity provider vouches for: the hospital that the settings name, else the only one. null: there is no such one. */
export async function staffHospital(sql: Db, id: string | null): Promise<Hospital | null> {
  if (id === null) return entryHospital(sql);
  const [known] = await sql`select 1 from hospital where id = ${id}`;
  return known ? hospitalOf(sql, id) : null;
}
