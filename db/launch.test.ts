import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launch, type LaunchRequest } from './launch.js';
import { previewLaunch } from './launch-preview.js';
import { takeLaunching } from './launching.js';
import { publish, type Publication } from './publish.js';
import { sign } from './sign.js';
import { createSetting, type TestSetting } from './testing/setting.js';
import { createPatient, createWorld, publishPackage, startsAt, type World } from './testing/world.js';

let setting: TestSetting;
let training: World;
let real: World;
beforeAll(async () => {
  setting = await createSetting();
  training = await createWorld(setting.sql);
  for (const id of ['diabetes', 'diabetic-foot', 'nasogastric-tube']) await publishPackage(setting.sql, training.hospitalId, id);
  real = await createWorld(setting.sql, { kind: 'real' });
});
afterAll(() => setting.close());

const request = async (world: World, more: Partial<LaunchRequest> = {}): Promise<LaunchRequest & { patientId: string }> => ({
  ...(await createPatient(setting.sql, world.hospitalId)), hospitalId: world.hospitalId, packageId: 'hip-wound-care', orderNo: uuidv7(), by: world.accountId, startsAt, ...more,
});
const codes = async (asked: LaunchRequest): Promise<string[]> => {
  const result = await launch(setting.sql, asked);
  return result.outcome === 'refused' ? result.refusals.map(({ code }) => code) : [result.outcome];
};

