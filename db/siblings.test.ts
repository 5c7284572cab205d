/** A case that several packages of one patient share reaches somebody, whatever became of the package that holds it. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { cases as casesCheck } from './audit/cases.js';
import { halt } from './halt.js';
import { household } from './testing/household.js';
import { at, core, sharedCases, wound, type SharedCases } from './testing/shared-cases.js';
import { createSetting, type TestSetting } from './testing/setting.js';
import { createPatient, createWorld, type World } from './testing/world.js';

let setting: TestSetting;
let world: World;
let shared: SharedCases;
beforeAll(async () => {
  setting = await createSetting();
  world = await createWorld(setting.sql, { packages: ['hip-wound-care', 'hip-home-rehab', 'discharge-follow-up'] });
  shared = sharedCases(setting, world);
});
afterAll(() => setting.close());
beforeEach(async () => {
  Object.assign(world, await createPatient(setting.sql, world.hospitalId));
});

const send: SharedCases['send'] = (...all) => shared.send(...all);
const answer: SharedCases['answer'] = (...all) => shared.answer(...all);
const launch: SharedCases['launch'] = (...packages) => shared.launch(...packages);
const cases = async (): Promise<{ of: string; level: string; status: string; joined: boolean }[]> => [...(await setting.sql<{ of: string; level: string; status: string; joined: boolean }[]>`
  select p.plan_id as of, x.level, x.status, x.held_by is not null as joined from escalation x join episode p on p.id = x.episode_id where x.patient_id = ${world.patientId} order by x.raised_at, x.id`)];
/** Alerts, calls and texts about cases that were due from then on, and what became of them. */
const toldSince = (when: string) => setting.sql<{ recipient: string; purpose: string; state: string }[]>`
  select recipient, purpose, state from obligation where patient_id = ${world.patientId} and escalation is not null and due_at >= ${when} and state <> 'suppressed' order by due_at, id`;

describe('The package that holds the case has ended', () => {
  it('hears of a RED that a running package found, and acts on it', async () => {
    const [ended = ''] = await launch('hip-wound-care');
    let house = await household(setting.sql, setting.activities, [ended]);
    await house.runUntil(at('02:00'));
    await send(house, ended, 'stop', { commandId: 's', reason: 'wrong-package' }, at('02:00'));
    await answer(house, ended, 'late', core({ pain: '7' }), at('03:00'));
    const [rehab = '', plain = ''] = await launch('hip-home-rehab', 'discharge-follow-up');
    house = await household(setting.sql, setting.activities, [ended, rehab, plain]);
    await house.runUntil(at('04:00'));
    await answer(house, rehab, 'a1', core({ pain: '7' }), at('04:00'));
    await send(house, ended, 'escalation-contacted', { commandId: 'c1', escalation: `${ended}/escalation/1` }, at('04:10'));
    await answer(house, rehab, 'a2', core({ chestPain: true }), at('05:00'));
    await house.runUntil(at('08:00'));
    expect((await toldSince(at('05:00'))).map(({ recipient, purpose }) => `${purpose} ${recipient}`)).toEqual(expect.arrayContaining(['alert duty-doctor', 'call duty-doctor', 'text patient']));
    expect((await cases()).filter(({ joined }) => !joined)).toMatchObject([{ of: 'hip-wound-care', level: 'red' }]);
  });

  it('a case of its own that a running one holds ends with it, and the next finding is a case again', async () => {
    const [ended = '', rehab = ''] = await launch('hip-wound-care', 'hip-home-rehab');
    const house = await household(setting.sql, setting.activities, [ended, rehab]);
    await house.runUntil(at('02:00'));
    await send(house, ended, 'stop', { commandId: 's', reason: 'wrong-package' }, at('02:00'));
    await answer(house, rehab, 'b1', core({ pain: '7' }), at('03:00'));
    await answer(house, ended, 'late', core({ pain: '7' }), at('04:00'));
    expect(await cases()).toMatchObject([{ of: 'hip-home-rehab', joined: false }, { of: 'hip-wound-care', joined: true }]);
    await send(house, rehab, 'escalation-resolved', { commandId: 'r', escalation: `${rehab}/escalation/1`, resolution: 'called' }, at('05:00'));
    await house.runUntil(at('05:01'));
    expect((await cases()).map(({ status }) => status)).toEqual(['closed', 'closed']);
    await answer(house, ended, 'late-2', wound({ pus: true }), at('06:00'));
    await house.runUntil(at('08:00'));
    expect((await toldSince(at('06:00'))).map(({ purpose }) => purpose)).toEqual(expect.arrayContaining(['alert', 'call', 'text']));
  });

  it('is told of the patient\'s death, and nobody calls her any more', async () => {
    const [ended = '', rehab = ''] = await launch('hip-wound-care', 'hip-home-rehab');
    const house = await household(setting.sql, setting.activities, [ended, rehab]);
    await house.runUntil(at('02:00'));
    await send(house, ended, 'stop', { commandId: 's', reason: 'wrong-package' }, at('02:00'));
    await answer(house, ended, 'late', wound({ pus: true }), at('03:00'));
    await send(house, rehab, 'patient-died', { commandId: 'd' }, at('04:00'));
    await house.runUntil(at('10:00'));
    expect((await cases()).filter(({ status }) => status !== 'closed')).toEqual([]);
    expect([...(await setting.sql`select kind from task where patient_id = ${world.patientId} and status in ('ready', 'in-progress')`)]).toEqual([]);
  });
});

