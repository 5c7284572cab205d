/** A marked synthetic patient made from a real bundle: the clinical picture stays, person, numbers and dates are replaced. */
import { addDays, daysBetween, localDateOf, parseInstant } from '../pathways/time.js';
import type { LocalDate } from '../pathways/engine/vocabulary.js';
import { usableContact } from './phone.js';
import type { ContactRecord, DischargeRecord } from './record.js';

export type DemoPatient = { id: string; dischargedOn: LocalDate; phone: string; familyPhone: string | null };

const dateOf = (written: string, zone: string): LocalDate => (written.length === 10 ? written : localDateOf(parseInstant(written), zone));

/** Every date moves by as many days as the discharge does, so that stay and surgery keep their distance. */
export function demoRecord(real: DischargeRecord, demo: DemoPatient, zone: string): DischargeRecord {
  const ended = real.stay.dischargedAt === null ? demo.dischargedOn : dateOf(real.stay.dischargedAt, zone);
  const shift = daysBetween(ended, demo.dischargedOn);
  const moved = (written: string | null): string | null => (written === null ? null : addDays(dateOf(written, zone), shift));
  return {
    ...real,
    patient: { ...real.patient, identifiers: [{ system: 'wuyou:synthetic', value: demo.id }], familyName: '演示', givenName: `患者${demo.id.slice(-4)}`, language: 'zh-CN', died: false },
    contacts: [mobile('patient', demo.phone), ...(demo.familyPhone === null ? [] : [{ ...mobile('family', demo.familyPhone), relation: '家属' }])],
    consents: { sms: true, photos: true, family: demo.familyPhone !== null, familyDoctor: false },
    stay: { ...real.stay, ref: `synthetic/${demo.id}`, admittedAt: moved(real.stay.admittedAt), dischargedAt: demo.dischargedOn },
    procedures: real.procedures.map((p) => ({ ...p, performedAt: moved(p.performedAt) })),
  };
}

function mobile(owner: 'patient' | 'family', phone: string): ContactRecord {
  const contact = usableContact(phone, 'phone');
  if (!contact) throw new RangeError(`--${owner === 'patient' ? 'phone' : 'family'} is not a number that can be called: write a Chinese mobile (11 digits), a landline with area code, or +<country><number>.`);
  return { owner, ...contact };
}
