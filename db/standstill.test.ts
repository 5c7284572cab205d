/** A case that packages of one patient share when the one that holds it stops, stands still, goes on, or loses its run: as urgent as it was, and never nobody's. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { decide } from '../pathways/engine/decide.js';
import { evolve } from '../pathways/engine/evolve.js';
import type { EpisodeInput } from '../pathways/engine/inputs.js';
import { nextDue } from '../pathways/engine/next-due.js';
import { startFromJournal } from '../temporal/from-journal.js';
import { entryOf, snapshotOf } from '../workflows/turn.js';
import { cases as casesCheck } from './audit/cases.js';
import { endHalt, halt } from './halt.js';
import { loadEpisode } from './replay.js';
import { drive } from './testing/driver.js';
import type { Household } from './testing/household.js';
import { createSetting, type TestSetting } from './testing/setting.js';
import { at, core, sharedCases, wound, type SharedCases } from './testing/shared-cases.js';
import { createPatient, createWorld, type World } from './testing/world.js';

let setting: TestSetting;
let world: World;
let her: SharedCases;
let [care, rehab] = ['', ''];
let house: Household;
beforeAll(async () => {
  setting = await createSetting();
  world = await createWorld(setting.sql, { packages: ['hip-wound-care', 'hip-home-rehab', 'discharge-follow-up'] });
  her = sharedCases(setting, world);
});
afterAll(() => setting.close());
beforeEach(async () => {
  Object.assign(world, await createPatient(setting.sql, world.hospitalId));
  [care = '', rehab = ''] = await her.launch('hip-wound-care', 'hip-home-rehab');
  house = await her.house(care, rehab);
  await house.runUntil(at('02:00'));
});

/** Returns what makes it go on: its worker is back, and something of it is recorded. */
async function stands(episodeId: string, when: string): Promise<(later: string) => Promise<void>> {
  await halt(setting.sql, { hospitalId: world.hospitalId, episodeId, code: 'chain-broken', detail: 'in a test' });
  const driver = house.drivers.get(episodeId);
  house.drivers.delete(episodeId);
  await house.relay(when);
  return async (later) => {
    await driver?.runUntil(later);
    if (driver) house.drivers.set(episodeId, driver);
    await her.answer(house, episodeId, `on-${later}`, core(), later);
  };
}
const statuses = async (): Promise<string[]> => (await her.cases()).map(({ of, level, status }) => `${of} ${level} ${status}`);
/** Wound care knows pus and pain, rehabilitation the pain alone. */
const pusAndPain = () => her.answer(house, care, 'a1', { ...core({ pain: '8' }), ...wound({ pus: true }) }, at('03:00'));

describe('a RED that a joined package knows half of', () => {
  it('stays with the package that stops, which chases it to its end', async () => {
    await pusAndPain();
    expect(await statuses()).toEqual(['hip-wound-care red open', 'hip-home-rehab orange joined']);
    await her.send(house, care, 'stop', { commandId: 's', reason: 'wrong-package' }, at('03:06'));
    await house.runUntil(at('04:00'));
    expect(await statuses()).toEqual(['hip-wound-care red open', 'hip-home-rehab orange joined']);
    expect(await her.toldSince(at('03:06'))).toEqual(expect.arrayContaining(['red climb-1 second-line-doctor']));
  });

  it('is handed over as the RED that it is when its holder stands still, and is over for both once a person has closed it', async () => {
    await pusAndPain();
    const goOn = await stands(care, at('03:06'));
    await house.runUntil(at('04:00'));
    expect(await statuses()).toEqual(['hip-wound-care red open', 'hip-home-rehab red open']);
    expect(await her.toldSince(at('03:06'))).toEqual(expect.arrayContaining(['red call duty-doctor', 'red alert surgeon', 'red climb-1 second-line-doctor']));
    await her.send(house, rehab, 'escalation-resolved', { commandId: 'r', escalation: `${rehab}/escalation/1`, resolution: 'called' }, at('04:00'));
    await goOn(at('05:00'));
    await house.runUntil(at('08:00'));
    expect(await statuses()).toEqual(['hip-wound-care red closed', 'hip-home-rehab red closed']);
    expect(await her.toldSince(at('05:01'))).toEqual([]);
  });

  it('was closed by somebody who knew of the pain alone: it stands for itself when its package goes on', async () => {
    await pusAndPain();
    const goOn = await stands(care, at('03:06'));
    await setting.sql`update escalation set level = 'orange', rules = '{CORE-5}' where episode_id = ${rehab}`;
    await her.send(house, rehab, 'escalation-resolved', { commandId: 'r', escalation: `${rehab}/escalation/1`, resolution: 'called' }, at('04:00'));
    await goOn(at('05:00'));
    await house.runUntil(at('06:00'));
    expect((await statuses())[0]).toBe('hip-wound-care red open');
    expect(await her.toldSince(at('05:00'))).toEqual(expect.arrayContaining(['red call duty-doctor', 'red text patient']));
  });
});

