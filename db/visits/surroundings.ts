/** What every judgement about a hospital's visits shares: its zone, holidays, ways between districts, and its settings. */
import { bundledCalendar } from '../../pathways/calendar/calendar-for.js';
import type { Calendar } from '../../pathways/engine/inputs.js';
import type { Surroundings } from '../../pathways/visits/availability.js';
import { withDefaults, type ServiceSettings } from '../../pathways/visits/conventions.js';
import type { TravelMap } from '../../pathways/visits/travel.js';
import { json, type Db } from '../client.js';

export async function settingsOf(db: Db, hospitalId: string): Promise<ServiceSettings> {
  const [row] = await db<{ settings: Partial<ServiceSettings> }[]>`select settings from service_setting where hospital_id = ${hospitalId}`;
  return withDefaults(row?.settings ?? {});
}

/** Replaces what the hospital had changed; what is not named falls back to the convention. */
export async function setSettings(db: Db, hospitalId: string, settings: Partial<ServiceSettings>, by: string | null): Promise<void> {
  await db`insert into service_setting (hospital_id, settings, updated_by) values (${hospitalId}, ${json(db, settings)}, ${by})
    on conflict (hospital_id) do update set settings = excluded.settings, updated_by = excluded.updated_by, updated_at = now()`;
}

export async function surroundingsOf(db: Db, hospitalId: string): Promise<Surroundings> {
  const [row] = await db<{ zone: string; calendar: Calendar | null }[]>`select zone, calendar from hospital where id = ${hospitalId}`;
  if (!row) throw new Error(`There is no hospital ${hospitalId}`);
  return { zone: row.zone, calendar: row.calendar ?? bundledCalendar(), map: await travelMapOf(db, hospitalId), settings: await settingsOf(db, hospitalId) };
}

async function travelMapOf(db: Db, hospitalId: string): Promise<TravelMap> {
  const { districts, travel } = await districtsOf(db, hospitalId);
  return {
    minutes: Object.fromEntries(travel.map(({ from, to, minutes }) => [`${from} ${to}`, minutes])),
    centres: Object.fromEntries(districts.flatMap(({ code, lat, lng }) => (lat === null || lng === null ? [] : [[code, { lat, lng }]]))),
  };
}

export type District = { code: string; name: string; lat: number | null; lng: number | null };
export type Travel = { from: string; to: string; minutes: number };

export async function districtsOf(db: Db, hospitalId: string): Promise<{ districts: District[]; travel: Travel[] }> {
  const districts = await db<District[]>`select code, name, lat, lng from district where hospital_id = ${hospitalId} order by code`;
  const travel = await db<Travel[]>`select from_code as "from", to_code as "to", minutes from district_travel where hospital_id = ${hospitalId} order by 1, 2`;
  return { districts: [...districts], travel: [...travel] };
}

/** Adds or changes; nothing is deleted, for places and people name districts. Travel counts both ways unless the way back is given too. */
export async function setDistricts(db: Db, hospitalId: string, { districts, travel }: { districts: District[]; travel: Travel[] }): Promise<void> {
  for (const { code, name, lat, lng } of districts) {
    await db`insert into district (hospital_id, code, name, lat, lng) values (${hospitalId}, ${code}, ${name}, ${lat}, ${lng})
      on conflict (hospital_id, code) do update set name = excluded.name, lat = excluded.lat, lng = excluded.lng`;
  }
  for (const { from, to, minutes } of travel) {
    await db`insert into district_travel (hospital_id, from_code, to_code, minutes) values (${hospitalId}, ${from}, ${to}, ${minutes})
      on conflict (hospital_id, from_code, to_code) do update set minutes = excluded.minutes`;
  }
}
