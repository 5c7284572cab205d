/** Opens the record of a patient outside the care team. Nobody gets an alarm for a patient whom they may see anyway: she is looked for first. */
import type { FoundPatient } from '../../../../db/read-models/patient-search.js';
import type { PatientRow } from '../../../../db/read-models/patient-list.js';
import { get, look, send } from '../../api.js';

export type Wish = { recordNumber: string; birthDate: string; reason: string };
/** `endsAt` null: no emergency access was needed. */
export type OpenedRecord = { patientId: string; endsAt: string | null };

export async function openRecord(patientId: string | null, { recordNumber, birthDate, reason }: Wish): Promise<OpenedRecord> {
  if (patientId !== null) return send<OpenedRecord>('POST', '/emergency-access', { patientId, reason });
  const known = await seenAnyway(recordNumber, birthDate);
  return known === null ? send<OpenedRecord>('POST', '/emergency-access', { recordNumber, birthDate, reason }) : { patientId: known, endsAt: null };
}

/** The search finds more than whole numbers: whoever has another one is somebody else. */
async function seenAnyway(recordNumber: string, birthDate: string): Promise<string | null> {
  const { items } = await look<{ items: FoundPatient[] }>('/search', { q: recordNumber });
  const alike = items.filter((one) => one.birthDate === birthDate);
  const whole = await Promise.all(alike.map(({ patientId }) => get<PatientRow>(`/patients/${patientId}`)));
  return whole.find(({ identifiers }) => identifiers.some(({ value }) => value === recordNumber))?.patientId ?? null;
}