it('A death that is told to an ended package reaches the case of another ended one', async () => {
  const [first = '', second = ''] = await launch('hip-wound-care', 'hip-home-rehab');
  const house = await household(setting.sql, setting.activities, [first, second]);
  await house.runUntil(at('02:00'));
  for (const one of [first, second]) await send(house, one, 'stop', { commandId: `s-${one}`, reason: 'wrong-package' }, at('02:00'));
  await answer(house, first, 'late', wound({ pus: true }), at('03:00'));
  await answer(house, second, 'late-2', core({ chestPain: true }), at('03:00'));
  await send(house, second, 'patient-died', { commandId: 'd' }, at('04:00'));
  expect((await cases()).map(({ status }) => status)).toEqual(['closed', 'closed']);
});

describe('The package that holds the case stands still', () => {
  it('hands it to the one that shares it, and a RED found there reaches somebody', async () => {
    const [holder = '', rehab = ''] = await launch('hip-wound-care', 'hip-home-rehab');
    const house = await household(setting.sql, setting.activities, [holder, rehab]);
    await answer(house, holder, 'fall', core({ fall: true, fallHead: false, fallInjury: false }), at('03:00'));
    await house.runUntil(at('03:01'));
    expect((await cases()).map(({ joined }) => joined)).toEqual([false, true]);
    await halt(setting.sql, { hospitalId: world.hospitalId, episodeId: holder, code: 'chain-broken', detail: 'in a test' });
    house.drivers.delete(holder);
    await house.relay(at('03:05'));
    expect((await cases()).map(({ joined }) => joined)).toEqual([false, false]);
    await answer(house, rehab, 'chest', core({ chestPain: true }), at('04:00'));
    await house.runUntil(at('06:00'));
    expect((await toldSince(at('04:00'))).map(({ purpose }) => purpose)).toEqual(expect.arrayContaining(['alert', 'call', 'text']));
  });

  it('holds nothing that is found meanwhile', async () => {
    const [holder = '', rehab = ''] = await launch('hip-wound-care', 'hip-home-rehab');
    const house = await household(setting.sql, setting.activities, [holder, rehab]);
    await answer(house, holder, 'pus', wound({ pus: true }), at('03:00'));
    await answer(house, holder, 'pain', core({ pain: '7' }), at('03:05'));
    await halt(setting.sql, { hospitalId: world.hospitalId, episodeId: holder, code: 'chain-broken', detail: 'in a test' });
    house.drivers.delete(holder);
    await answer(house, rehab, 'chest', core({ chestPain: true }), at('04:00'));
    await house.runUntil(at('06:00'));
    expect((await toldSince(at('04:00'))).map(({ purpose }) => purpose)).toEqual(expect.arrayContaining(['alert', 'call', 'text']));
  });
});

describe('The audit', () => {
  it('finds two that act for the same, and not one that knows more than the other', async () => {
    const [one = '', other = ''] = await launch('hip-wound-care', 'hip-home-rehab');
    const insert = (episodeId: string, prefixes: string[], raisedAt: string) => setting.sql`insert into escalation (id, hospital_id, episode_id, patient_id, level, rules, prefixes, instruction, status, raised_at, contact_by, breached)
      values (${`${episodeId}/escalation/9`}, ${world.hospitalId}, ${episodeId}, ${world.patientId}, 'orange', '{}', ${prefixes}, 'x', 'open', ${raisedAt}, ${raisedAt}, '{contact}')`;
    await insert(one, ['CORE'], at('01:00'));
    await setting.sql`insert into case_prefix (hospital_id, patient_id, prefix, escalation_id) values (${world.hospitalId}, ${world.patientId}, 'CORE', ${`${one}/escalation/9`})`;
    await insert(other, ['CORE', 'M'], at('02:00'));
    const doubled = async (): Promise<string[]> => (await casesCheck({ sql: setting.sql, graceSeconds: 0 } as never)).breaches.filter(({ what }) => /acts for .* beside/.test(what)).map(({ ref }) => ref);
    expect(await doubled()).toEqual([]);
    await setting.sql`update escalation set prefixes = '{CORE}' where id = ${`${other}/escalation/9`}`;
    expect(await doubled()).toEqual([`${other}/escalation/9`]);
  });
});
