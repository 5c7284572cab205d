/** Units that nobody used in time expire, and a person is told some days before. Both by the episode's own clock. */
import type { Plan } from '../pathways/engine/plan.js';
import type { Instant } from '../pathways/engine/vocabulary.js';
import { addHours } from '../pathways/time.js';
import { expiryWarningDays } from '../pathways/entitlements/conventions.js';
import { serviceLabel } from '../pathways/entitlements/service-label.js';
import { announceChanges } from './changes.js';
import { transact, type Sql, type Tx } from './client.js';
import { lockBalance, postEntries, type EntitlementLine } from './entitlement-posting.js';
import { lockPatientOf } from './patient-lock.js';
import { mayBeBefore } from './read-models/own-time.js';

export type DueLine = EntitlementLine & { expiresAt: Instant; at: Instant };

/** Reserved units stay: their visit is still to come; released, they expire in the next round. Returns how many lines lost units. */
export async function expireUnits(sql: Sql, limit = 100): Promise<number> {
  const due = await sql<DueLine[]>`
    with soon as materialized (select * from entitlement_balance where remaining > 0 and ${mayBeBefore(sql, { at: sql`expires_at`, episode: sql`episode_id`, until: sql`now()` })})
    select b.hospital_id, b.patient_id, b.episode_id, b.service, b.expires_at, episode_of(e.clock, now())::timestamptz(3) as at
    from soon b join episode e on e.id = b.episode_id where wall_of(e.clock, b.expires_at) <= now() order by b.expires_at limit ${limit}`;
  for (const line of due) await transact(sql, (tx) => expireLine(tx, line));
  return due.length;
}

/** `expiresAt`: as it was seen; a line that was extended meanwhile keeps its units. */
export async function expireLine(tx: Tx, { at, expiresAt, ...seen }: DueLine): Promise<void> {
  const patientId = await lockPatientOf(tx, seen.hospitalId, seen.episodeId);
  if (patientId === null) throw new Error(`The episode ${seen.episodeId} vanished`);
  const line = { ...seen, patientId };
  const balance = await lockBalance(tx, line.episodeId, line.service);
  const [extended] = await tx`select 1 from entitlement_balance where episode_id = ${line.episodeId} and service = ${line.service} and expires_at > ${expiresAt}`;
  if (!balance || balance.remaining === 0 || extended) return;
  await postEntries(tx, line, balance, [{ kind: 'expire', units: balance.remaining, at, cause: `expiry/${at}` }]);
  await announceChanges(tx, line.hospitalId, [{ topic: 'entitlement', ref: line.episodeId }]);
}

type Expiring = EntitlementLine & { remaining: number; expiresAt: Instant; at: Instant; plan: string; texts: Record<string, Record<string, string>> };

/** One task per line and expiry date. Nobody is told about a patient who died. */
export async function warnOfExpiry(sql: Sql, limit = 100): Promise<number> {
  const [longest] = await sql<{ days: number }[]>`select greatest(max(expiry_warning_days), ${expiryWarningDays})::int as days from money_setting`;
  const due = await sql<Expiring[]>`
    with soon as materialized (select * from entitlement_balance where remaining > 0
      and ${mayBeBefore(sql, { at: sql`expires_at`, episode: sql`episode_id`, until: sql`now() + make_interval(days => ${longest?.days ?? expiryWarningDays})` })})
    select b.hospital_id, b.patient_id, b.episode_id, b.service, b.remaining, b.expires_at, episode_of(e.clock, now())::timestamptz(3) as at, v.plan, v.texts
    from soon b join episode e on e.id = b.episode_id join patient p on p.id = b.patient_id
      join pathway_version v on (v.hospital_id, v.id, v.version) = (e.hospital_id, e.plan_id, e.plan_version)
      left join money_setting s on s.hospital_id = b.hospital_id
    where b.warned_of is distinct from b.expires_at and p.died_at is null
      and wall_of(e.clock, b.expires_at - make_interval(days => coalesce(s.expiry_warning_days, ${expiryWarningDays}))) <= now() and wall_of(e.clock, b.expires_at) > now()
    order by b.expires_at limit ${limit}`;
  for (const line of due) await transact(sql, (tx) => warn(tx, line));
  return due.length;
}

async function warn(tx: Tx, line: Expiring): Promise<void> {
  const patientId = await lockPatientOf(tx, line.hospitalId, line.episodeId);
  if (patientId === null) throw new Error(`The episode ${line.episodeId} vanished`);
  const id = `${line.episodeId}/entitlement/${line.service}/${line.expiresAt.slice(0, 10)}`;
  await tx`insert into task (id, hospital_id, episode_id, patient_id, kind, role, instruction, due_at)
    values (${id}, ${line.hospitalId}, ${line.episodeId}, ${patientId}, 'entitlement-expiry', 'case-manager', ${wordsOf(line)}, ${addHours(line.at, 24)}) on conflict (id) do nothing`;
  await tx`update entitlement_balance set warned_of = ${line.expiresAt} where episode_id = ${line.episodeId} and service = ${line.service}`;
  await announceChanges(tx, line.hospitalId, [{ topic: 'task', ref: id }]);
}

/** Both languages, because a task has one text for whoever is on duty. The day is the last one on which a unit is good. */
function wordsOf({ plan, texts, service, remaining, expiresAt }: Expiring): string {
  const key = serviceLabel(JSON.parse(plan) as Plan, service);
  const label = (language: string): string => (key === null ? undefined : texts[language]?.[key]) ?? service;
  const day = expiresAt.slice(0, 10);
  return `${label('zh-CN')}还剩${remaining}次，${day}到期：请联系患者预约，或与患者商量延期、退款。\n${remaining} of "${label('en')}" expire on ${day}: call the patient to book, or agree on an extension or a refund.`;
}
