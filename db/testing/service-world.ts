/** Nurses with profiles and hours, and a hip patient at home in a district, for tests of the service loop. */
import { v7 as uuidv7 } from 'uuid';
import type { Answers, EpisodeInput } from '../../pathways/engine/inputs.js';
import type { Profile } from '../visits/people.js';
import { setHours, setProfile } from '../visits/people.js';
import { setPlace } from '../visits/places.js';
import { drive, type Driver } from './driver.js';
import type { TestSetting } from './setting.js';
import { createPatient, launchEpisode, startsAt, type World } from './world.js';

const woundNurse: Profile = { title: 'senior', practiceSince: '2015-01-01', skills: ['wound'], certificates: [], districts: ['west'], dailyLoad: 4, baseDistrict: 'west' };

/** Works every day 08:00-17:30. */
export async function createNurse({ sql }: Pick<TestSetting, 'sql'>, world: World, differs: Partial<Profile> = {}, roles = ['nurse']): Promise<string> {
  const id = uuidv7();
  await sql`insert into account (id, hospital_id, login, display_name, roles) values (${id}, ${world.hospitalId}, ${`n-${id}`}, ${`n-${id}`}, ${roles})`;
  await setProfile(sql, world.hospitalId, id, { ...woundNurse, ...differs }, null);
  await setHours(sql, world.hospitalId, id, [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, from: '08:00', until: '17:30' })));
  return id;
}

export type Patient = World & { episodeId: string; driver: Driver };

/** A further patient of the same hospital, launched and begun, at home in a district. */
export async function createEpisode({ sql, activities, deps }: Pick<TestSetting, 'sql' | 'activities' | 'deps'>, world: World, district = 'west'): Promise<Patient> {
  const patient = { ...world, ...(await createPatientWithOwnContacts({ sql }, world)) };
  await setPlace(sql, deps.crypt, { hospitalId: world.hospitalId, patientId: patient.patientId, district, address: '某路 1 号 101', accessNote: null, lat: null, lng: null, by: world.accountId });
  const episodeId = await launchEpisode(sql, patient);
  const driver = await drive(sql, activities, episodeId);
  await driver.runUntil(startsAt);
  return { ...patient, episodeId, driver };
}

const createPatientWithOwnContacts = ({ sql }: Pick<TestSetting, 'sql'>, world: World): Promise<{ patientId: string; dischargeId: string }> => createPatient(sql, world.hospitalId);

let commands = 0;
const nextCommand = (): string => `test-${(commands += 1)}`;

/** Books the n-th dressing visit at a time of its first window (D2 of Aunt Zhang's plan is 2026-03-04). */
export const dressing = (patient: Patient, n = 1): string => `${patient.episodeId}/dressing/${n}`;

export type VisitAct =
  | { kind: 'visit-booked'; from: string; until: string; assignee?: string }
  | { kind: 'visit-moved'; from: string; until: string; reason: string }
  | { kind: 'visit-checked-in' }
  | { kind: 'visit-completed'; record: Answers; photos: [] }
  | { kind: 'visit-missed'; reason: 'no-show' | 'staff' | 'unsafe-home' }
  | { kind: 'visit-cancelled'; reason: string };

/** An act on a visit at the episode's present time, or later. */
export async function act(patient: Patient, what: VisitAct, { occurrence = dressing(patient), at = patient.driver.now() }: { occurrence?: string; at?: string } = {}): Promise<void> {
  const input: EpisodeInput = { ...what, at, commandId: nextCommand(), by: patient.accountId, occurrence };
  await patient.driver.give(input);
}
