/** The one-touch alarm of somebody on a visit, and its course: raised, acknowledged by a person, closed with what was done. */
import { v7 as uuidv7 } from 'uuid';
import type { Crypt } from '../../messages/crypt.js';
import type { Instant } from '../../pathways/engine/vocabulary.js';
import { clearAlarm, raiseAlarm } from '../alarms.js';
import { announceChanges } from '../changes.js';
import { transact, type Db, type Sql, type Tx } from '../client.js';
import { onDuty } from '../roster.js';
import { notify } from './notices.js';
import { openTask } from './service-tasks.js';

export type AlarmKind = 'sos' | 'overdue-finish';
export type NewAlarm = { hospitalId: string; kind: AlarmKind; occurrence: string | null; episodeId: string | null; raisedBy: string | null; lat: number | null; lng: number | null };

/** Who answers for a person in danger; both are told at once. */
export const alarmRoles = ['head-nurse', 'chief-on-duty'] as const;
export const alarmWords: Record<AlarmKind, { zh: string; en: string; code: string }> = {
  sos: { zh: '紧急求助:上门人员按下一键报警。立即致电本人,联系不上即报警 110 并前往。', en: 'SOS from somebody on a visit: call them at once; no answer, call the police (110) and go there.', code: 'visit-sos' },
  'overdue-finish': { zh: '访视超时未结束:请致电上门人员确认安全。', en: 'A visit is not finished in time: call whoever is there and make sure they are safe.', code: 'visit-overdue-finish' },
};

/** Raised again while open: the newest place counts, and nothing is doubled. Tasks for both roles, a notice to whoever is on duty, and the ops alarm. */
export async function raiseVisitAlarm(tx: Tx, alarm: NewAlarm): Promise<string> {
  const { hospitalId, kind, occurrence, episodeId, raisedBy, lat, lng } = alarm;
  const [known] = await tx<{ id: string }[]>`update visit_alarm set lat = coalesce(${lat}, lat), lng = coalesce(${lng}, lng)
    where hospital_id = ${hospitalId} and kind = ${kind} and closed_at is null and occurrence is not distinct from ${occurrence} and raised_by is not distinct from ${raisedBy} returning id`;
  if (known) return known.id;
  const [row] = await tx<{ id: string }[]>`insert into visit_alarm (id, hospital_id, episode_id, occurrence, kind, raised_by, lat, lng)
    values (${uuidv7()}, ${hospitalId}, ${episodeId}, ${occurrence}, ${kind}, ${raisedBy}, ${lat}, ${lng})
    on conflict (occurrence, kind) where closed_at is null and occurrence is not null do update set lat = coalesce(excluded.lat, visit_alarm.lat), lng = coalesce(excluded.lng, visit_alarm.lng)
    returning id`;
  if (!row) throw new Error('The alarm was neither stored nor found');
  await tellAnswerers(tx, row.id, alarm);
  return row.id;
}

async function tellAnswerers(tx: Tx, id: string, { hospitalId, kind, occurrence, episodeId }: NewAlarm): Promise<void> {
  const { zh, en, code } = alarmWords[kind];
  for (const role of alarmRoles) {
    if (occurrence !== null && episodeId !== null) await openTask(tx, hospitalId, { id: `visit-alarm/${id}/${role}`, kind, role, episodeId, occurrence, instruction: `${zh} / ${en}` });
    const people = await onDuty(tx, hospitalId, role);
    if (people.length === 0) await raiseAlarm(tx, { hospitalId, code: 'nobody-on-duty', ref: role, detail: `Nobody is on duty as ${role} to answer an alarm from a visit` });
    for (const { accountId } of people) await notify(tx, hospitalId, { accountId, occurrence, kind: 'alarm', params: { alarmId: id, alarm: kind } });
  }
  await raiseAlarm(tx, { hospitalId, code, ref: id, detail: en });
  await announceChanges(tx, hospitalId, [{ topic: 'visit-alarm', ref: id }]);
}

/** Of anybody who works here: with a visit the alarm names it, between visits it names the person alone. null: the visit is unknown. */
export function raiseSos(sql: Sql, request: { hospitalId: string; accountId: string; occurrence: string | null; lat: number | null; lng: number | null }): Promise<string | null> {
  return transact(sql, async (tx) => {
    const episodeId = request.occurrence === null ? null : await episodeOf(tx, request.hospitalId, request.occurrence);
    if (request.occurrence !== null && episodeId === null) return null;
    return raiseVisitAlarm(tx, { ...request, kind: 'sos', episodeId, raisedBy: request.accountId });
  });
}

