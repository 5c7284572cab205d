import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { announceObjects, attachFiles, fileById, keepFile } from './files.js';
import type { NewFile } from './files.js';
import { namingFiles, sweepFiles } from './file-sweep.js';
import { recordConsents } from './people/consents.js';
import { transact } from './client.js';
import { createSetting, wound, type TestSetting } from './testing/setting.js';
import { household } from './testing/household.js';
import { createPatient, createWorld, launchEpisode, startsAt, type World } from './testing/world.js';

let setting: TestSetting;
let world: World;
beforeAll(async () => {
  setting = await createSetting();
  world = await createWorld(setting.sql, { packages: ['hip-wound-care'] });
});
afterAll(() => setting.close());

const fileOf = (more: Partial<NewFile> = {}): NewFile => ({
  id: uuidv7(), sha256: 'a'.repeat(64), mime: 'image/jpeg', bytes: 9, kind: 'photo', source: 'staff', patientId: null, episodeId: null, occurrence: null, width: 4, height: 3, durationMs: null,
  thumbId: uuidv7(), thumbBytes: 2, takenAt: null, createdBy: world.accountId, uploadKey: null, sentSha256: 'b'.repeat(64), ...more,
});
async function kept(more: Partial<NewFile> = {}, attached = false): Promise<NewFile> {
  const file = fileOf(more);
  await announceObjects(setting.sql, world.hospitalId, [file.id, file.thumbId ?? '']);
  await keepFile(setting.sql, world.hospitalId, file, attached);
  return file;
}
const unclaimed = async (): Promise<string[]> => (await setting.sql<{ id: string }[]>`select id from file_unclaimed order by id`).map(({ id }) => id);
const daysLater = (days: number) => setting.sql`update file set created_at = created_at - ${`${days} days`}::interval`;

describe('A stored object', () => {
  it('is listed as unclaimed until a file claims it, and again when its file is forgotten', async () => {
    const file = fileOf();
    await announceObjects(setting.sql, world.hospitalId, [file.id, file.thumbId ?? '']);
    expect(await unclaimed()).toEqual([file.id, file.thumbId]);
    await keepFile(setting.sql, world.hospitalId, file, false);
    expect(await unclaimed()).toEqual([]);
    await daysLater(8);
    const removed: string[] = [];
    expect(await sweepFiles(setting.sql, async (id) => void removed.push(id))).toBe(2);
    expect([removed.toSorted(), await unclaimed(), await fileById(setting.sql, world.hospitalId, file.id)]).toEqual([[file.id, file.thumbId], [], null]);
  });

  it('whose upload broke off is removed a day later, not while it may still be on its way', async () => {
    const id = uuidv7();
    await announceObjects(setting.sql, world.hospitalId, [id]);
    expect(await sweepFiles(setting.sql, () => Promise.resolve())).toBe(0);
    await setting.sql`update file_unclaimed set remove_after = now() - interval '1 second'`;
    expect(await sweepFiles(setting.sql, () => Promise.resolve())).toBe(1);
  });

  it('stays listed while the store cannot forget it', async () => {
    const file = await kept();
    await daysLater(8);
    await expect(sweepFiles(setting.sql, () => Promise.reject(new Error('the store is away')))).rejects.toThrow(/away/);
    expect(await unclaimed()).toEqual([file.id, file.thumbId]);
    expect(await sweepFiles(setting.sql, () => Promise.resolve())).toBe(2);
  });
});

describe('An object that the store will not let go', () => {
  const announced = async (count: number): Promise<string[]> => {
    const ids = Array.from({ length: count }, () => uuidv7());
    for (const [n, id] of ids.entries()) {
      await announceObjects(setting.sql, world.hospitalId, [id]);
      await setting.sql`update file_unclaimed set remove_after = now() - make_interval(mins => ${count - n}) where id = ${id}`;
    }
    return ids;
  };
  const unclaimed = async () => (await setting.sql<{ id: string }[]>`select id from file_unclaimed order by remove_after`).map(({ id }) => id);

  it('stops no other, and is tried again after them', async () => {
    const [stuck = '', ...others] = await announced(4);
    const tried: string[] = [];
    const remove = async (id: string) => {
      tried.push(id);
      if (id === stuck) throw new Error('locked');
    };
    await expect(sweepFiles(setting.sql, remove)).rejects.toThrow('locked');
    expect([tried, await unclaimed()]).toEqual([[stuck, ...others], [stuck]]);
    expect(await sweepFiles(setting.sql, () => Promise.resolve())).toBe(1);
  });

  it('three in a row are the store’s fault: the round ends, and the next one begins with the others', async () => {
    const ids = await announced(5);
    const tried: string[] = [];
    await expect(sweepFiles(setting.sql, async (id) => { tried.push(id); throw new Error('away'); })).rejects.toThrow('away');
    expect(tried).toEqual(ids.slice(0, 3));
    expect((await unclaimed()).slice(0, 2)).toEqual(ids.slice(3));
    expect(await sweepFiles(setting.sql, () => Promise.resolve())).toBe(5);
  });
});

