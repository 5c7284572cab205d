/** Audits that are kept: asked for by the button, the night or the command line, carried out once for the whole deployment, shown to each hospital as its own. */
import { v7 as uuidv7 } from 'uuid';
import { atLocal, localDateOf } from '../../pathways/time.js';
import type { Instant, LocalTime } from '../../pathways/engine/vocabulary.js';
import { clearAlarm, raiseAlarm } from '../alarms.js';
import { announceChanges } from '../changes.js';
import { json, transact, type Db, type Sql, type Tx } from '../client.js';
import type { AuditReport } from './audit.js';

export type KeptCheck = { check: string; promise: string; looked: number; note: string | null; breaches: { ref: string; what: string }[] };
export type AuditRun = {
  runId: string; cause: 'nightly' | 'asked' | 'command'; state: 'waiting' | 'running' | 'finished' | 'failed'; askedBy: string | null; askedAt: Instant; startedAt: Instant | null; finishedAt: Instant | null;
  breaches: number | null; results: KeptCheck[] | null; failure: string | null;
};

/** The one that waits or runs already, else a new one. */
export function askForAudit(sql: Sql, { hospitalId, by, cause }: { hospitalId: string; by: string | null; cause: 'asked' | 'nightly' }): Promise<string> {
  return transact(sql, async (tx) => {
    const id = uuidv7();
    const made = await tx`insert into audit_run (id, hospital_id, cause, asked_by) values (${id}, ${hospitalId}, ${cause}, ${by})
      on conflict (hospital_id) where state in ('waiting', 'running') do nothing returning id`;
    await announceChanges(tx, hospitalId, [{ topic: 'audit', ref: hospitalId }]);
    if (made.length > 0) return id;
    const [open] = await tx<{ id: string }[]>`select id from audit_run where hospital_id = ${hospitalId} and state in ('waiting', 'running')`;
    return open?.id ?? id;
  });
}

/** Hospitals whose night's audit has not been asked for since `at` o'clock of their own day. */
export async function askNightly(sql: Sql, now: Instant, at: LocalTime): Promise<number> {
  const hospitals = await sql<{ id: string; zone: string; newest: Instant | null }[]>`
    select h.id, h.zone, (select max(r.asked_at) from audit_run r where r.hospital_id = h.id and r.cause = 'nightly') as newest from hospital h`;
  const due = hospitals.filter(({ zone, newest }) => {
    const tonight = atLocal(localDateOf(now, zone), at, zone);
    return now >= tonight && (newest === null || newest < tonight);
  });
  for (const { id } of due) await askForAudit(sql, { hospitalId: id, by: null, cause: 'nightly' });
  return due.length;
}

/** Takes every waiting run. One that has run for an hour lost its worker: it is taken again. */
export const takeWaiting = (sql: Sql): Promise<{ id: string; hospitalId: string }[]> => sql<{ id: string; hospitalId: string }[]>`
  update audit_run set state = 'running', started_at = now()
  where id in (select id from audit_run where state = 'waiting' or (state = 'running' and started_at < now() - interval '1 hour') for update skip locked)
  returning id, hospital_id`;

export async function finishRuns(sql: Sql, runs: readonly { id: string; hospitalId: string }[], report: AuditReport): Promise<void> {
  const owners = await ownersOf(sql, report);
  await transact(sql, async (tx) => {
    for (const { id, hospitalId } of runs) await finish(tx, id, hospitalId, resultsFor(report, owners, hospitalId));
  });
}

/** `failure`: why, in words without personal data. */
export async function failRuns(sql: Sql, runs: readonly { id: string; hospitalId: string }[], failure: string): Promise<void> {
  await transact(sql, async (tx) => {
    for (const { id, hospitalId } of runs) {
      await tx`update audit_run set state = 'failed', finished_at = now(), failure = ${failure} where id = ${id}`;
      await raiseAlarm(tx, { hospitalId, code: 'audit-failed', ref: 'audit', detail: failure });
      await announceChanges(tx, hospitalId, [{ topic: 'audit', ref: id }]);
    }
  });
}