describe('what the package that takes over says of a RED that it knows half of', () => {
  const phq9 = { phq9: { ...Object.fromEntries([1, 2, 3, 4, 5, 6, 7, 8].map((n) => [`item${n}`, '0'])), item9: '2' } };
  const since = async (answers: object) => {
    await her.answer(house, care, 'a1', { ...answers, ...wound({ pus: true }) }, at('03:00'));
    await stands(care, at('03:06'));
    await house.runUntil(at('04:00'));
    const [held] = await setting.sql<{ silent: boolean | null }[]>`select payload->'silent' as silent from inbox where episode_id = ${rehab} and command_id like 'held:%'`;
    const told = await setting.sql<{ what: string }[]>`select recipient || ' ' || (spec->>'text') as what from obligation
      where episode_id = ${rehab} and escalation is not null and due_at >= ${at('03:06')} and class in ('safety', 'staff-task') and state <> 'suppressed'`;
    return { silent: held?.silent === true, told: told.map(({ what }) => what) };
  };

  it('is the level\'s text, and the doctor calls', async () => {
    expect(await since(core({ pain: '8' }))).toEqual({ silent: false, told: expect.arrayContaining(['patient alert.red', 'duty-doctor staff.call-patient']) });
  });

  it('is nothing when it is about self-harm, and the counsellor calls', async () => {
    const { silent, told } = await since({ ...core(), ...phq9 });
    expect([silent, told.filter((what) => what.startsWith('patient'))]).toEqual([true, []]);
    expect(told).toContain('crisis-counsellor staff.call-crisis');
  });
});

describe('a case whose holder stands still', () => {
  const chestPain = () => her.answer(house, care, 'a1', core({ chestPain: true }), at('03:00'));

  it('acts for itself when its own package, which stood still too, goes on first; the audit finds it until then', async () => {
    await chestPain();
    const goOn = await stands(rehab, at('03:02'));
    await stands(care, at('03:06'));
    await house.runUntil(at('20:00'));
    const waiting = async () => (await casesCheck({ sql: setting.sql, graceSeconds: 0 } as never)).breaches.filter(({ ref }) => ref.startsWith(rehab)).map(({ what }) => what);
    expect(await waiting()).toEqual([]);
    await setting.sql`update episode set status = 'active' where id = ${rehab}`;
    expect(await waiting()).toEqual([`is held by ${care}/escalation/1, which stands still`]);
    await setting.sql`update episode set status = 'halted' where id = ${rehab}`;
    await goOn(at('20:00'));
    expect(await statuses()).toEqual(['hip-wound-care red open', 'hip-home-rehab red open']);
    expect(await her.toldSince(at('20:00'))).toEqual(expect.arrayContaining(['red call duty-doctor', 'red text patient']));
  });

  it('acts for itself too when its package is over', async () => {
    await chestPain();
    await stands(rehab, at('03:02'));
    await stands(care, at('03:06'));
    expect(await endHalt(setting.sql, rehab, 'stopped')).toBe(true);
    expect([...(await setting.sql`select kind, payload->'takeOver' as take_over from inbox where episode_id = ${rehab} and state = 'accepted'`)]).toEqual([{ kind: 'case-ended', takeOver: true }]);
  });

  it('goes to the other each time, also when they stand still by turns', async () => {
    await chestPain();
    await (await stands(care, at('03:02')))(at('03:04'));
    expect(await statuses()).toEqual(['hip-wound-care red joined', 'hip-home-rehab red open']);
    await (await stands(rehab, at('03:06')))(at('03:08'));
    expect(await statuses()).toEqual(['hip-wound-care red open', 'hip-home-rehab red joined']);
    await stands(care, at('03:10'));
    await stands(care, at('03:11')); // the same standstill, reported again
    await house.runUntil(at('05:00'));
    expect(await statuses()).toEqual(['hip-wound-care red open', 'hip-home-rehab red open']);
    expect((await her.toldSince(at('03:10'))).filter((what) => what === 'red call duty-doctor')).toHaveLength(1);
  });
});

it('A run that is lost before it has read that its case is joined begins again with it', async () => {
  const lost = house.drivers.get(rehab);
  house.drivers.delete(rehab);
  await her.answer(house, care, 'a1', core({ pain: '8' }), at('03:00'));
  if (!lost) throw new Error('no driver');
  const [copy] = await setting.sql<{ payload: object }[]>`select payload from inbox where episode_id = ${rehab} and kind = 'answer-received'`;
  const input = { ...copy?.payload, kind: 'answer-received', at: at('03:00') } as EpisodeInput;
  const events = decide(lost.plan(), lost.episode(), input);
  const after = events.reduce(evolve, lost.episode());
  const told = await setting.activities.record({ hospitalId: world.hospitalId, episodeId: rehab, entries: [entryOf(after, input, events)], snapshot: snapshotOf(after, nextDue(lost.plan(), after), lost.start.clock) });
  expect(told.inputs).toMatchObject([{ kind: 'case-joined' }]);
  const loaded = await loadEpisode(setting.sql, rehab);
  expect(loaded && startFromJournal(loaded, [input], at('03:01')).carried?.waiting).toEqual([...told.inputs, input]);

  house.drivers.set(rehab, await drive(setting.sql, setting.activities, rehab));
  await house.relay(at('03:01'));
  await house.runUntil(at('03:05'));
  expect(house.drivers.get(rehab)?.episode().escalations[`${rehab}/escalation/1`]?.heldBy).toBe(`${care}/escalation/1`);
  await her.send(house, care, 'escalation-resolved', { commandId: 'r', escalation: `${care}/escalation/1`, resolution: 'called' }, at('03:30'));
  await her.send(house, care, 'stop', { commandId: 's', reason: 'wrong-package' }, at('04:30'));
  await her.answer(house, rehab, 'b2', core({ chestPain: true }), at('05:00'));
  await house.runUntil(at('06:00'));
  expect(await her.toldSince(at('05:00'))).toEqual(expect.arrayContaining(['red call duty-doctor', 'red text patient']));
});
