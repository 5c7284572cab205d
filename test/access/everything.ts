/** Hospital A, with something behind every kind of address of the API: what a stranger of hospital B then asks for by its real id. */
import { v7 as uuidv7 } from 'uuid';
import { createAccount } from '../../db/accounts.js';
import { createApiKey } from '../../db/api-keys.js';
import { json } from '../../db/client.js';
import { roles } from '../../api/permissions.js';
import type { TestApi } from '../support/api.js';
import { crypt, inCare } from '../support/patient-in-care.js';

/** Words and ids that belong to hospital A alone. */
export type Everything = {
  /** Name of a path or body parameter -> what stands there. */
  ids: Record<string, string>;
  /** Whatever of this is read by a stranger has leaked. */
  canaries: string[];
  /** An account of hospital A with every role, to whom the visit is offered and given. */
  key: string;
  /** Opens the patient page of the patient. */
  link: string;
  /** `occurrence` of the visit, `escalation`, `obligation` and `task` as their full ids. */
  refs: { occurrence: string; escalation: string; obligation: string; task: string };
};

/** D3 16:00 in Shanghai. */
const d3 = '2026-03-05T08:00:00.000Z';
const canary = '甲院专有';

export async function everythingOf(api: TestApi): Promise<Everything> {
  const { sql, hospitalId } = api;
  const { patientId, episodes, link } = await inCare(api, ['hip-wound-care'], d3);
  const episodeId = episodes[0] ?? '';
  const [accountId = '', colleague = ''] = (await sql<{ id: string }[]>`select id from account where login in ('nurse', 'nurse-2') order by login`).map(({ id }) => id);
  const own = await createAccount(sql, { hospitalId, login: 'everything', displayName: 'Everything', roles: [...roles], password: null });
  const one = async (row: Promise<readonly { [name: string]: unknown }[]>, name: string): Promise<string> => String((await row)[0]?.[name] ?? '');
  const dischargeId = await one(sql`select discharge_id from episode where id = ${episodeId}`, 'dischargeId');
  const occurrence = await one(sql`select id from occurrence where episode_id = ${episodeId} and kind = 'visit' order by due_at limit 1`, 'id');
  const [, step = '', n = ''] = occurrence.split('/');
  const obligation = await one(sql`select obligation_id from attempt where episode_id = ${episodeId} limit 1`, 'obligationId');
  const contactId = await one(sql`select id from contact where patient_id = ${patientId} and owner = 'family'`, 'id');
  const version = await one(sql`select plan_version from episode where id = ${episodeId}`, 'planVersion');
  await sql`update patient set family_name = ${canary}, given_name = '病人' where id = ${patientId}`;
  const fresh = Object.fromEntries(['otherId', 'mergedId', 'mergeId', 'linkId', 'orderId', 'lineId', 'paymentId', 'refundId', 'actId', 'draftId', 'handoverId', 'incidentId', 'inquiryId', 'meetingId', 'offerId', 'alarmId', 'leaveId', 'shiftId', 'fileId', 'callBackId', 'sessionId', 'emergencyAccessId'].map((name) => [name, uuidv7()]));
  const id = (name: string): string => fresh[name] ?? '';
  const escalation = `${episodeId}/escalation/90`;
  const task = `${escalation}/call/1`;
  const slot = { from: new Date(Date.now() + 10_800_000).toISOString(), until: new Date(Date.now() + 14_400_000).toISOString() };
  for (const name of ['otherId', 'mergedId']) {
    await sql`insert into patient (id, hospital_id, synthetic, family_name, given_name, birth_date, sex) values (${id(name)}, ${hospitalId}, true, ${canary}, '另一人', '1954-01-01', 'female')`;
  }
  await sql`update patient set merged_into = ${patientId} where id = ${id('mergedId')}`;
  await sql`insert into patient_merge (id, hospital_id, kept, merged, reason, moved, facts_before, facts_after, merged_by) values (${id('mergeId')}, ${hospitalId}, ${patientId}, ${id('mergedId')}, ${canary}, '{}', '{}', '{}', ${accountId})`;
  await sql`insert into patient_link (id, hospital_id, patient_id, token_hash, scope, purpose, created_at, expires_at) values (${id('linkId')}, ${hospitalId}, ${patientId}, ${id('linkId')}, 'patient', 'plan', now() - interval '1 day', now() + interval '30 days')`;
  await sql`insert into care_order (id, hospital_id, order_no, kind, patient_id, discharge_id, package_id, amount_fen, state, paid_fen) values (${id('orderId')}, ${hospitalId}, ${id('orderId')}, 'package', ${patientId}, ${dischargeId}, 'hip-wound-care', 10000, 'paid', 10000)`;
  await sql`insert into care_order_line (id, hospital_id, order_id, position, service, units, amount_fen, funding) values (${id('lineId')}, ${hospitalId}, ${id('orderId')}, 1, 'dressing', 3, 10000, 'self-pay')`;
  await sql`insert into payment (id, hospital_id, order_id, channel, state, amount_fen, received_fen, method, receipt_no, out_trade_no, taken_by, paid_at, business_day) values (${id('paymentId')}, ${hospitalId}, ${id('orderId')}, 'offline', 'paid', 10000, 10000, 'cash', ${canary}, ${id('paymentId')}, ${accountId}, now(), current_date)`;
  await sql`insert into refund (id, hospital_id, order_id, payment_id, channel, state, amount_fen, reason, parts, out_refund_no, requested_by) values (${id('refundId')}, ${hospitalId}, ${id('orderId')}, ${id('paymentId')}, 'offline', 'failed', 3334, 'patient-request', ${json(sql, [{ lineId: id('lineId'), service: 'dressing', stage: 'not-launched', units: 1, occurrence: null, fee: 0, amount: 3334 }])}, ${id('refundId')}, ${accountId})`;
  await sql`insert into bulk_act (id, hospital_id, kind, request, reason, previewed_by) values (${id('actId')}, ${hospitalId}, 'move-visits', ${json(sql, { kind: 'move-visits', day: '2026-03-06', toDay: '2026-03-07', reason: canary })}, ${canary}, ${accountId})`;
  await sql`insert into package_draft (id, hospital_id, package_id, base_version, files, created_by, updated_by) values (${id('draftId')}, ${hospitalId}, 'hip-wound-care', ${Number(version)}, ${json(sql, [{ path: 'v1.yaml', text: canary }])}, ${accountId}, ${accountId})`;
  await sql`insert into handover (id, hospital_id, from_account, to_account, shift, moves, snapshot_enc, snapshot_sha256) values (${id('handoverId')}, ${hospitalId}, ${own}, ${accountId}, 'day', ${json(sql, { cases: [], callBacks: [], tasks: [] })}, ${crypt.seal(JSON.stringify({ madeAt: d3, hospital: canary, from: 'Everything', to: 'Nurse', shift: 'day', remarks: canary, cases: [], callBacks: [], tasks: [] }), `handover/${id('handoverId')}`)}, ${'a'.repeat(64)})`;
  await sql`insert into incident (id, hospital_id, kind, description_enc, happened_at, reported_by, due_at) values (${id('incidentId')}, ${hospitalId}, 'fall', ${crypt.seal(canary, `incident/${id('incidentId')}`)}, now(), ${colleague}, now() + interval '1 day')`;
  await sql`insert into inquiry (id, hospital_id, patient_id, kind, text_enc, asked_by, asked_at, due_at, due_wall_at) values (${id('inquiryId')}, ${hospitalId}, ${patientId}, 'question', ${crypt.seal(canary, `inquiry/${id('inquiryId')}`)}, 'patient', now(), now(), now() + interval '1 day')`;
  await sql`insert into escalation (id, hospital_id, episode_id, patient_id, level, rules, prefixes, instruction, status, raised_at, contact_by) values (${escalation}, ${hospitalId}, ${episodeId}, ${patientId}, 'yellow', '{W-1}', '{W}', ${canary}, 'active', now(), now() + interval '1 day')`;
  await sql`insert into task (id, hospital_id, episode_id, patient_id, kind, role, escalation, instruction, due_at) values (${task}, ${hospitalId}, ${episodeId}, ${patientId}, 'call', 'responsible-nurse', ${escalation}, ${canary}, now() + interval '1 day')`;
  await sql`insert into call_back (id, hospital_id, episode_id, escalation, due_at, owner, made_by) values (${id('callBackId')}, ${hospitalId}, ${episodeId}, ${escalation}, now() + interval '1 day', ${accountId}, ${accountId})`;
  await sql`insert into meeting (id, hospital_id, patient_id, episode_id, occurrence, room, opens_at, closes_at, created_by) values (${id('meetingId')}, ${hospitalId}, ${patientId}, ${episodeId}, ${occurrence}, ${id('meetingId')}, now() - interval '1 hour', now() + interval '9 hours', ${accountId})`;
  await sql`insert into visit_assignment (occurrence, hospital_id, episode_id, patient_id, step, revision, slot_from, slot_until, state, account_id, service, who, mode) values (${occurrence}, ${hospitalId}, ${episodeId}, ${patientId}, ${step}, 0, ${slot.from}, ${slot.until}, 'assigned', ${own}, 'dressing', 'nurse', 'home')
    on conflict (occurrence) do update set state = 'assigned', account_id = excluded.account_id, slot_from = excluded.slot_from, slot_until = excluded.slot_until`;
  await sql`update occurrence set status = 'booked', slot_from = ${slot.from}, slot_until = ${slot.until}, assignee = ${own} where id = ${occurrence}`;
  await sql`insert into waitlist (id, hospital_id, episode_id, patient_id, occurrence, wish, state, joined_by, slot_from, slot_until, offered_at, expires_at) values (${uuidv7()}, ${hospitalId}, ${episodeId}, ${patientId}, ${occurrence}, ${json(sql, { weekdays: [], from: '08:00', until: '18:00', earlierOnly: false })}, 'offered', 'patient', ${slot.from}, ${slot.until}, now(), now() + interval '1 hour')`;
  await sql`insert into visit_place (patient_id, hospital_id, district, address_enc) values (${patientId}, ${hospitalId}, 'north', ${crypt.seal(canary, `visit-place/${patientId}`)}) on conflict (patient_id) do update set address_enc = excluded.address_enc`;
  await sql`insert into visit_offer (id, hospital_id, episode_id, patient_id, occurrence, revision, slot_from, slot_until, account_id, state, rank, expires_at) values (${id('offerId')}, ${hospitalId}, ${episodeId}, ${patientId}, ${occurrence}, 0, ${slot.from}, ${slot.until}, ${own}, 'offered', 1, now() + interval '1 hour')`;
  await sql`insert into visit_alarm (id, hospital_id, kind, raised_by) values (${id('alarmId')}, ${hospitalId}, 'sos', ${accountId})`;
  await sql`insert into staff_leave (id, hospital_id, account_id, from_on, until_on, kind, recorded_by) values (${id('leaveId')}, ${hospitalId}, ${accountId}, current_date + 30, current_date + 31, 'annual', ${accountId})`;
  await sql`insert into roster_shift (id, hospital_id, account_id, role, starts_at, ends_at) values (${id('shiftId')}, ${hospitalId}, ${accountId}, 'surgeon', now() + interval '900 days', now() + interval '901 days')`;
  await sql`insert into file (id, hospital_id, sha256, mime, bytes, kind, patient_id, created_by, sent_sha256, attached_at) values (${id('fileId')}, ${hospitalId}, ${'c'.repeat(64)}, 'video/mp4', 9, 'clip', ${patientId}, ${`patient:${patientId}`}, ${'d'.repeat(64)}, now())`;
  await sql`insert into session (token_hash, id, hospital_id, account_id, expires_at) values (${id('sessionId')}, ${id('sessionId')}, ${hospitalId}, ${accountId}, now() + interval '1 day')`;
  await sql`insert into emergency_access (id, hospital_id, patient_id, account_id, reason_enc, begun_at, ends_at) values (${id('emergencyAccessId')}, ${hospitalId}, ${patientId}, ${colleague}, ${crypt.seal(canary, `emergency-access/${id('emergencyAccessId')}`)}, now(), now() + interval '8 hours')`;
  await sql`insert into day_close (hospital_id, day, channels, total_fen, closed_by) values (${hospitalId}, '2026-03-04', '[]', 10000, ${accountId})`;
  await sql`insert into district (hospital_id, code, name) values (${hospitalId}, 'north', ${canary}) on conflict (hospital_id, code) do update set name = excluded.name`;
  await sql`insert into patient_match (id, hospital_id, patient_a, patient_b, reasons) select ${uuidv7()}, ${hospitalId}, least(a, b), greatest(a, b), '{phone-birth}' from (values (${patientId}::uuid, ${id('otherId')}::uuid)) as pair(a, b)`;
  await sql`insert into access_attempt (hospital_id, kind, subject, address_hmac, ok, at) values (${hospitalId}, 'code', ${patientId}, 'x', true, now())`;
  const ids = { ...fresh, patientId, episodeId, dischargeId, accountId, contactId };
  return {
    ids: { ...ids, step, n, packageId: 'hip-wound-care', version, day: '2026-03-04', kind: 'sms' },
    key: await createApiKey(sql, { hospitalId, accountId: own }), link: await link(), canaries: [canary, hospitalId, ...Object.values(ids)], refs: { occurrence, escalation, obligation, task },
  };
}
