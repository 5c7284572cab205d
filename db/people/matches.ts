/**
 * The same person met twice: found when a patient is stored, shown with its reasons, decided by a person. Nothing is merged by itself, and a
 * pair that somebody called different people is not asked about again (ADR 0035).
 */
import { v7 as uuidv7 } from 'uuid';
import { logAccess } from '../access-log.js';
import { announceChanges } from '../changes.js';
import { transact, type Sql, type Tx } from '../client.js';

export const matchReasons = ['national-id', 'name-birth', 'sound-birth', 'phone-name', 'phone-birth', 'identifiers', 'by-hand'] as const;
export type MatchReason = (typeof matchReasons)[number];

/** Both ways round it is one pair. */
export const pairOf = (one: string, other: string): [a: string, b: string] => (one < other ? [one, other] : [other, one]);

/**
 * Looks for others like this patient and writes the pairs. Name and birth date by characters, then by sound (张莉, 张丽); a number shared by a family is no
 * reason alone. Those born on the same day first: they are few, while a common name has thousands of bearers.
 */
export async function findMatches(tx: Tx, hospitalId: string, patientId: string): Promise<void> {
  const found = await tx<{ other: string; reasons: MatchReason[] }[]>`
    with me as (select id, birth_date, full_name from patient where id = ${patientId} and merged_into is null),
    mine as (select value from contact where patient_id = ${patientId} and owner = 'patient' and kind in ('mobile', 'landline', 'wechat')),
    sound as (select key from search_key where patient_id = ${patientId} and kind = 'pinyin' order by char_length(key) desc limit 1),
    born_alike as materialized (select o.id, o.full_name from me join patient o on o.hospital_id = ${hospitalId} and o.birth_date = me.birth_date),
    pair as (
      select o.id as other, 'name-birth' as reason from me join born_alike o on o.full_name = me.full_name where me.full_name <> ''
      union select o.id, 'sound-birth' from me join born_alike o on o.full_name <> me.full_name and char_length(o.full_name) = char_length(me.full_name)
        where exists (select from search_key l join sound on l.key = sound.key where l.patient_id = o.id and l.kind = 'pinyin')
      union select o.id, case when o.full_name = me.full_name then 'phone-name' else 'phone-birth' end
        from me cross join mine join contact c on c.hospital_id = ${hospitalId} and c.value = mine.value and c.owner = 'patient'
        join patient o on o.id = c.patient_id where (o.full_name = me.full_name and me.full_name <> '') or o.birth_date = me.birth_date)
    select other, array_agg(reason order by reason) as reasons from pair join patient p on p.id = pair.other
    where other <> ${patientId} and p.merged_into is null group by other order by other`;
  for (const { other, reasons } of found) await putMatch(tx, hospitalId, patientId, other, reasons);
}

/** A pair known before keeps its decision and gains reasons. */
export async function putMatch(tx: Tx, hospitalId: string, one: string, other: string, reasons: readonly MatchReason[]): Promise<void> {
  const [a, b] = pairOf(one, other);
  const rows = await tx`
    insert into patient_match (id, hospital_id, patient_a, patient_b, reasons) values (${uuidv7()}, ${hospitalId}, ${a}, ${b}, ${[...reasons]})
    on conflict (patient_a, patient_b) do update set reasons = array(select distinct unnest(patient_match.reasons || excluded.reasons) order by 1)
      where not patient_match.reasons @> excluded.reasons
    returning id`;
  if (rows.length > 0) await announceChanges(tx, hospitalId, [{ topic: 'patient', ref: one }, { topic: 'patient', ref: other }]);
}

export type Decision = { outcome: 'decided' } | { outcome: 'refused'; code: 'unknown-pair' | 'merged'; message: string };

/** `different`: two people. `open`: to be looked at again. */
export const decideMatch = (sql: Sql, pair: { hospitalId: string; one: string; other: string; state: 'different' | 'open'; by: string }): Promise<Decision> =>
  transact(sql, async (tx): Promise<Decision> => {
    const [a, b] = pairOf(pair.one, pair.other);
    const [row] = await tx<{ state: string }[]>`select state from patient_match where hospital_id = ${pair.hospitalId} and patient_a = ${a} and patient_b = ${b} for update`;
    if (!row) return { outcome: 'refused', code: 'unknown-pair', message: 'These two patients are not listed as possibly the same person: look at the list of the patient first' };
    if (row.state === 'merged') return { outcome: 'refused', code: 'merged', message: 'These two records are merged: undo the merge first' };
    await tx`update patient_match set state = ${pair.state}, decided_by = ${pair.state === 'open' ? null : pair.by}, decided_at = ${pair.state === 'open' ? null : tx`now()`}
      where hospital_id = ${pair.hospitalId} and patient_a = ${a} and patient_b = ${b}`;
    await logAccess(tx, { hospitalId: pair.hospitalId, actor: pair.by, action: `patient-match-${pair.state}`, ref: a, allowed: true, detail: { other: b } });
    await announceChanges(tx, pair.hospitalId, [{ topic: 'patient', ref: a }, { topic: 'patient', ref: b }]);
    return { outcome: 'decided' };
  });
