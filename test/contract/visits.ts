/** Visits of the service loop: offered, booked, waited for, checked in. Each act has a visit of its own. */
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { json } from '../../db/client.js';
import { picture } from '../support/pictures.js';
import type { Hospital, Targets } from './targets.js';

const hourMs = 3_600_000;

export async function visits({ served, key, own, ids }: Hospital): Promise<Targets> {
  const { sql, hospitalId, request } = served.api;
  const { episodeId = '', patientId = '' } = ids;
  const at = (hours: number): string => new Date(Date.now() + hours * hourMs).toISOString();
  const visit = async (n: number): Promise<{ step: string; n: string; occurrence: string }> => {
    const occurrence = `${episodeId}/dressing/${n}`;
    await sql`insert into occurrence (id, hospital_id, episode_id, patient_id, step, kind, n, phase, status, due_at, window_from, window_until)
      values (${occurrence}, ${hospitalId}, ${episodeId}, ${patientId}, 'dressing', 'visit', ${n}, 'course', 'open', ${at(24)}, ${at(24)}, ${at(48)}) on conflict (id) do nothing`;
    return { step: 'dressing', n: String(n), occurrence };
  };
  const given = async (occurrence: string, state: string, to: string | null, inHours = 72): Promise<void> => {
    await sql`insert into visit_assignment (occurrence, hospital_id, episode_id, patient_id, step, revision, slot_from, slot_until, state, account_id, service, who, mode)
      values (${occurrence}, ${hospitalId}, ${episodeId}, ${patientId}, 'dressing', 0, ${at(inHours)}, ${at(inHours + 1)}, ${state}, ${to}, 'wound-dressing', 'nurse', 'home')
      on conflict (occurrence) do update set state = excluded.state, account_id = excluded.account_id`;
  };
  const [here, offered, waited, open] = [await visit(91), await visit(92), await visit(93), await visit(94)];
  await given(here.occurrence, 'assigned', own);
  await sql`update occurrence set status = 'checked-in', slot_from = ${at(0)}, slot_until = ${at(1)} where id = ${here.occurrence}`;
  await given(offered.occurrence, 'offering', null);
  // Far from the hours that are offered: nobody is in two places.
  await given(open.occurrence, 'unassigned', null, 120);
  const offerId = uuidv7();
  await sql`insert into visit_offer (id, hospital_id, episode_id, patient_id, occurrence, revision, slot_from, slot_until, account_id, state, rank, expires_at)
    values (${offerId}, ${hospitalId}, ${episodeId}, ${patientId}, ${offered.occurrence}, 0, ${at(72)}, ${at(73)}, ${own}, 'offered', 1, now() + interval '1 hour')`;
  const wish = { weekdays: [], from: '08:00', until: '18:00', earlierOnly: false };
  await sql`insert into waitlist (id, hospital_id, episode_id, patient_id, occurrence, wish, state, joined_by, slot_from, slot_until, offered_at, expires_at)
    values (${uuidv7()}, ${hospitalId}, ${episodeId}, ${patientId}, ${waited.occurrence}, ${json(sql, wish)}, 'offered', 'patient', ${at(72)}, ${at(73)}, now(), now() + interval '1 hour')`;
  const stored = await request('/files', { method: 'POST', headers: { authorization: `Bearer ${key}`, 'idempotency-key': 'contract-photo' }, body: new Uint8Array(await picture('jpeg')) });
  const fileId = String(((await stored.json()) as { id?: string }).id);
  // The clip of the list, as its row says: nine bytes.
  const clip = join(tmpdir(), `${uuidv7()}.mp4`);
  writeFileSync(clip, 'nine byte');
  await served.store.put(ids['fileId'] ?? '', { path: clip, mime: 'video/mp4', bytes: 9 });
  for (const [what, body] of [
    ['profile', { title: 'senior', practiceSince: '2010-01-01', skills: ['wound'], certificates: [], districts: ['north'], dailyLoad: 20, baseDistrict: 'north' }],
    ['hours', { hours: [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, from: '00:00', until: '23:59' })) }],
  ] as const) {
    const { status, body: said } = await served.api.call('PUT', `/staff/${own}/${what}`, { as: key, body });
    if (status !== 204) throw new Error(`PUT /staff/{accountId}/${what}: ${status} ${JSON.stringify(said)}`);
  }
  const V = '/episodes/{episodeId}/visits/{step}/{n}';
  const where = ({ step, n }: { step: string; n: string }) => ({ path: { step, n } });
  const slot = { from: at(96), until: at(97), override: true };
  return {
    [`POST ${V}/book`]: { body: slot },
    [`POST ${V}/move`]: { body: { ...slot, reason: 'the family asked' } },
    [`POST ${V}/assign`]: { ...where(open), body: { accountId: own, override: true } },
    [`POST ${V}/complete`]: { body: { record: { core: { chestPain: false } }, photos: [] } },
    [`POST ${V}/redeem`]: { ...where(here), body: { how: 'exception', reason: 'no-phone', note: 'the phone is at home' } },
    [`POST ${V}/arrival`]: { ...where(here), body: { lat: 30.2, lng: 120.1 } },
    [`POST ${V}/waitlist`]: { body: { wish } },
    [`POST ${V}/waitlist/pass`]: where(waited),
    'POST /offers/{offerId}/accept': { path: { offerId } },
    'POST /files': { query: { kind: 'photo', episodeId, patientId, occurrence: here.occurrence } },
    'POST /patients/{patientId}/files': { query: { kind: 'photo', episodeId, occurrence: here.occurrence } },
    'GET /files/{fileId}': { path: { fileId } },
    'GET /files/{fileId}/thumb': { path: { fileId } },
    'POST /staff/{accountId}/effects': { body: { hours: [{ weekday: 1, from: '08:00', until: '17:00' }] } },
  };
}
