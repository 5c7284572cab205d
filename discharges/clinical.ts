/** What is kept of a discharge (`discharge.clinical`), and the same as the needs assessment reads it. */
import type { LocalDate } from '../pathways/engine/vocabulary.js';
import { isSurgery } from '../pathways/recommend/condition-groups.js';
import type { DischargeFacts } from '../pathways/recommend/prefill.js';
import { localDateOf, parseInstant } from '../pathways/time.js';
import type { DischargeRecord } from './record.js';

/** Days are the hospital's own. */
export const clinicalOf = ({ stay, conditions, procedures, medications, findings }: DischargeRecord, zone: string) => ({
  kind: stay.kind, reason: stay.reason, dischargedOn: localDay(stay.dischargedAt, zone), surgeryOn: surgeryDay(procedures, zone),
  conditions: conditions.map((one) => ({ ...one, onset: localDay(one.onset, zone) })), procedures, medications, ...(findings ? { findings } : {}),
});

export const factsOf = (record: DischargeRecord, zone: string): DischargeFacts =>
  ({ findings: {}, ...clinicalOf(record, zone), admittedOn: localDay(record.stay.admittedAt, zone), sex: record.patient.sex, bornOn: record.patient.birthDate });

export const localDay = (written: string | null, zone: string): LocalDate | null =>
  written === null ? null : written.length === 10 ? written : localDateOf(parseInstant(written), zone);

/** Of the last operation; a transfusion or an ECG two days later does not move it, unless no operation is among them. */
function surgeryDay(procedures: DischargeRecord['procedures'], zone: string): LocalDate | null {
  const operations = procedures.filter(isSurgery);
  const days = (operations.length > 0 ? operations : procedures).flatMap((p) => localDay(p.performedAt, zone) ?? []);
  return days.sort().at(-1) ?? null;
}