async function episodeOf(tx: Tx, hospitalId: string, occurrence: string): Promise<string | null> {
  const [row] = await tx<{ episodeId: string }[]>`select episode_id from occurrence where id = ${occurrence} and hospital_id = ${hospitalId} and kind = 'visit'`;
  return row?.episodeId ?? null;
}

/** False: no such open alarm. The first to acknowledge stays named. */
export function acknowledgeVisitAlarm(sql: Sql, { hospitalId, alarmId, by }: { hospitalId: string; alarmId: string; by: string }): Promise<boolean> {
  return transact(sql, async (tx) => {
    const rows = await tx`update visit_alarm set acknowledged_by = coalesce(acknowledged_by, ${by}), acknowledged_at = coalesce(acknowledged_at, now())
      where id = ${alarmId} and hospital_id = ${hospitalId} and closed_at is null returning id`;
    if (rows.length > 0) await announceChanges(tx, hospitalId, [{ topic: 'visit-alarm', ref: alarmId }]);
    return rows.length > 0;
  });
}

export type CloseRefusal = 'unknown-alarm' | 'own-alarm';

/** Nobody closes their own SOS: that they are safe is found out by somebody else. null: closed. */
export function closeVisitAlarm({ sql, crypt }: { sql: Sql; crypt: Crypt }, { hospitalId, alarmId, by, note }: { hospitalId: string; alarmId: string; by: string; note: string }): Promise<CloseRefusal | null> {
  return transact(sql, async (tx) => {
    const [alarm] = await tx<{ kind: AlarmKind; raisedBy: string | null }[]>`select kind, raised_by from visit_alarm where id = ${alarmId} and hospital_id = ${hospitalId} and closed_at is null for update`;
    if (!alarm) return 'unknown-alarm';
    if (alarm.kind === 'sos' && alarm.raisedBy === by) return 'own-alarm';
    await tx`update visit_alarm set closed_at = now(), closed_by = ${by}, acknowledged_by = coalesce(acknowledged_by, ${by}), acknowledged_at = coalesce(acknowledged_at, now()),
      note_enc = ${crypt.seal(note, `visit-alarm/${alarmId}`)} where id = ${alarmId}`;
    await afterClosing(tx, hospitalId, alarmId, alarm.kind);
    return null;
  });
}

export async function afterClosing(tx: Tx, hospitalId: string, alarmId: string, kind: AlarmKind): Promise<void> {
  await tx`update task set status = 'completed', status_reason = 'alarm closed', closed_at = now()
    where hospital_id = ${hospitalId} and id = any(${alarmRoles.map((role) => `visit-alarm/${alarmId}/${role}`)}) and status in ('ready', 'in-progress')`;
  await clearAlarm(tx, { hospitalId, code: alarmWords[kind].code, ref: alarmId });
  await announceChanges(tx, hospitalId, [{ topic: 'visit-alarm', ref: alarmId }]);
}

export type VisitAlarmRow = {
  alarmId: string; kind: AlarmKind; occurrence: string | null; episodeId: string | null; raisedBy: string | null; raisedByName: string | null; raisedAt: Instant; lat: number | null; lng: number | null;
  acknowledgedBy: string | null; acknowledgedAt: Instant | null; closedBy: string | null; closedAt: Instant | null; note: string | null; atVisit: string | null; atVisitName: string | null;
};

/** Open ones first, the newest first. `atVisit`: whose visit it is. */
export async function visitAlarms(db: Db, crypt: Crypt, hospitalId: string, open: boolean): Promise<VisitAlarmRow[]> {
  const rows = await db<(Omit<VisitAlarmRow, 'note'> & { noteEnc: Uint8Array | null })[]>`
    select v.id as alarm_id, v.kind, v.occurrence, v.episode_id, v.raised_by, r.display_name as raised_by_name, v.raised_at, v.lat, v.lng, v.acknowledged_by, v.acknowledged_at, v.closed_by, v.closed_at, v.note_enc,
      a.account_id as at_visit, n.display_name as at_visit_name
    from visit_alarm v left join account r on r.id = v.raised_by left join visit_assignment a on a.occurrence = v.occurrence left join account n on n.id = a.account_id
    where v.hospital_id = ${hospitalId} ${open ? db`and v.closed_at is null` : db``} order by v.closed_at is not null, v.raised_at desc, v.id limit 200`;
  return rows.map(({ noteEnc, ...row }) => ({ ...row, note: noteEnc === null ? null : crypt.open(noteEnc, `visit-alarm/${row.alarmId}`) }));
}
