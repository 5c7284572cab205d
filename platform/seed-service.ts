/** Who the training hospital can send: skills, certificates, districts and hours by role. Nobody real; what is there stays. */
import type { Sql } from '../db/client.js';
import { setHours, setProfile, type Profile } from '../db/visits/people.js';
import { setDistricts, setSettings, type Travel } from '../db/visits/surroundings.js';
import type { Hours } from '../pathways/visits/staff.js';

const districts = [
  { code: 'centre', name: '城中片区 Centre', lat: 30.25, lng: 120.17 },
  { code: 'east', name: '城东片区 East', lat: 30.27, lng: 120.23 },
  { code: 'south', name: '城南片区 South', lat: 30.2, lng: 120.18 },
  { code: 'west', name: '城西片区 West', lat: 30.27, lng: 120.09 },
  { code: 'north', name: '城北片区 North', lat: 30.33, lng: 120.16 },
];
const minutes: [string, string, number][] = [
  ['centre', 'east', 25], ['centre', 'south', 25], ['centre', 'west', 30], ['centre', 'north', 30], ['east', 'south', 35], ['east', 'west', 50], ['east', 'north', 40], ['south', 'west', 40], ['south', 'north', 50], ['west', 'north', 40],
];
const travel: Travel[] = minutes.map(([from, to, how]) => ({ from, to, minutes: how }));

const everyDistrict = districts.map(({ code }) => code);
const week = (days: number[], from = '08:00', until = '17:30'): Hours[] => days.map((weekday) => ({ weekday, from, until }));
const monToFri = [1, 2, 3, 4, 5];
const everyDay = [1, 2, 3, 4, 5, 6, 7];
const certificate = (kind: 'picc' | 'wound' | 'stoma' | 'rehab') => ({ kind, number: `TRAINING-${kind.toUpperCase()}`, issuedOn: null, validUntil: null });

/** Nobody sleeps in a training hospital: who learns in the evening is asked in the evening. */
const askAtAnyHour = { offerHours: { from: '00:00', until: '23:59' }, urgentHours: 72 };

type Seeded = { login: string; profile: Profile; hours: Hours[] };
const plain: Profile = { title: 'senior', practiceSince: '2014-07-01', skills: ['wound'], certificates: [], districts: everyDistrict, dailyLoad: 4, baseDistrict: 'centre' };

export const serviceStaff: Seeded[] = [
  { login: 'nurse', profile: { ...plain, skills: ['wound', 'injection'] }, hours: week(everyDay) },
  { login: 'nurse-2', profile: { ...plain, practiceSince: '2016-07-01', skills: ['wound', 'stoma'], certificates: [certificate('stoma')], districts: ['centre', 'east', 'north'], baseDistrict: 'east' }, hours: week([2, 3, 4, 5, 6, 7]) },
  { login: 'wound-nurse', profile: { ...plain, title: 'supervisor', practiceSince: '2009-07-01', skills: ['wound', 'stoma'], certificates: [certificate('wound'), certificate('stoma')], dailyLoad: 3 }, hours: week(everyDay) },
  { login: 'picc-nurse', profile: { ...plain, title: 'supervisor', practiceSince: '2011-07-01', skills: ['picc', 'wound'], certificates: [certificate('picc')], dailyLoad: 3 }, hours: week(monToFri) },
  { login: 'new-nurse', profile: { ...plain, title: 'junior', practiceSince: '2024-07-01' }, hours: week(monToFri) },
  { login: 'therapist', profile: { ...plain, skills: ['rehab'], certificates: [certificate('rehab')], districts: ['centre', 'west', 'north'] }, hours: week([1, 2, 3, 4, 5, 6]) },
  { login: 'therapist-2', profile: { ...plain, title: 'supervisor', skills: ['rehab', 'gait'], certificates: [certificate('rehab')], districts: ['centre', 'east', 'south'], baseDistrict: 'south' }, hours: week([1, 2, 3, 4, 5, 7]) },
  { login: 'doctor', profile: { ...plain, title: 'supervisor', practiceSince: '2010-07-01', skills: [], dailyLoad: 2 }, hours: week(monToFri) },
];

/** Only what is missing: a trainer's own changes stay. */
export async function seedService(sql: Sql, hospitalId: string): Promise<void> {
  const known = await sql<{ code: string }[]>`select code from district where hospital_id = ${hospitalId}`;
  if (known.length === 0) {
    await setDistricts(sql, hospitalId, { districts, travel });
    await setSettings(sql, hospitalId, askAtAnyHour, null);
  }
  for (const { login, profile, hours } of serviceStaff) {
    const [account] = await sql<{ id: string; known: boolean }[]>`select a.id, exists (select 1 from staff_profile s where s.account_id = a.id) as known from account a where a.hospital_id = ${hospitalId} and a.login = ${login}`;
    if (!account || account.known) continue;
    await setProfile(sql, hospitalId, account.id, profile, null);
    await setHours(sql, hospitalId, account.id, hours);
  }
}
