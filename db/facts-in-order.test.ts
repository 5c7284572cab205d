/** Of two things that are said of a patient to two of her packages, the one that came last holds, whichever package gets round to it first. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { EpisodeInput } from '../pathways/engine/inputs.js';
import { halt } from './halt.js';
import { intake } from './intake.js';
import { household, type Household } from './testing/household.js';
import { createSetting, type TestSetting } from './testing/setting.js';
import { createPatient, createWorld, launchEpisode, type World } from './testing/world.js';

let setting: TestSetting;
let world: World;
let [wound, rehab, plain]: [string, string, string] = ['', '', ''];
let home: Household;
const at = '2026-03-03T02:00:00.000Z';
beforeAll(async () => {
  setting = await createSetting();
  world = await createWorld(setting.sql, { packages: ['hip-wound-care', 'hip-home-rehab', 'discharge-follow-up'] });
});
afterAll(() => setting.close());
beforeEach(async () => {
  Object.assign(world, await createPatient(setting.sql, world.hospitalId));
  [wound, rehab, plain] = [await launchEpisode(setting.sql, world), await launchEpisode(setting.sql, world, 'hip-home-rehab'), await launchEpisode(setting.sql, world, 'discharge-follow-up')];
  home = await household(setting.sql, setting.activities, [wound, rehab, plain]);
  await home.runUntil(at);
});

type Said = { kind: string; [more: string]: unknown };
const command = (episodeId: string, commandId: string, { kind, ...input }: Said) => ({ hospitalId: world.hospitalId, episodeId, by: world.accountId, kind, input: { commandId, ...input } }) as never;
const factsOf = (episodeId: string) => home.drivers.get(episodeId)?.episode().facts;
const patient = async () => (await setting.sql`select opted_out_at is not null as opted_out, away, flags, zone from patient where id = ${world.patientId}`)[0];

/** Both are accepted, and their packages get round to them in the other order. */
async function inTheOtherOrder(first: Said, second: Said): Promise<void> {
  expect(await intake(setting.sql, command(wound, 'first', first))).toMatchObject({ outcome: 'accepted' });
  expect(await intake(setting.sql, command(rehab, 'second', second))).toMatchObject({ outcome: 'accepted' });
  await home.drivers.get(rehab)?.give({ ...second, commandId: 'second', by: world.accountId, at } as never as EpisodeInput);
  await home.drivers.get(wound)?.give({ ...first, commandId: 'first', by: world.accountId, at } as never as EpisodeInput);
  await home.relay(at);
}
const [start, stop] = [{ kind: 'opt-in' }, { kind: 'opt-out' }];

describe('Said to two packages, and recorded by them in the other order', () => {
  it('STOP after START holds, for the patient and in every package', async () => {
    await home.send(command(wound, 'earlier', stop), at);
    await inTheOtherOrder(start, stop);
    expect(await patient()).toMatchObject({ optedOut: true });
    expect([wound, rehab, plain].map((id) => factsOf(id)?.optedOut)).toEqual([true, true, true]);
  });

  it('START after STOP holds as well', async () => {
    await inTheOtherOrder(stop, start);
    expect(await patient()).toMatchObject({ optedOut: false });
    expect([wound, rehab, plain].map((id) => factsOf(id)?.optedOut)).toEqual([false, false, false]);
  });

  it('the days away that were said last hold', async () => {
    const days = (from: string, until: string) => ({ kind: 'away-set', away: [{ from, until }] });
    await inTheOtherOrder(days('2026-03-10', '2026-03-12'), days('2026-03-20', '2026-03-22'));
    expect(await patient()).toMatchObject({ away: [{ from: '2026-03-20', until: '2026-03-22' }] });
    for (const id of [wound, rehab, plain]) expect(factsOf(id)?.away).toEqual([{ from: '2026-03-20', until: '2026-03-22' }]);
  });

  it('the facts that were said last hold, each by itself', async () => {
    const facts = (flags: Record<string, boolean>) => ({ kind: 'facts-changed', flags, hasFamilyContact: true });
    await inTheOtherOrder(facts({ diabetes: true, livesAlone: true }), facts({ diabetes: false }));
    expect(await patient()).toMatchObject({ flags: { diabetes: false, livesAlone: true } });
    for (const id of [wound, rehab, plain]) expect(factsOf(id)?.flags).toMatchObject({ diabetes: false, livesAlone: true });
  });

  it('the zone that was said last holds', async () => {
    const to = (zone: string) => ({ kind: 'zone-changed', zone });
    await inTheOtherOrder(to('Asia/Tokyo'), to('Asia/Urumqi'));
    expect(await patient()).toMatchObject({ zone: 'Asia/Urumqi' });
    expect([wound, rehab, plain].map((id) => home.drivers.get(id)?.episode().zone)).toEqual(['Asia/Urumqi', 'Asia/Urumqi', 'Asia/Urumqi']);
  });
});

it('A START that a package took before it stood still does not undo the STOP that another one took meanwhile', async () => {
  await home.send(command(wound, 'earlier', stop), at);
  await intake(setting.sql, command(wound, 'first', start));
  await halt(setting.sql, { hospitalId: world.hospitalId, episodeId: wound, code: 'out-of-order', detail: 'a test halts it' });
  await intake(setting.sql, command(rehab, 'second', stop));
  await home.drivers.get(rehab)?.give({ kind: 'opt-out', commandId: 'second', by: world.accountId, at });
  await home.relay(at);
  expect(await patient()).toMatchObject({ optedOut: true });
  expect([wound, rehab, plain].map((id) => factsOf(id)?.optedOut)).toEqual([true, true, true]);
});

it('What no command said, but a call found, is still the patient’s: her death', async () => {
  await home.drivers.get(wound)?.give({ kind: 'call-recorded', commandId: 'call', by: world.accountId, at, occurrence: `${wound}/care`, outcome: 'died' });
  expect(await setting.sql`select 1 from patient where id = ${world.patientId} and died_at is not null`).toHaveLength(1);
});
