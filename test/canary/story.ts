/**
 * One invented patient through everything that takes personal data: discharge, launch, texts, answers, a case, notes, a question, a picture,
 * a text that came back; and through what goes wrong: a command refused, a request refused, a vendor that quotes the number, an activity and a
 * request that fail with PostgreSQL quoting the whole row.
 */
import sharp from 'sharp';
import type { Sql } from '../../db/client.js';
import { addHours, fromMs, localDateOf } from '../../pathways/time.js';
import { packageId, startable } from '../chaos/course.js';
import type { Hospital } from '../chaos/hospital.js';
import type { Phone } from '../support/patient-page.js';
import type { FakeTwilio } from '../vendors/fake-twilio.js';
import { canaries as of } from './canaries.js';

export type Asked = { status: number; body: Record<string, unknown> };
export type Desk = {
  ask(method: string, path: string, body?: unknown, more?: { as?: string; headers?: Record<string, string>; raw?: Buffer }): Promise<Asked>;
  /** Asks and throws unless it was taken. */
  must(method: string, path: string, body?: unknown, more?: { as?: string; headers?: Record<string, string>; raw?: Buffer }): Promise<Record<string, unknown>>;
};
export type Scene = { desk: Desk; sql: Sql; hospital: Hospital; vendor: FakeTwilio; phone: Phone; apiUrl: string; until: (what: string, holds: () => Promise<boolean>) => Promise<void> };

const calm = { chestPain: false, breathless: false, faint: false, strokeSigns: ['none'], bleeding: 'none', pain: '2', fall: false, missedDoses: '0' };

function discharge(scene: Scene) {
  return {
    patient: {
      identifiers: [{ system: 'mrn', value: of.recordNumber.value }], familyName: of.familyName.value, givenName: of.givenName.value,
      birthDate: of.birthDate.value, sex: 'female', nationalId: of.nationalId.value,
    },
    contacts: [
      { owner: 'patient', kind: 'mobile', value: of.mobile.value },
      { owner: 'patient', kind: 'email', value: of.email.value },
      { owner: 'family', relation: '女儿', name: of.relative.value, kind: 'mobile', value: of.relativeMobile.value },
    ],
    consents: { sms: true, photos: true, family: true, familyDoctor: false },
    stay: { ref: of.stayNumber.value, kind: 'inpatient', reason: of.stayReason.value, admittedAt: null, dischargedAt: localDateOf(fromMs(Date.now()), scene.hospital.zone) },
  };
}

export async function launchAll(scene: Scene): Promise<{ patientId: string; course: string; rehab: string }> {
  const { desk, sql } = scene;
  const stored = await desk.must('POST', '/discharges', discharge(scene));
  const launch = async (id: string): Promise<string> => String((await desk.must('POST', '/episodes', { dischargeId: stored['dischargeId'], packageId: id, orderNo: `canary-${id}` }))['episodeId']);
  const [course, rehab] = [await launch(packageId), await launch('hip-home-rehab')];
  const begun = async (id: string): Promise<boolean> => (await sql`select 1 from journal where episode_id = ${id}`).length > 0;
  await scene.until('both packages run', async () => (await begun(course)) && begun(rehab));
  return { patientId: String(stored['patientId']), course, rehab };
}

