/** Whose number or openid wrote to us, and which running episode should hear of it. */
import { transact, type Db, type Sql, type Tx } from './client.js';
import { idOrNull } from './ids.js';
import { lockLiving, lockOwner } from './patient-lock.js';

export type Sender = {
  hospitalId: string; patientId: string; contactId: string; episodeId: string | null;
  /** The patient herself, or one of her family: nobody but she speaks for her. */
  owner: 'patient' | 'family'; relation: string | null;
  value: string;
  /** The number reached somebody else once: nobody knows who writes. */
  quarantined: boolean;
};

/**
 * Where a patient's words become a case: her newest package that can open one. One that is stopping opens none any more, so an older one that
 * runs goes before it; one that is being launched, or stands still, takes them as soon as it can. One whose stop was accepted comes last: it will have
 * stopped when the words' turn comes.
 */
const hearing = (sql: Db) => sql`e.status in ('active', 'paused', 'launching', 'halted')
  order by exists (select from inbox i where i.episode_id = e.id and i.kind = 'stop' and i.state = 'accepted'), e.status in ('active', 'paused') desc, e.launched_at desc limit 1`;

/**
 * Every patient this address belongs to (one phone may serve two), and the episode that hears of it. An unsubscribed one is among them: whoever sent
 * STOP, or unfollowed, may still say that her chest hurts. An address that was left at a merged record is that of the kept one; where both have it, what
 * the kept one knows of it counts: whose it is, and whether it is a stranger's.
 */
export const sendersOf = (sql: Sql, value: string): Promise<Sender[]> =>
  sql`select distinct on (kept.id) c.hospital_id, kept.id as patient_id, c.id as contact_id, c.owner, c.relation, c.value, c.quarantined_at is not null as quarantined,
      (select e.id from episode e where e.patient_id = kept.id and e.hospital_id = c.hospital_id and ${hearing(sql)}) as episode_id
    from contact c cross join lateral (select kept_patient(c.patient_id) as id) kept
    where c.value = ${value} and (c.patient_id = kept.id or not exists (select from contact k where k.patient_id = kept.id and k.value = c.value))
    order by kept.id, c.quarantined_at is not null, c.owner = 'family'`;

/** The package that hears of what concerns the patient as a whole. null: none runs. */
export async function hearingEpisode(sql: Db, { hospitalId, patientId }: { hospitalId: string; patientId: string }): Promise<string | null> {
  const [row] = await sql<{ id: string }[]>`select e.id from episode e where e.patient_id = ${patientId} and e.hospital_id = ${hospitalId} and ${hearing(sql)}`;
  return row?.id ?? null;
}

/**
 * Who it is when the patient's lock is held: since the look, a merge or its undo may have given the address to another record, and the package that would
 * have heard of it to yet another. null: nobody has the address any more.
 */
export async function lockSender(tx: Tx, sender: Sender): Promise<Sender | null> {
  const patientId = await lockOwner(tx, async () => (await tx<{ id: string | null }[]>`select kept_patient(patient_id) as id from contact where id = ${sender.contactId}`)[0]?.id ?? null);
  return patientId === null ? null : { ...sender, patientId, episodeId: await hearingEpisode(tx, { ...sender, patientId }) };
}

/** The QR code at discharge carries the patient id as its scene: scanning ties the openid to the patient, to the kept one when the code is older than a merge. */
export const bindOpenid = (sql: Sql, scene: string, openid: string, contactId: string): Promise<boolean> =>
  transact(sql, async (tx) => {
    const ofPatient = idOrNull(scene);
    const patientId = ofPatient === null ? null : await lockLiving(tx, ofPatient);
    const rows = await tx`insert into contact (id, hospital_id, patient_id, owner, kind, value, position)
      select ${contactId}, hospital_id, id, 'patient', 'wechat', ${openid}, 0 from patient where id = ${patientId}
      on conflict (patient_id, kind, value) do update set quarantined_at = null, unsubscribed_at = null returning id`;
    return rows.length > 0;
  });

/** Unfollowing the account: the openid reaches nobody until its owner follows again. */
export async function openidUnfollowed(sql: Sql, openid: string): Promise<void> {
  await sql`update contact set unsubscribed_at = now() where kind = 'wechat' and value = ${openid} and unsubscribed_at is null`;
}

/** Following again, without a code: it is whose it was. One that is quarantined stays so, because somebody found that it is another person's. */
export async function openidFollowed(sql: Sql, openid: string): Promise<void> {
  await sql`update contact set unsubscribed_at = null where kind = 'wechat' and value = ${openid} and unsubscribed_at is not null`;
}

/** The number that a call task shows: the patient's first one that is not quarantined. */
export async function firstNumberOf(sql: Sql, hospitalId: string, episodeId: string): Promise<string | null> {
  const [row] = await sql<{ id: string }[]>`select c.id from contact c join episode e on e.patient_id = c.patient_id and e.hospital_id = c.hospital_id
    where e.id = ${idOrNull(episodeId)} and e.hospital_id = ${hospitalId} and c.owner = 'patient' and c.kind in ('mobile', 'landline') and c.quarantined_at is null
    order by c.position limit 1`;
  return row?.id ?? null;
}
