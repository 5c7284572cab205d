/** The wording that this hospital installed under its own licences. Every installation is kept; the newest of an instrument counts. */
import { v7 as uuidv7 } from 'uuid';
import type { InstalledWording, LicensedWording } from '../pathways/schema/licensed-wording.js';
import { json, transact, type Db, type Sql } from './client.js';

/** Usable today, in the hospital's own zone. */
export async function installedWording(sql: Db, hospitalId: string): Promise<InstalledWording> {
  const rows = await sql<{ instrument: string; wording: LicensedWording['wording'] }[]>`
    select w.instrument, w.wording from (select distinct on (instrument) * from licensed_wording where hospital_id = ${hospitalId} order by instrument, installed_at desc, id desc) w
      join hospital h on h.id = w.hospital_id
    where w.wording is not null and (w.valid_until is null or w.valid_until >= (now() at time zone h.zone)::date)`;
  return Object.fromEntries(rows.map(({ instrument, wording }) => [instrument, wording]));
}

export const installWording = (sql: Sql, hospitalId: string, { instrument, licence, wording }: LicensedWording): Promise<void> =>
  transact(sql, async (tx) => {
    await tx`insert into licensed_wording (id, hospital_id, instrument, holder, reference, valid_until, wording)
      values (${uuidv7()}, ${hospitalId}, ${instrument}, ${licence.holder}, ${licence.reference}, ${licence.until ?? null}, ${json(tx, wording)})`;
  });

/** false: nothing of this instrument is installed. */
export const removeWording = (sql: Sql, hospitalId: string, instrument: string): Promise<boolean> =>
  transact(sql, async (tx) => {
    const [last] = await tx<{ holder: string; reference: string; wording: unknown }[]>`
      select holder, reference, wording from licensed_wording where hospital_id = ${hospitalId} and instrument = ${instrument} order by installed_at desc, id desc limit 1`;
    if (!last || last.wording === null) return false;
    await tx`insert into licensed_wording (id, hospital_id, instrument, holder, reference, wording) values (${uuidv7()}, ${hospitalId}, ${instrument}, ${last.holder}, ${last.reference}, null)`;
    return true;
  });