/** What people say and do, each word of it invented. */
export async function care(scene: Scene, { patientId, course, rehab }: { patientId: string; course: string; rehab: string }): Promise<void> {
  const { desk, sql, vendor, apiUrl } = scene;
  await desk.must('PUT', '/districts', { districts: [{ code: 'west', name: 'West', lat: null, lng: null }], travel: [] });
  await desk.must('PUT', `/patients/${patientId}/place`, { district: 'west', address: of.address.value, accessNote: of.accessNote.value, lat: null, lng: null });
  await desk.must('POST', `/episodes/${rehab}/answers`, { answers: { core: calm, homeSafety: { hazards: ['bathroom'], fixed: false, advice: of.answerText.value } }, answeredBy: 'patient' });
  await desk.must('POST', `/episodes/${course}/answers`, { answers: { core: { ...calm, chestPain: true } }, answeredBy: 'patient' });
  await desk.must('POST', `/episodes/${course}/steps`, { steps: [startable[0]], reason: 'drill' });

  const caseOf = `/episodes/${course}/escalations/1`;
  await desk.must('POST', `${caseOf}/notes`, { text: of.caseNote.value });
  await desk.must('POST', `/episodes/${course}/call-backs`, { at: addHours(fromMs(Date.now()), 2), note: of.callBackNote.value });
  for (const [act, body] of [['acknowledge', {}], ['contacted', {}], ['resolve', { resolution: of.resolution.value }]] as const) await desk.must('POST', `${caseOf}/${act}`, body);
  await desk.must('POST', '/incidents', { kind: 'other', happenedAt: fromMs(Date.now() - 60_000), description: of.incident.value });

  const { url } = await desk.must('POST', `/patients/${patientId}/links`, { contactId: null, purpose: 'plan', days: 7 });
  await scene.phone.get(new URL(String(url)).pathname);
  await scene.phone.send({ year: '1947', month: '11', day: '23' });
  for (const path of ['/p/home', '/p/visits', '/p/qr', '/p/learn']) await scene.phone.get(path);
  await scene.phone.get('/p/ask');
  await scene.phone.send({ kind: 'question', words: of.question.value });

  const picture = await sharp({ create: { width: 64, height: 64, channels: 3, background: '#888' } }).withExif({ IFD0: { ImageDescription: of.pictureNote.value } }).jpeg().toBuffer();
  await desk.must('POST', `/patients/${patientId}/files`, undefined, { raw: picture, headers: { 'content-type': 'application/octet-stream' } });

  const { url: hook, init } = vendor.inbound(`${apiUrl}/webhooks/twilio/inbound`, { from: '+8613857194263', to: '+15005550006', body: of.textBack.value });
  const taken = await fetch(hook, init);
  if (!taken.ok) throw new Error(`The text that came back was refused: ${taken.status}`);
  await scene.until('the text that came back is a case', async () => (await sql`select 1 from escalation where patient_id = ${patientId} and level = 'yellow'`).length > 0);
  // The next text is refused in words that quote the number, which is out of use from then on.
  vendor.script({ reject: '21211' });
  await desk.must('POST', `/episodes/${course}/steps`, { steps: [startable[1]], reason: 'drill' });
  await scene.until('the vendor has refused', async () => (await sql`select 1 from attempt where patient_id = ${patientId} and state = 'rejected'`).length > 0);
}

/** What goes wrong. Resolves while the failing activity is being tried again; `mend` lets it through. */
export async function trouble(scene: Scene, { course, rehab }: { course: string; rehab: string }): Promise<{ mend: () => Promise<void> }> {
  const { desk, sql } = scene;
  await desk.ask('POST', `/episodes/${rehab}/answers`, { answers: { core: { ...calm, pain: '77' }, homeSafety: { hazards: ['bathroom'], fixed: false, advice: of.refusedText.value } }, answeredBy: 'patient' });
  const bad = of.badInput.value;
  await desk.ask('POST', '/discharges', { patient: { identifiers: [{ system: 'mrn', value: bad }], familyName: bad, birthDate: bad, sex: bad, nationalId: bad, [bad]: bad }, contacts: [{ owner: bad, kind: 'mobile', value: bad }], stay: { ref: bad, dischargedAt: bad } });
  await desk.ask('POST', '/discharges/import?source=csv', undefined, { raw: Buffer.from(`病案号,姓名,出生日期,性别,手机,出院日期\n1,${bad},${bad},${bad},${bad},${bad}\n`), headers: { 'content-type': 'text/csv' } });
  await desk.ask('POST', `/episodes/${course}/answers`, { answers: { core: { pain: bad, [bad]: bad } }, answeredBy: bad });
  await desk.ask('POST', `/episodes/${course}/answers`, undefined, { raw: Buffer.from(`{"answers": "${bad}`), headers: { 'content-type': 'application/json' } });
  await desk.ask('POST', '/session', { login: bad, password: bad }, { as: '' });
  await fetch(`${scene.apiUrl}/webhooks/twilio/inbound`, { method: 'POST', headers: { 'x-twilio-signature': 'forged' }, body: new URLSearchParams({ Body: bad, From: bad }) });

  await sql`alter table patient add constraint canary_patient check (family_name <> ${sql.unsafe(`'${of.unstorable.value}'`)})`;
  await desk.ask('POST', '/discharges', { ...discharge(scene), patient: { ...discharge(scene).patient, identifiers: [{ system: 'mrn', value: 'unstorable' }], familyName: of.unstorable.value, nationalId: undefined }, stay: { ...discharge(scene).stay, ref: 'unstorable' } });

  await sql`alter table answer add constraint canary_answer check (false) not valid`;
  await desk.ask('POST', `/episodes/${rehab}/answers`, { answers: { core: calm, homeSafety: { hazards: ['stairs'], fixed: false, advice: of.answerText.value } }, answeredBy: 'patient' });
  return {
    async mend() {
      await sql`alter table answer drop constraint canary_answer`;
      await desk.ask('POST', `/episodes/${course}/stop`, { reason: 'withdrawn', note: of.stopNote.value });
      await scene.until('the course has stopped', async () => (await sql`select 1 from episode where id = ${course} and status = 'stopped'`).length > 0);
    },
  };
}
