/** A training hospital with everybody on duty, its packages published, and Aunt Zhang 张阿姨 after her hip replacement. */
import { v7 as uuidv7 } from 'uuid';
import { loadDefinitionOrThrow } from '../../cli/load-definition.js';
import { readFileSync } from 'node:fs';
import { canonicalJson } from '../../pathways/schema/canonical.js';
import { staffRoles } from '../../pathways/engine/vocabulary.js';
import { json, type Sql } from '../client.js';
import { launch, type LaunchRequest } from '../launch.js';
import { publish } from '../publish.js';

export type World = { hospitalId: string; patientId: string; dischargeId: string; accountId: string };

export const dischargedOn = '2026-03-02';
/** D0 16:00 in Shanghai. */
export const startsAt = '2026-03-02T08:00:00.000Z';

export async function createWorld(sql: Sql, options: { kind?: 'real' | 'training'; packages?: string[] } = {}): Promise<World> {
  const hospitalId = uuidv7();
  await sql`insert into hospital (id, name, kind, sms_signature, phone, entry) values (${hospitalId}, 'Example', ${options.kind ?? 'training'}, 'XX医院', '0571-88001234', '小程序')`;
  const accountId = await staff(sql, hospitalId);
  for (const id of options.packages ?? ['hip-wound-care']) await publishPackage(sql, hospitalId, id);
  const { patientId, dischargeId } = await createPatient(sql, hospitalId);
  return { hospitalId, patientId, dischargeId, accountId };
}

export async function publishPackage(sql: Sql, hospitalId: string, id: string): Promise<void> {
  const { plan, texts, meta, hash } = loadDefinitionOrThrow(id);
  const source = readFileSync(new URL(`../../pathways/definitions/${plan.id}/v${plan.version}.yaml`, import.meta.url), 'utf8');
  await publish(sql, { hospitalId, id: plan.id, version: plan.version, hash, plan: canonicalJson(plan), texts, meta: JSON.parse(JSON.stringify(meta)), source, by: null });
}

async function staff(sql: Sql, hospitalId: string): Promise<string> {
  const id = uuidv7();
  await sql`insert into account (id, hospital_id, login, display_name, roles) values (${id}, ${hospitalId}, 'nurse', 'Nurse', ${['nurse', 'doctor', 'case-manager']})`;
  await sql`insert into staff_contact (id, hospital_id, account_id, kind, value) values (${uuidv7()}, ${hospitalId}, ${id}, 'wecom', 'nurse-1'), (${uuidv7()}, ${hospitalId}, ${id}, 'mobile', '+8613800000001')`;
  for (const role of staffRoles) {
    await sql`insert into roster_shift (id, hospital_id, account_id, role, starts_at, ends_at) values (${uuidv7()}, ${hospitalId}, ${id}, ${role}, now() - interval '1 day', now() + interval '400 days')`;
  }
  return id;
}

export async function createPatient(sql: Sql, hospitalId: string): Promise<{ patientId: string; dischargeId: string }> {
  const [patientId, dischargeId] = [uuidv7(), uuidv7()];
  await sql`insert into patient (id, hospital_id, synthetic, family_name, given_name, birth_date, sex, consents)
    values (${patientId}, ${hospitalId}, true, '张', '阿姨', '1954-01-01', 'female', ${json(sql, { sms: true, photos: true, family: true, familyDoctor: false })})`;
  await sql`insert into contact (id, hospital_id, patient_id, owner, kind, value, position) values
    (${uuidv7()}, ${hospitalId}, ${patientId}, 'patient', 'wechat', 'openid-zhang', 0),
    (${uuidv7()}, ${hospitalId}, ${patientId}, 'patient', 'mobile', '+8613800138000', 1),
    (${uuidv7()}, ${hospitalId}, ${patientId}, 'family', 'mobile', '+8613800138001', 2)`;
  await sql`insert into discharge (id, hospital_id, patient_id, encounter_ref, discharged_at, clinical)
    values (${dischargeId}, ${hospitalId}, ${patientId}, ${dischargeId}, '2026-03-02T02:00:00.000Z', ${json(sql, { dischargedOn, surgeryOn: '2026-02-24' })})`;
  return { patientId, dischargeId };
}

/** Launches and returns the episode's id; a refusal fails the test with its words. */
export async function launchEpisode(sql: Sql, world: World, packageId = 'hip-wound-care', more: Partial<LaunchRequest> = {}): Promise<string> {
  const result = await launch(sql, { hospitalId: world.hospitalId, dischargeId: world.dischargeId, packageId, orderNo: `order-${packageId}`, by: world.accountId, startsAt, ...more });
  if (result.outcome !== 'launched') throw new Error(`Not launched: ${JSON.stringify(result)}`);
  return result.episodeId;
}