describe('A file', () => {
  it('that a row of another table names is never swept: the sweep knows every such table', async () => {
    const naming = await setting.sql<{ name: string }[]>`select conrelid::regclass::text as name from pg_constraint where confrelid = 'file'::regclass and contype = 'f' order by 1`;
    expect(naming.map(({ name }) => name)).toEqual([...namingFiles]);
    const scan = await kept();
    await setting.sql`insert into consent_record (id, hospital_id, patient_id, kind, decision, how, file_id, recorded_by) values (${uuidv7()}, ${world.hospitalId}, ${world.patientId}, 'photos', 'given', 'scanned', ${scan.id}, 'x')`;
    await daysLater(8);
    await sweepFiles(setting.sql, () => Promise.resolve());
    expect(await fileById(setting.sql, world.hospitalId, scan.id)).not.toBeNull();
  });

  it('that a consent names is the patient’s paper, not a photo of the wound', async () => {
    const scan = await kept({ kind: 'photo' });
    const patient = { hospitalId: world.hospitalId, patientId: world.patientId };
    await transact(setting.sql, (tx) => recordConsents(tx, patient, [{ kind: 'photos', decision: 'given', how: 'scanned', fileId: scan.id }], world.accountId));
    expect(await fileById(setting.sql, world.hospitalId, scan.id)).toMatchObject({ kind: 'document', patientId: world.patientId, episodeId: null, attachedAt: expect.any(String) });
  });

  it('is swept after a week without a record that names it, never with one', async () => {
    const [draft, fresh] = [await kept(), await kept({ patientId: world.patientId }, true)];
    await daysLater(8);
    const young = await kept();
    await sweepFiles(setting.sql, () => Promise.resolve());
    const left = await Promise.all([draft, fresh, young].map(async ({ id }) => (await fileById(setting.sql, world.hospitalId, id)) !== null));
    expect(left).toEqual([false, true, true]);
  });

  it('that a visit’s record names becomes the patient’s in the same transaction, and the screens hear of it', async () => {
    const own = { ...world, ...(await createPatient(setting.sql, world.hospitalId)) };
    const care = await launchEpisode(setting.sql, own);
    const home = await household(setting.sql, setting.activities, [care]);
    const base = { hospitalId: own.hospitalId, episodeId: care, by: own.accountId };
    const occurrence = `${care}/dressing/1`;
    await home.send({ ...base, kind: 'visit-booked', input: { commandId: 'b', occurrence, from: '2026-03-04T02:00:00.000Z', until: '2026-03-04T03:00:00.000Z' } }, '2026-03-02T09:00:00.000Z');
    const [photo, unnamed] = [await kept(), await kept()];
    await home.send({ ...base, kind: 'visit-completed', input: { commandId: 'c', occurrence, record: wound(), photos: [{ id: photo.id, sha256: photo.sha256, mime: photo.mime, bytes: photo.bytes }] } }, '2026-03-04T02:50:00.000Z');
    expect(await fileById(setting.sql, own.hospitalId, photo.id)).toMatchObject({ patientId: own.patientId, episodeId: care, occurrence, attachedAt: expect.any(String), episodeAt: '2026-03-04T02:50:00.000Z' });
    expect(await fileById(setting.sql, own.hospitalId, unnamed.id)).toMatchObject({ patientId: null, attachedAt: null });
    expect(await setting.sql`select ref from change where topic = 'file' and ref = ${own.patientId}`).toHaveLength(1);
  });

  it('of one patient cannot be made another’s', async () => {
    const [other, photo] = [await createPatient(setting.sql, world.hospitalId), await kept({ patientId: world.patientId }, true)];
    const episodeId = await launchEpisode(setting.sql, { ...world, ...other });
    await transact(setting.sql, (tx) => attachFiles(tx, { hospitalId: world.hospitalId, patientId: other.patientId, episodeId, occurrence: null, at: startsAt }, [photo.id]));
    expect(await fileById(setting.sql, world.hospitalId, photo.id)).toMatchObject({ patientId: world.patientId, episodeId: null });
  });
});