/** What `wuyou audit` found, kept for every hospital. */
export async function keepReport(sql: Sql, report: AuditReport, { startedAt, since }: { startedAt: Instant; since: Instant | null }): Promise<void> {
  const owners = await ownersOf(sql, report);
  const hospitals = await sql<{ id: string }[]>`select id from hospital`;
  await transact(sql, async (tx) => {
    for (const { id: hospitalId } of hospitals) {
      const results = resultsFor(report, owners, hospitalId);
      await tx`insert into audit_run (id, hospital_id, cause, state, asked_at, started_at, finished_at, since, breaches, results)
        values (${uuidv7()}, ${hospitalId}, 'command', 'finished', ${startedAt}, ${startedAt}, now(), ${since}, ${countOf(results)}, ${json(tx, results)})`;
      await sayWhetherRed(tx, hospitalId, results, since === null);
      await announceChanges(tx, hospitalId, [{ topic: 'audit', ref: hospitalId }]);
    }
  });
}

async function finish(tx: Tx, id: string, hospitalId: string, results: KeptCheck[]): Promise<void> {
  await tx`update audit_run set state = 'finished', finished_at = now(), results = ${json(tx, results)}, breaches = ${countOf(results)} where id = ${id}`;
  await sayWhetherRed(tx, hospitalId, results, true);
  await announceChanges(tx, hospitalId, [{ topic: 'audit', ref: id }]);
}

/** `whole`: one that looked at a part only can find something, and ends no alarm. */
async function sayWhetherRed(tx: Tx, hospitalId: string, results: readonly KeptCheck[], whole: boolean): Promise<void> {
  const red = results.filter(({ breaches }) => breaches.length > 0).map(({ check }) => check);
  if (red.length > 0) await raiseAlarm(tx, { hospitalId, code: 'audit-red', ref: 'audit', detail: `The audit found what was lost, silent, doubled or altered: ${countOf(results)} in check ${red.join(', ')}` });
  else if (whole) await clearAlarm(tx, { hospitalId, code: 'audit-red', ref: 'audit' });
  if (whole) await clearAlarm(tx, { hospitalId, code: 'audit-failed', ref: 'audit' });
}

const countOf = (results: readonly KeptCheck[]): number => results.reduce((sum, { breaches }) => sum + breaches.length, 0);
const uuidIn = (ref: string): string | null => /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/.exec(ref)?.[0] ?? null;

/** Whose a breach is, by the episode, order or patient that it names first. */
async function ownersOf(sql: Sql, { results }: AuditReport): Promise<Map<string, string>> {
  const ids = [...new Set(results.flatMap(({ breaches }) => breaches.flatMap(({ ref }) => uuidIn(ref) ?? [])))];
  if (ids.length === 0) return new Map();
  const rows = await sql<{ id: string; hospitalId: string }[]>`
    select id, hospital_id from episode where id = any(${ids}::uuid[]) union select id, hospital_id from care_order where id = any(${ids}::uuid[]) union select id, hospital_id from patient where id = any(${ids}::uuid[])`;
  return new Map(rows.map(({ id, hospitalId }) => [id, hospitalId]));
}

/** Its own, and those that nobody can be found for: a breach must not vanish because it has no owner. */
function resultsFor({ results }: AuditReport, owners: ReadonlyMap<string, string>, hospitalId: string): KeptCheck[] {
  return results.map(({ check, promise, looked, note, breaches }) => ({
    check, promise, looked, note: note ?? null,
    breaches: breaches.filter(({ ref }) => (owners.get(uuidIn(ref) ?? '') ?? hospitalId) === hospitalId).map(({ ref, what }) => ({ ref, what })),
  }));
}

/** Newest first. */
export const auditRuns = (sql: Db, hospitalId: string, limit: number): Promise<AuditRun[]> => sql<AuditRun[]>`
  select r.id as run_id, r.cause, r.state, a.display_name as asked_by, r.asked_at, r.started_at, r.finished_at, r.breaches, r.results, r.failure
  from audit_run r left join account a on a.id = r.asked_by where r.hospital_id = ${hospitalId} order by r.asked_at desc, r.id desc limit ${limit}`;
