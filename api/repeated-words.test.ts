/** STOP and START act once each, in the order in which they were said: a vendor repeats what was not answered, and a signed text can be posted again for ever. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { consentIn } from '../channels/opt-out-words.js';
import { atTheDoor } from '../db/hospitals-apart.js';
import { merge } from '../db/people/merge.js';
import { createPatient } from '../db/testing/world.js';
import { testApi, type TestApi } from '../test/support/api.js';
import { crypt, inCare, type InCare } from '../test/support/patient-in-care.js';
import { takeInboundText } from './inbound-text.js';

const d3 = '2026-03-05T02:30:00.000Z';
const minute = (n: number): string => `2026-03-05T03:${String(n).padStart(2, '0')}:00.000Z`;
let api: TestApi;
beforeAll(async () => {
  api = await testApi();
});
afterAll(() => api.close());

let people = 0;
type Her = InCare & { mobile: string; daughter: string };
async function her(packages = ['hip-wound-care']): Promise<Her> {
  const care = await inCare(api, packages, d3);
  people += 1;
  const own = { mobile: `+861370000${1000 + people}`, daughter: `+861360000${1000 + people}` };
  await api.sql`update contact set value = ${own.mobile} where patient_id = ${care.patientId} and owner = 'patient' and kind = 'mobile'`;
  await api.sql`update contact set value = ${own.daughter} where patient_id = ${care.patientId} and owner = 'family'`;
  return { ...care, ...own };
}
const says = (from: string, dedupeKey: string, text: string, at = d3) =>
  atTheDoor(() => takeInboundText({ sql: api.apart }, { provider: 'twilio', from, to: 'us', text, at, dedupeKey: `${from}/${dedupeKey}`, consent: consentIn(text) }));
const silent = async (value: string, { patientId }: { patientId: string }): Promise<boolean> => (await api.sql`select 1 from contact where patient_id = ${patientId} and value = ${value} and unsubscribed_at is not null`).length > 0;
const optedOut = async ({ patientId }: { patientId: string }): Promise<boolean> => (await api.sql`select 1 from patient where id = ${patientId} and opted_out_at is not null`).length > 0;
const casesOf = ({ patientId }: InCare) => api.sql`select 1 from inbox i join episode e on e.id = i.episode_id where e.patient_id = ${patientId} and i.kind = 'escalation-raised'`;

describe('A word that comes again', () => {
  it('of a relative changes nothing', async () => {
    const wei = await her();
    await says(wei.daughter, '1', 'STOP');
    await says(wei.daughter, '2', 'START');
    await says(wei.daughter, '1', 'STOP');
    expect(await silent(wei.daughter, wei)).toBe(false);
    await says(wei.daughter, '3', 'STOP');
    await says(wei.daughter, '2', 'START');
    expect(await silent(wei.daughter, wei)).toBe(true);
    expect(await casesOf(wei)).toEqual([]);
  });

  it('of a relative that was read like any other word opens nothing later', async () => {
    const jiang = await her();
    await says(jiang.daughter, '1', 'YES');
    await says(jiang.daughter, '2', 'STOP');
    await says(jiang.daughter, '1', 'YES');
    expect([await silent(jiang.daughter, jiang), (await casesOf(jiang)).length]).toEqual([true, 1]);
  });

  it.each(['completed', 'active'])('of a patient changes nothing, her package being %s by then', async (status) => {
    const chu = await her();
    await says(chu.mobile, '1', 'STOP');
    await says(chu.mobile, '2', 'START');
    await api.sql`update episode set status = ${status}, ended_at = ${status === 'completed' ? d3 : null} where patient_id = ${chu.patientId}`;
    await says(chu.mobile, '1', 'STOP');
    expect(await optedOut(chu)).toBe(false);
  });

  it('changes nothing of the record that was kept, nor for either of two at once', async () => {
    const zhou = await her([]);
    const kept = await createPatient(api.sql, api.hospitalId);
    await says(zhou.mobile, '1', 'STOP');
    await says(zhou.mobile, '2', 'START');
    const [{ id: by } = { id: '' }] = await api.sql<{ id: string }[]>`select id from account where login = 'trainer'`;
    expect(await merge(api.sql, crypt, { hospitalId: api.hospitalId, kept: kept.patientId, merged: zhou.patientId, reason: 'one person', by })).toMatchObject({ outcome: 'merged' });
    await says(zhou.mobile, '1', 'STOP');
    expect(await optedOut(kept)).toBe(false);
    await Promise.all([says(zhou.mobile, '3', 'STOP'), says(zhou.mobile, '3', 'STOP')]);
    expect(await optedOut(kept)).toBe(true);
  });
});

describe('Any other text that comes again', () => {
  it('is no case of another package and no alarm, whatever became of the one that heard it', async () => {
    const shi = await her(['hip-wound-care', 'hip-home-rehab']);
    const end = (episodeId: string | undefined) => api.sql`update episode set status = 'completed', ended_at = ${d3} where id = ${episodeId ?? ''}`;
    await says(shi.mobile, '1', '伤口在流血');
    const [heard] = await api.sql<{ episodeId: string }[]>`select i.episode_id from inbox i join episode e on e.id = i.episode_id where e.patient_id = ${shi.patientId} and i.kind = 'escalation-raised'`;
    await end(heard?.episodeId);
    await says(shi.mobile, '1', '伤口在流血');
    expect(await casesOf(shi)).toHaveLength(1);
    for (const episodeId of shi.episodes) await end(episodeId);
    await says(shi.mobile, '1', '伤口在流血');
    expect(await api.sql`select 1 from alarm where code = 'inbound-without-episode' and detail like ${`%${shi.patientId}%`}`).toEqual([]);
    await says(shi.mobile, '2', '伤口在流血');
    expect(await api.sql`select 1 from alarm where code = 'inbound-without-episode' and detail like ${`%${shi.patientId}%`}`).toHaveLength(1);
  });
});

describe('A word that was said before the last one', () => {
  it('and comes after it changes nothing, from whichever number of hers', async () => {
    const wu = await her();
    await api.sql`update contact set value = ${`openid-${wu.mobile}`} where patient_id = ${wu.patientId} and kind = 'wechat'`;
    await says(wu.mobile, '2', 'START', minute(5));
    await says(wu.mobile, '1', 'STOP', minute(1));
    await says(`openid-${wu.mobile}`, '0', 'STOP', minute(3));
    expect(await optedOut(wu)).toBe(false);
    await says(wu.mobile, '3', 'STOP', minute(5));
    expect(await optedOut(wu)).toBe(true);
  });

  it('by a relative leaves her number as it is, and another relative’s word is her own', async () => {
    const qin = await her();
    await api.sql`insert into contact (id, hospital_id, patient_id, owner, kind, value, position) values (gen_random_uuid(), ${api.hospitalId}, ${qin.patientId}, 'family', 'mobile', ${`${qin.daughter}9`}, 5)`;
    await says(qin.daughter, '1', 'STOP', minute(5));
    await says(qin.daughter, '2', 'START', minute(7));
    await says(qin.daughter, '3', 'STOP', minute(6));
    await says(`${qin.daughter}9`, '4', 'STOP', minute(2));
    expect([await silent(qin.daughter, qin), await silent(`${qin.daughter}9`, qin)]).toEqual([false, true]);
  });

  it('is none whose vendor’s clock ran ahead of ours', async () => {
    const you = await her();
    await says(you.mobile, '1', 'START', '2999-01-01T00:00:00.000Z');
    const now = new Date(Date.now() + 60_000).toISOString();
    await says(you.mobile, '2', 'STOP', now);
    expect(await optedOut(you)).toBe(true);
  });
});
