/** A patient of the test hospital with running packages, moved along without Temporal; what the page stores is relayed by hand. */
import { createActivities } from '../../activities/index.js';
import { noHook } from '../../activities/hook.js';
import { household, type Household } from '../../db/testing/household.js';
import { fakeChannels, fakeVendor } from '../../db/testing/fake-channel.js';
import { createPatient, launchEpisode } from '../../db/testing/world.js';
import { codeFor } from '../../db/patient-access/codes.js';
import { issueLink, linkPath } from '../../db/patient-access/links.js';
import { createCrypt } from '../../messages/crypt.js';
import type { Instant } from '../../pathways/engine/vocabulary.js';
import { fromMs } from '../../pathways/time.js';
import type { TestApi } from './api.js';
import { testKeys } from './keys.js';

export const crypt = createCrypt(testKeys);
export const birth = { year: '1954', month: '1', day: '1' };

export type InCare = { patientId: string; episodes: string[]; house: Household; code: () => Promise<string>; link: (contactId?: string | null) => Promise<string>; familyContact: () => Promise<string> };

export async function inCare(api: TestApi, packages: string[], until: Instant): Promise<InCare> {
  const { patientId, dischargeId } = await createPatient(api.sql, api.hospitalId);
  const [account] = await api.sql<{ id: string }[]>`select id from account where login = 'trainer'`;
  const world = { hospitalId: api.hospitalId, patientId, dischargeId, accountId: account?.id ?? '' };
  const episodes: string[] = [];
  for (const id of packages) episodes.push(await launchEpisode(api.sql, world, id));
  const vendors = [fakeVendor('wechat', 'wx'), fakeVendor('sms', 'tw'), fakeVendor('wecom', 'wc')];
  const activities = createActivities({ sql: api.sql, channels: fakeChannels(vendors), crypt, publicUrl: 'https://care.test', hook: noHook });
  const house = await household(api.sql, activities, episodes);
  await house.runUntil(until);
  // The page shows episode time: make it stand where the test stopped.
  await api.sql`update episode set clock = jsonb_build_object('wallAnchor', to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'episodeAnchor', ${until}::text, 'pace', 1) where id = any(${episodes}::uuid[])`;
  const person = { hospitalId: api.hospitalId, patientId, contactId: null };
  return {
    patientId, episodes, house,
    code: () => api.sql.begin((tx) => codeFor(tx, crypt, person)),
    link: async (contactId = null) => linkPath((await issueLink(api.sql, { person: { ...person, contactId }, purpose: 'plan', by: null, now: fromMs(Date.now()) })).token),
    familyContact: async () => (await api.sql<{ id: string }[]>`select id from contact where patient_id = ${patientId} and owner = 'family'`)[0]?.id ?? '',
  };
}