describe('Launching a package', () => {
  it('writes the episode as launching, with all that the starter needs', async () => {
    const asked = await request(training);
    const result = await launch(setting.sql, asked);
    if (result.outcome !== 'launched') throw new Error('refused');
    expect(result.start.started).toMatchObject({ kind: 'episode-started', at: startsAt, anchors: { discharge: '2026-03-02', surgery: '2026-02-24' }, zone: 'Asia/Shanghai', facts: { age: 72, hasFamilyContact: true } });
    const rows = await takeLaunching(setting.sql, { limit: 10, leaseSeconds: 60 });
    expect(rows.find((row) => row.episodeId === result.episodeId)?.start).toEqual(result.start);
    expect((await takeLaunching(setting.sql, { limit: 10, leaseSeconds: 60 })).some((row) => row.episodeId === result.episodeId)).toBe(false);
  });

  it('fifty times at once launches one and names it to all others', async () => {
    const asked = await request(training);
    const results = await Promise.all(Array.from({ length: 50 }, () => launch(setting.sql, asked)));
    expect(results.filter(({ outcome }) => outcome === 'launched')).toHaveLength(1);
    expect(new Set(results.map((result) => (result.outcome === 'refused' ? 'refused' : result.episodeId))).size).toBe(1);
  });

  it('gives two packages of one patient one clock', async () => {
    const asked = await request(training);
    const first = await launch(setting.sql, asked);
    const { startsAt: _, ...now } = asked;
    const second = await launch(setting.sql, { ...now, orderNo: uuidv7() });
    if (first.outcome !== 'launched' || second.outcome !== 'launched') throw new Error('refused');
    expect(second.start.clock).toEqual(first.start.clock);
  });

  it('of a feeding tube says that the patient takes nothing by mouth: to the package itself, to those that run, and to those that come later', async () => {
    const { orderNo: _, ...asked } = await request(training, { packageId: 'diabetes', personal: { nothingByMouth: '0' } });
    const start = async (more: Partial<LaunchRequest>) => {
      const result = await launch(setting.sql, { ...asked, orderNo: uuidv7(), ...more });
      if (result.outcome !== 'launched') throw new Error(JSON.stringify(result));
      return result;
    };
    const told = async (episodeId: string): Promise<unknown[]> => (await setting.sql<{ payload: unknown }[]>`select payload from inbox where episode_id = ${episodeId} and kind = 'facts-changed'`).map(({ payload }) => payload);
    const glucose = await start({});
    const tube = await start({ packageId: 'nasogastric-tube', personal: { labelDays: '30' } });
    const foot = await start({ packageId: 'diabetic-foot', personal: { nothingByMouth: '0' } });
    expect([glucose, tube, foot].map(({ start: { started } }) => started?.facts.flags['nothingByMouth'])).toEqual([undefined, true, true]);
    expect(await told(glucose.episodeId)).toMatchObject([{ flags: { nothingByMouth: true }, hasFamilyContact: true }]);
    await start({ packageId: 'nasogastric-tube', personal: { labelDays: '30' } });
    expect([await told(glucose.episodeId), await told(tube.episodeId), await told(foot.episodeId)].map(({ length }) => length), 'known already').toEqual([1, 0, 0]);
  });

  it('of diabetes is refused while nobody has said whether the patient may eat', async () => {
    expect(await codes(await request(training, { packageId: 'diabetes' }))).toEqual(['personal-missing']);
  });

  it.each<[string, string, (patientId: string) => Promise<unknown>]>([
    ['the dead', 'dead', (id) => setting.sql`update patient set died_at = now() where id = ${id}`],
    ['a patient without any contact', 'no-contact', (id) => setting.sql`delete from contact where patient_id = ${id}`],
    ['a patient who has not agreed', 'consent-missing', (id) => setting.sql`update patient set consents = '{"sms": false, "photos": false, "family": false, "familyDoctor": false}' where id = ${id}`],
  ])('is refused for %s', async (_, code, make) => {
    const asked = await request(training);
    await make(asked.patientId);
    expect(await codes(asked)).toEqual([code]);
  });

  it('is refused long after the discharge, for unknown packages, versions and discharges, and for dates that do not exist', async () => {
    expect(await codes(await request(training, { startsAt: '2026-06-01T00:00:00.000Z' }))).toEqual(['discharge-long-past']);
    expect(await codes(await request(training, { packageId: 'hip-wound-car' }))).toEqual(['unknown-package']);
    expect(await codes(await request(training, { version: 9 }))).toEqual(['unknown-package']);
    expect(await codes({ ...(await request(training)), dischargeId: uuidv7() })).toEqual(['unknown-discharge']);
    expect(await codes(await request(training, { anchors: { surgery: '2026-02-30' } }))).toEqual(['anchor-invalid']);
  });

  it('in a real hospital needs two signatures, one of a clinician, and somebody on duty for RED', async () => {
    const { startsAt: _, ...asked } = await request(real, { anchors: { discharge: new Date().toISOString().slice(0, 10) } });
    expect(await codes(asked)).toEqual(['unsigned']);
    const version = { hospitalId: real.hospitalId, id: 'hip-wound-care', version: 1 };
    const head = uuidv7();
    await setting.sql`insert into account (id, hospital_id, login, display_name, roles) values (${head}, ${real.hospitalId}, 'head', 'Head', ${['head']})`;
    expect(await sign(setting.sql, { ...version, accountId: head })).toMatchObject({ outcome: 'signed', complete: false, missing: expect.stringMatching(/clinician/) });
    expect(await sign(setting.sql, { ...version, accountId: head })).toMatchObject({ outcome: 'already-signed', complete: false });
    expect(await sign(setting.sql, { ...version, accountId: real.accountId })).toMatchObject({ outcome: 'signed', complete: true, missing: null });
    await setting.sql`update roster_shift set ends_at = now() - interval '1 minute' where hospital_id = ${real.hospitalId} and role = 'duty-doctor'`;
    expect(await codes(asked)).toEqual(['nobody-on-duty']);
    await setting.sql`update roster_shift set ends_at = case when role in ('crisis-counsellor', 'head-nurse') then now() - interval '1 minute' else now() + interval '1 day' end where hospital_id = ${real.hospitalId}`;
    // Only a rule alerts the counsellor; a RED case that nobody can answer is refused all the same. The head nurse is a warning.
    expect(await launch(setting.sql, asked)).toMatchObject({ outcome: 'refused', refusals: [{ code: 'nobody-on-duty', message: expect.stringContaining('crisis-counsellor') as string }] });
    expect(await previewLaunch(setting.sql, asked)).toMatchObject({ refusals: [{ code: 'nobody-on-duty' }], warnings: [{ code: 'nobody-on-duty', roles: ['head-nurse'] }] });
    await setting.sql`update roster_shift set ends_at = now() + interval '1 day' where hospital_id = ${real.hospitalId} and role <> 'head-nurse'`;
    expect(await previewLaunch(setting.sql, asked)).toMatchObject({ refusals: [], warnings: [{ roles: ['head-nurse'] }] });
    expect(await codes(asked)).toEqual(['launched']);
  });

  it('of another hospital\'s discharge finds nothing', async () => {
    expect(await codes({ ...(await request(training)), hospitalId: real.hospitalId })).toEqual(['unknown-discharge']);
  });
});

describe('Publishing a version', () => {
  it('again changes nothing, other content is refused, and nobody edits what is there', async () => {
    const publication: Publication = { hospitalId: training.hospitalId, id: 'example', version: 1, hash: 'h1', plan: '{}', texts: {}, meta: {}, source: '', by: null };
    expect(await publish(setting.sql, publication)).toEqual({ outcome: 'published' });
    expect(await publish(setting.sql, publication)).toEqual({ outcome: 'unchanged' });
    expect(await publish(setting.sql, { ...publication, hash: 'h2' })).toMatchObject({ outcome: 'refused', message: expect.stringMatching(/raise "version:" to 2/) });
    await expect(setting.sql`update pathway_version set plan = '[]' where id = 'example'`).rejects.toThrow(/never change/);
  });
});
