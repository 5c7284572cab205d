/**
 * The signed handover of a shift. Whoever goes makes the page and signs it; whoever comes signs the same page, and in that very transaction
 * everything on it is theirs. What reached the one who goes in between makes the page stale: it is made again, never signed half-true.
 */
import { v7 as uuidv7 } from 'uuid';
import type { Crypt } from '../../messages/crypt.js';
import type { Instant } from '../../pathways/engine/vocabulary.js';
import { announceChanges } from '../changes.js';
import { json, transact, type Db, type Sql, type Tx } from '../client.js';
import { handoverPage, pageHash, type HandoverPage, type Moves, type Shift } from './handover-page.js';
import { newestOwnerOfCase, ownerOfCase, ownerOfTask, writeOwner } from './owners.js';

export type HandoverRow = {
  handoverId: string; fromAccount: string; fromName: string; toAccount: string; toName: string; shift: Shift; sha256: string; madeAt: Instant;
  signedByFromAt: Instant | null; signedByToAt: Instant | null; withdrawnAt: Instant | null;
};
export type Handover = HandoverRow & { page: HandoverPage; /** How much came to whoever goes since the page was made. */ cameSince: number };
export type HandoverRefusal = { code: 'unknown' | 'unknown-colleague' | 'not-yours' | 'one-under-way' | 'signed-already' | 'not-signed-first' | 'other-page' | 'stale' | 'withdrawn'; message: string };
const refuse = (code: HandoverRefusal['code'], message: string): { refused: HandoverRefusal } => ({ refused: { code, message } });
const context = (id: string): string => `handover/${id}`;

const columns = (sql: Db) => sql`h.id as handover_id, h.from_account, f.display_name as from_name, h.to_account, t.display_name as to_name, h.shift, h.snapshot_sha256 as sha256, h.made_at,
  h.signed_by_from_at, h.signed_by_to_at, h.withdrawn_at`;

export async function makeHandover(sql: Sql, crypt: Crypt, made: { hospitalId: string; from: string; to: string; shift: Shift; remarks: string; at: Instant }): Promise<{ handoverId: string } | { refused: HandoverRefusal }> {
  const [parties] = await sql<{ hospital: string; fromName: string; toName: string }[]>`
    select h.name as hospital, f.display_name as from_name, t.display_name as to_name from hospital h join account f on f.id = ${made.from} and f.hospital_id = h.id
      join account t on t.id::text = ${made.to} and t.hospital_id = h.id and t.active and t.id <> f.id and t.roles && ${['case-manager', 'nurse', 'therapist', 'doctor', 'head', 'admin']}
    where h.id = ${made.hospitalId}`;
  if (!parties) return refuse('unknown-colleague', 'Hand over to an active colleague of this hospital who may act on cases, and not to yourself.');
  const { page, moves } = await handoverPage(sql, crypt, {
    hospitalId: made.hospitalId, hospital: parties.hospital, from: { id: made.from, name: parties.fromName }, to: { id: made.to, name: parties.toName }, shift: made.shift, remarks: made.remarks, madeAt: made.at,
  });
  const id = uuidv7();
  const sealed = crypt.seal(JSON.stringify(page), context(id));
  const rows = await sql`insert into handover (id, hospital_id, from_account, to_account, shift, moves, snapshot_enc, snapshot_sha256)
    values (${id}, ${made.hospitalId}, ${made.from}, ${made.to}, ${made.shift}, ${json(sql, moves)}, ${sealed}, ${pageHash(page)})
    on conflict (hospital_id, from_account) where signed_by_to_at is null and withdrawn_at is null do nothing returning id`;
  return rows.length === 0 ? refuse('one-under-way', 'A handover of yours is under way: sign it, or withdraw it and make a new one.') : { handoverId: id };
}

/** Newest first. */
export const handovers = (sql: Sql, hospitalId: string, limit: number): Promise<HandoverRow[]> =>
  sql<HandoverRow[]>`select ${columns(sql)} from handover h join account f on f.id = h.from_account join account t on t.id = h.to_account
    where h.hospital_id = ${hospitalId} order by h.made_at desc, h.id desc limit ${limit}`;

export async function handoverById(sql: Sql, crypt: Crypt, hospitalId: string, handoverId: string): Promise<Handover | null> {
  const [row] = await sql<(HandoverRow & { snapshotEnc: Uint8Array; moves: Moves })[]>`select ${columns(sql)}, h.snapshot_enc, h.moves
    from handover h join account f on f.id = h.from_account join account t on t.id = h.to_account where h.hospital_id = ${hospitalId} and h.id = ${handoverId}`;
  if (!row) return null;
  const { snapshotEnc, moves, ...rest } = row;
  return { ...rest, page: JSON.parse(crypt.open(snapshotEnc, context(handoverId))) as HandoverPage, cameSince: row.signedByToAt === null ? await cameSince(sql, hospitalId, row.fromAccount, moves) : 0 };
}

type Locked = { fromAccount: string; toAccount: string; sha256: string; moves: Moves; signedByFromAt: string | null; signedByToAt: string | null; withdrawnAt: string | null };
const lock = async (tx: Tx, hospitalId: string, id: string): Promise<Locked | null> => {
  const [row] = await tx<Locked[]>`select from_account, to_account, snapshot_sha256 as sha256, moves, signed_by_from_at, signed_by_to_at, withdrawn_at from handover
    where id = ${id} and hospital_id = ${hospitalId} for update`;
  return row ?? null;
};

