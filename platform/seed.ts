/** The training hospital that `npm start` offers: marked, with a person for every role and a roster that never has a gap. */
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { createAccount } from '../db/accounts.js';
import { createApiKey, principalOfKey } from '../db/api-keys.js';
import type { Sql } from '../db/client.js';
import { hashPassword } from '../db/secrets.js';
import type { StaffRole } from '../pathways/engine/vocabulary.js';
import { seedService } from './seed-service.js';
import { readJson, writeJson } from './state-file.js';

/** What a person needs to sign in; kept under the data folder. */
const SignIn = z.object({ login: z.string(), password: z.string(), apiKey: z.string() });
export type SignIn = z.infer<typeof SignIn>;
export type Training = { hospitalId: string; signIn: SignIn; /** Made in this start. */ fresh: boolean };

const everyRole = ['admin', 'head', 'case-manager', 'doctor', 'nurse', 'therapist', 'ops', 'his'];
type Staff = { login: string; name: string; roles: string[]; duties: StaffRole[] };
const trainer: Staff = { login: 'trainer', name: '培训管理员 Trainer', roles: everyRole, duties: [] };
const staff: Staff[] = [
  trainer,
  { login: 'nurse', name: '责任护士 Responsible nurse', roles: ['nurse'], duties: ['responsible-nurse'] },
  { login: 'nurse-2', name: '责任护士二 Nurse 2', roles: ['nurse'], duties: [] },
  { login: 'wound-nurse', name: '伤口造口专科护士 Wound and stoma nurse', roles: ['nurse'], duties: [] },
  { login: 'picc-nurse', name: 'PICC专科护士 PICC nurse', roles: ['nurse'], duties: [] },
  { login: 'new-nurse', name: '新入职护士 New nurse', roles: ['nurse'], duties: [] },
  { login: 'head-nurse', name: '护士长 Head nurse', roles: ['nurse', 'head'], duties: ['head-nurse'] },
  { login: 'doctor', name: '值班医生 Duty doctor', roles: ['doctor'], duties: ['duty-doctor'] },
  { login: 'surgeon', name: '主刀医生 Surgeon', roles: ['doctor'], duties: ['surgeon', 'second-line-doctor'] },
  { login: 'chief', name: '总值班 Chief on duty', roles: ['doctor', 'head'], duties: ['chief-on-duty'] },
  { login: 'therapist', name: '康复治疗师 Therapist', roles: ['therapist'], duties: ['therapist'] },
  { login: 'therapist-2', name: '康复治疗师二 Therapist 2', roles: ['therapist'], duties: [] },
  { login: 'case-manager', name: '个案管理师 Case manager', roles: ['case-manager'], duties: ['case-manager'] },
  { login: 'counsellor', name: '心理危机干预员 Crisis counsellor', roles: ['nurse'], duties: ['crisis-counsellor'] },
];

/** The roster is filled this far ahead, and again whenever half of it is over. */
const rosterDays = 730;

async function hospital(sql: Sql, secondsPerDay: number): Promise<string> {
  const pace = 86_400 / secondsPerDay;
  const [known] = await sql<{ id: string }[]>`update hospital set pace = ${pace} where id = (select id from hospital where kind = 'training' order by created_at limit 1) returning id`;
  if (known) return known.id;
  const id = uuidv7();
  await sql`
    insert into hospital (id, name, kind, zone, pace, sms_signature, phone, entry)
    values (${id}, '无忧培训医院 Wuyou training hospital', 'training', 'Asia/Shanghai', ${pace}, '无忧培训', '0571-00000000', '无忧培训公众号')`;
  return id;
}

/** Returns true when the account is new. */
async function person(sql: Sql, hospitalId: string, { login, name, roles, duties }: Staff, password: string): Promise<boolean> {
  const [known] = await sql<{ id: string }[]>`select id from account where hospital_id = ${hospitalId} and login = ${login}`;
  const accountId = known?.id ?? (await createAccount(sql, { hospitalId, login, displayName: name, roles, password }));
  for (const [kind, value] of [['wecom', login], ['email', `${login}@training.invalid`]] as const) {
    await sql`insert into staff_contact (id, hospital_id, account_id, kind, value) values (${uuidv7()}, ${hospitalId}, ${accountId}, ${kind}, ${value}) on conflict do nothing`;
  }
  for (const role of duties) {
    await sql`
      insert into roster_shift (id, hospital_id, account_id, role, starts_at, ends_at)
      select ${uuidv7()}, ${hospitalId}, ${accountId}, ${role}, now() - interval '1 minute', now() + ${`${rosterDays} days`}::interval
      where not exists (select 1 from roster_shift where account_id = ${accountId} and role = ${role} and ends_at > now() + ${`${rosterDays / 2} days`}::interval)
      on conflict do nothing`;
  }
  return !known;
}

/** Idempotent: what is there stays. The sign-in is made again when its file is gone, for nobody could read it otherwise. */
export async function seedTraining(sql: Sql, dataDir: string, secondsPerDay: number): Promise<Training> {
  const file = join(dataDir, 'sign-in.json');
  const hospitalId = await hospital(sql, secondsPerDay);
  const known = readJson(file, SignIn);
  const password = known?.password ?? randomBytes(9).toString('base64url');
  let fresh = false;
  for (const one of staff) fresh = (await person(sql, hospitalId, one, password)) || fresh;
  await seedService(sql, hospitalId);
  if (known && !fresh && (await principalOfKey(sql, known.apiKey))) return { hospitalId, signIn: known, fresh: false };
  const hash = await hashPassword(password);
  const [account] = await sql<{ id: string }[]>`select id from account where hospital_id = ${hospitalId} and login = ${trainer.login}`;
  if (!account) throw new Error(`The account ${trainer.login} vanished while it was being made`);
  await sql`update account set password_hash = ${hash} where hospital_id = ${hospitalId} and login = any(${staff.map(({ login }) => login)})`;
  const signIn = { login: trainer.login, password, apiKey: await createApiKey(sql, { hospitalId, accountId: account.id }) };
  writeJson(file, signIn);
  return { hospitalId, signIn, fresh: true };
}
