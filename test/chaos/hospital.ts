/** A real hospital with staff on duty, the chaos course published and signed by two, and synthetic patients whose packages are launched. */
import { v7 as uuidv7 } from 'uuid';
import { createAccount } from '../../db/accounts.js';
import { createApiKey } from '../../db/api-keys.js';
import type { Sql } from '../../db/client.js';
import { publish } from '../../db/publish.js';
import { canonicalJson } from '../../pathways/schema/canonical.js';
import { localDateOf, fromMs } from '../../pathways/time.js';
import { staffRoles } from '../../pathways/engine/vocabulary.js';
import type { Care } from './care.js';
import { packageId, type chaosCourse } from './course.js';

export type Hospital = { id: string; zone: string; keys: { caseManager: string; doctor: string } };

const people = [
  { login: 'chaos-manager', roles: ['case-manager', 'head', 'nurse'], mobile: '+8613700000001' },
  { login: 'chaos-doctor', roles: ['doctor'], mobile: '+6590000002' },
  { login: 'chaos-nurse', roles: ['nurse'], mobile: '+6590000003' },
] as const;

export async function foundHospital(sql: Sql, course: ReturnType<typeof chaosCourse>): Promise<Hospital> {
  const id = uuidv7();
  await sql`insert into hospital (id, name, kind, zone, pace, sms_signature, phone, entry)
    values (${id}, 'Hospital of the fault drill', 'real', ${course.zone}, 1, 'XX医院', '0571-00000000', '随访入口')`;
  const keys: string[] = [];
  for (const [i, { login, roles, mobile }] of people.entries()) {
    const accountId = await createAccount(sql, { hospitalId: id, login, displayName: login, roles: [...roles], password: null });
    keys.push(await createApiKey(sql, { hospitalId: id, accountId }));
    await sql`insert into staff_contact (id, hospital_id, account_id, kind, value) values (${uuidv7()}, ${id}, ${accountId}, 'mobile', ${mobile})`;
    for (const role of staffRoles.filter((_, r) => r % people.length === i)) {
      await sql`insert into roster_shift (id, hospital_id, account_id, role, starts_at, ends_at)
        values (${uuidv7()}, ${id}, ${accountId}, ${role}, now() - interval '1 hour', now() + interval '2 days')`;
    }
  }
  const { plan, texts, meta, hash } = course.definition;
  const published = await publish(sql, { hospitalId: id, id: plan.id, version: plan.version, hash, plan: canonicalJson(plan), texts, meta: JSON.parse(JSON.stringify(meta)), source: course.source, by: null });
  if (published.outcome !== 'published') throw new Error(`The chaos course was not published: ${published.outcome}`);
  const [caseManager = '', doctor = ''] = keys;
  return { id, zone: course.zone, keys: { caseManager, doctor } };
}

export async function signCourse(care: Care, { keys }: Hospital): Promise<void> {
  for (const key of [keys.caseManager, keys.doctor]) await care.must({ path: `/packages/${packageId}/versions/1/signatures`, body: {}, as: key });
}

/** Every second patient has a number that Twilio serves, the others one of the mainland, which Aliyun serves. */
const numberOf = (n: number): string => (n % 2 === 0 ? `+65810${String(n).padStart(5, '0')}` : `+86138${String(n).padStart(8, '0')}`);

export type Launched = { episodeId: string };

export async function launchPatient(care: Care, hospital: Hospital, n: number): Promise<Launched> {
  const today = localDateOf(fromMs(Date.now()), hospital.zone);
  const stored = await care.must({
    path: '/discharges', idempotencyKey: `discharge-${n}`,
    body: {
      patient: { identifiers: [{ system: 'chaos', value: `P-${n}` }], familyName: '张', givenName: '阿姨', birthDate: '1953-05-04', sex: 'female' },
      contacts: [{ owner: 'patient', kind: 'mobile', value: numberOf(n) }],
      consents: { sms: true, photos: true, family: false, familyDoctor: false },
      stay: { ref: `S-${n}`, kind: 'inpatient', admittedAt: null, dischargedAt: today },
    },
  });
  const launched = await care.must({ path: '/episodes', idempotencyKey: `launch-${n}`, body: { dischargeId: String(stored['dischargeId']), packageId, orderNo: `order-${n}` } });
  return { episodeId: String(launched['episodeId']) };
}