export type Signing = { hospitalId: string; handoverId: string; by: string; /** Of the page that was read. */ sha256: string };
export type Signed = { signed: 'from' | 'to'; moved: number } | { refused: HandoverRefusal };

export const signHandover = (sql: Sql, signing: Signing): Promise<Signed> => transact(sql, (tx) => signIn(tx, signing));

async function signIn(tx: Tx, { hospitalId, handoverId, by, sha256 }: Signing): Promise<Signed> {
  const page = await lock(tx, hospitalId, handoverId);
  if (!page) return refuse('unknown', 'This hospital has no such handover; take its id from the list.');
  if (page.withdrawnAt !== null) return refuse('withdrawn', 'This handover was withdrawn; make a new one.');
  if (page.sha256 !== sha256) return refuse('other-page', 'What is to be signed is not the page as it stands; read it again, then sign.');
  if (by === page.fromAccount) {
    if (page.signedByFromAt !== null) return refuse('signed-already', 'You have signed this handover.');
    await tx`update handover set signed_by_from_at = now() where id = ${handoverId}`;
    await announceChanges(tx, hospitalId, [{ topic: 'handover', ref: handoverId }]);
    return { signed: 'from', moved: 0 };
  }
  if (by !== page.toAccount) return refuse('not-yours', 'Only the two named on the page sign it.');
  if (page.signedByFromAt === null) return refuse('not-signed-first', 'Whoever hands over signs first.');
  if (page.signedByToAt !== null) return refuse('signed-already', 'You have signed this handover.');
  if ((await cameSince(tx, hospitalId, page.fromAccount, page.moves)) > 0) return refuse('stale', 'Since the page was made, something new has come to whoever hands over: withdraw it and make a new one, so that nothing stays behind.');
  await tx`update handover set signed_by_to_at = now() where id = ${handoverId}`;
  const moved = await move(tx, hospitalId, handoverId, page);
  await announceChanges(tx, hospitalId, [{ topic: 'handover', ref: handoverId }, ...page.moves.cases.map((ref) => ({ topic: 'escalation' as const, ref })), { topic: 'task', ref: handoverId }]);
  return { signed: 'to', moved };
}

/** Open matters of whoever goes that are not on the page. */
async function cameSince(sql: Db, hospitalId: string, from: string, { cases, callBacks, tasks }: Moves): Promise<number> {
  const [row] = await sql<{ n: number }[]>`select
    (select count(*)::int from escalation x ${newestOwnerOfCase(sql)}
      where x.hospital_id = ${hospitalId} and x.status not in ('closed', 'joined') and not x.id = any(${cases})
        and ${ownerOfCase(sql)} = ${from})
    + (select count(*)::int from call_back where hospital_id = ${hospitalId} and state = 'open' and owner = ${from} and not id::text = any(${callBacks}))
    + (select count(*)::int from task t where t.hospital_id = ${hospitalId} and t.status in ('ready', 'in-progress') and not t.id = any(${tasks})
        and ${ownerOfTask(sql)} = ${from}) as n`;
  return row?.n ?? 0;
}

/** Everything on the page that is still open and that nobody else took meanwhile. */
async function move(tx: Tx, hospitalId: string, handoverId: string, { fromAccount, toAccount, moves }: Locked): Promise<number> {
  const cases = await tx<{ id: string; episodeId: string }[]>`
    select x.id, x.episode_id from escalation x ${newestOwnerOfCase(tx)}
    where x.hospital_id = ${hospitalId} and x.id = any(${moves.cases}) and x.status <> 'closed'
      and coalesce(${ownerOfCase(tx)}, ${fromAccount}) = ${fromAccount} order by x.id for no key update of x`;
  const tasks = await tx<{ id: string; episodeId: string }[]>`select t.id, t.episode_id from task t where t.hospital_id = ${hospitalId} and t.id = any(${moves.tasks}) and t.status in ('ready', 'in-progress')
      and ${ownerOfTask(tx)} = ${fromAccount} order by t.id for no key update of t`;
  const own = { hospitalId, accountId: toAccount, how: 'handover' as const, handoverId, by: toAccount };
  for (const { id, episodeId } of cases) await writeOwner(tx, { ...own, episodeId, subject: { escalation: id } });
  for (const { id, episodeId } of tasks) await writeOwner(tx, { ...own, episodeId, subject: { task: id } });
  const callBacks = await tx`update call_back set owner = ${toAccount} where hospital_id = ${hospitalId} and id::text = any(${moves.callBacks}) and state = 'open' and owner = ${fromAccount} returning id`;
  return cases.length + tasks.length + callBacks.length;
}

export const withdrawHandover = (sql: Sql, { hospitalId, handoverId, by }: { hospitalId: string; handoverId: string; by: string }): Promise<HandoverRefusal | null> =>
  transact(sql, async (tx) => {
    const page = await lock(tx, hospitalId, handoverId);
    if (!page) return { code: 'unknown', message: 'This hospital has no such handover; take its id from the list.' };
    if (by !== page.fromAccount && by !== page.toAccount) return { code: 'not-yours', message: 'Only the two named on the page may withdraw it.' };
    if (page.signedByToAt !== null) return { code: 'signed-already', message: 'Both have signed: ownership has moved. Make a new handover to move it back.' };
    await tx`update handover set withdrawn_at = coalesce(withdrawn_at, now()) where id = ${handoverId}`;
    await announceChanges(tx, hospitalId, [{ topic: 'handover', ref: handoverId }]);
    return null;
  });
