/** Where a patient lives: the district is plain for planning, the address and how to get in are encrypted. */
import type { Crypt } from '../../messages/crypt.js';
import type { Db } from '../client.js';

export type HomePlace = { district: string; address: string; accessNote: string | null; lat: number | null; lng: number | null };

export async function setPlace(db: Db, crypt: Crypt, place: HomePlace & { hospitalId: string; patientId: string; by: string | null }): Promise<boolean> {
  const { hospitalId, patientId, district, address, accessNote, lat, lng, by } = place;
  const rows = await db`insert into visit_place (patient_id, hospital_id, district, address_enc, access_note_enc, lat, lng, updated_by)
    select id, hospital_id, ${district}, ${crypt.seal(address, `visit-place/${patientId}`)}, ${accessNote === null ? null : crypt.seal(accessNote, `visit-access/${patientId}`)}, ${lat}, ${lng}, ${by}
    from patient where id = ${patientId} and hospital_id = ${hospitalId}
    on conflict (patient_id) do update set district = excluded.district, address_enc = excluded.address_enc, access_note_enc = excluded.access_note_enc, lat = excluded.lat, lng = excluded.lng,
      updated_by = excluded.updated_by, updated_at = now()
    returning patient_id`;
  return rows.length > 0;
}

export type SealedPlace = { patientId: string; district: string | null; addressEnc: Uint8Array | null; accessNoteEnc: Uint8Array | null; lat: number | null; lng: number | null };

export const openPlace = (crypt: Crypt, { patientId, addressEnc, accessNoteEnc }: Pick<SealedPlace, 'patientId' | 'addressEnc' | 'accessNoteEnc'>): { address: string | null; accessNote: string | null } => ({
  address: addressEnc === null ? null : crypt.open(addressEnc, `visit-place/${patientId}`),
  accessNote: accessNoteEnc === null ? null : crypt.open(accessNoteEnc, `visit-access/${patientId}`),
});

/** null: nothing recorded, or no such patient here. */
export async function placeOf(db: Db, crypt: Crypt, hospitalId: string, patientId: string): Promise<HomePlace | null> {
  const [row] = await db<(SealedPlace & { district: string })[]>`select patient_id, district, address_enc, access_note_enc, lat, lng from visit_place where patient_id = ${patientId} and hospital_id = ${hospitalId}`;
  if (!row) return null;
  const { address, accessNote } = openPlace(crypt, row);
  return { district: row.district, address: address ?? '', accessNote, lat: row.lat, lng: row.lng };
}
