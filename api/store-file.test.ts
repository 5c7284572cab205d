import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Hono } from 'hono';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { filesIn } from '../files/files.js';
import type { Files } from '../files/files.js';
import { mayRead } from '../files/may-read.js';
import type { PatientViewer, Viewer } from '../files/may-read.js';
import { fromMs, localDateOf } from '../pathways/time.js';
import { dischargeOf, testApi } from '../test/support/api.js';
import type { TestApi } from '../test/support/api.js';
import { picture } from '../test/support/pictures.js';
import type { Env } from './env.js';
import { problemResponse, toProblem } from './problem.js';
import { serveFile } from './serve-file.js';
import { storePatientFile } from './store-file.js';
import type { PatientUpload } from './store-file.js';

let api: TestApi;
let files: Files;
let folder: string;
let zhang: PatientViewer;
let li: PatientViewer;
beforeAll(async () => {
  api = await testApi();
  folder = mkdtempSync(join(tmpdir(), 'wuyou-files-'));
  files = filesIn(folder);
  [zhang, li] = [await patient('zhang'), await patient('li')];
});
afterAll(async () => {
  await api.close();
  rmSync(folder, { recursive: true });
});

async function patient(ref: string): Promise<PatientViewer> {
  const { body } = await api.call('POST', '/discharges', { body: dischargeOf(ref, localDateOf(fromMs(Date.now()), 'Asia/Shanghai')) });
  return { kind: 'patient', hospitalId: api.hospitalId, patientId: (body as { patientId: string }).patientId, contactId: null };
}
const family = (of: PatientViewer): PatientViewer => ({ ...of, kind: 'family', contactId: uuidv7() });
async function* once(content: Buffer): AsyncGenerator<Uint8Array> {
  yield content;
}
const deps = () => ({ sql: api.sql, files });
const send = async (who: PatientViewer, more: Partial<PatientUpload> = {}) =>
  storePatientFile(deps(), who, { kind: 'photo', episodeId: null, occurrence: null, takenAt: null, uploadKey: uuidv7(), ...more }, once(await picture('jpeg')));

/** A page of ours that serves files to this viewer. */
const statusFor = async (viewer: Viewer, fileId: string): Promise<number> => {
  const page = new Hono<Env>().get('/:id', (c) => serveFile(c, deps(), viewer, c.req.param('id'), 'whole'));
  page.onError((error, c) => problemResponse(c, toProblem(error)));
  return (await page.request(`/${fileId}`)).status;
};

describe('A photo that the patient sends', () => {
  it('is in the record at once, says who sent it, and the same form sent twice is one photo', async () => {
    const uploadKey = uuidv7();
    const [first, again] = [await send(zhang, { uploadKey }), await send(zhang, { uploadKey })];
    expect(first).toMatchObject({ patientId: zhang.patientId, source: 'patient', createdBy: `patient:${zhang.patientId}`, kind: 'photo', attachedAt: expect.any(String) });
    expect(again.id).toBe(first.id);
  });

  it('is seen by her, and by staff of her hospital; by nobody else', async () => {
    const { id } = await send(zhang);
    const staff = (hospitalId: string): Viewer => ({ kind: 'staff', hospitalId, accountId: uuidv7() });
    const statuses = await Promise.all([zhang, staff(api.hospitalId), li, family(zhang), family(li), staff(uuidv7()), { ...zhang, hospitalId: uuidv7() }].map((viewer) => statusFor(viewer, id)));
    expect(statuses).toEqual([200, 200, 404, 404, 404, 404, 404]);
  });

  it('is refused without consent to photos, in words for whoever sends it', async () => {
    await api.call('PUT', `/patients/${li.patientId}/consents`, { body: { photos: false } });
    await expect(send(li)).rejects.toMatchObject({ code: 'refused', reason: 'no-photo-consent' });
    await expect(send(family(li), { kind: 'clip' })).rejects.toMatchObject({ reason: 'wrong-kind' });
    expect(await send(li, { kind: 'xray' })).toMatchObject({ kind: 'xray' });
  });
});

describe('A photo that a family member sends', () => {
  it('is seen by this family member and by the patient, not by another relative', async () => {
    const daughter = family(zhang);
    const { id, source, createdBy } = await send(daughter);
    expect([source, createdBy]).toEqual(['family', `family:${daughter.contactId ?? ''}`]);
    expect(await Promise.all([daughter, zhang, family(zhang)].map((viewer) => statusFor(viewer, id)))).toEqual([200, 200, 404]);
  });
});

describe('A face of the staff', () => {
  it('is for every patient of the hospital, and for no other hospital', () => {
    const avatar = { hospitalId: api.hospitalId, kind: 'avatar', patientId: null, createdBy: uuidv7() };
    expect([mayRead(zhang, avatar), mayRead(family(li), avatar), mayRead({ ...zhang, hospitalId: uuidv7() }, avatar)]).toEqual([true, true, false]);
  });
});
