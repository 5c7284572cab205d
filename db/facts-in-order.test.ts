/** Of two things that are said of a patient to two of her packages, the one that came last holds, whichever package gets round to it first. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { noHook } from '../activities/hook.js';
import { refusal } from '../pathways/engine/actions.js';
import type { EpisodeInput } from '../pathways/engine/inputs.js';
import type { CareClient } from '../temporal/client.js';
import { relayInbox } from '../temporal/relay.js';
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
/** As the relay has it where a run refuses before it takes. */
async function relayed(): Promise<void> {
  const care = { sendUpdate: async (kind: string, episodeId: string, payload: object) => {
    const [driver, input] = [home.drivers.get(episodeId), { ...payload, kind, at } as EpisodeInput];
    if (!driver) return { kind: 'ended' };
    const refused = refusal(driver.plan(), driver.episode(), input);
    return refused ? { kind: 'refused', ...refused } : (await driver.give(input), { kind: 'accepted', seq: driver.episode().seq });
  } } as unknown as CareClient;
  const due = () => setting.sql`update inbox set next_try_at = now() - interval '1 second' where state = 'accepted' and episode_id = any(${[wound, rehab, plain]}::uuid[]) returning 1`;
  for (let rounds = 0; rounds < 5 && (await due()).length > 0; rounds += 1) await relayInbox({ sql: setting.sql, locks: setting.sql, care, hook: noHook, now: Date.now });
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

describe('Said to a package whose stop is accepted and not recorded yet', () => {
  const days = { kind: 'away-set', away: [{ from: '2026-03-10', until: '2026-03-12' }] };
  const stopping = () => intake(setting.sql, command(wound, 'stop', { kind: 'stop', reason: 'wrong-package' }));
  const told = (fact: 'optedOut' | 'away') => [rehab, plain].map((id) => factsOf(id)?.[fact]);

  it.each(['refused', 'ignored'] as const)('STOP, START and days away reach the others, whether they are %s there', async (how) => {
    await stopping();
    const relay = () => (how === 'refused' ? relayed() : home.relay(at));
    for (const [id, said] of [['s', stop], ['d', days]] as const) await intake(setting.sql, command(wound, id, said));
    await relay();
    expect([told('optedOut'), told('away')]).toEqual([[true, true], [days.away, days.away]]);
    await intake(setting.sql, command(wound, 'too-late', start)); // nothing is stored for a package that has ended
    await relay();
    expect(told('optedOut')).toEqual([false, false]);
  });

  it('is told as it holds by then: START, accepted since by another one, is not undone', async () => {
    await stopping();
    await intake(setting.sql, command(wound, 'first', stop));
    await intake(setting.sql, command(rehab, 'second', start));
    await home.drivers.get(rehab)?.give({ kind: 'opt-in', commandId: 'second', by: world.accountId, at });
    await relayed();
    expect([await patient(), told('optedOut')]).toMatchObject([{ optedOut: false }, [false, false]]);
  });

  it('is told to nobody where it is wrong in itself', async () => {
    await intake(setting.sql, command(wound, 'bad', { kind: 'away-set', away: [{ from: '2026-03-12', until: '2026-03-10' }] }));
    await relayed();
    expect(told('away')).toEqual([[], []]);
  });
});
