import { describe, expect, it } from 'vitest';
import { createEpisode, createNurse, act, dressing, type Patient } from '../testing/service-world.js';
import { transact } from '../client.js';
import { readMigrations } from '../migrate.js';
import * as steps from '../testing/service-steps.js';
import { at1030, at1400 } from '../testing/service-steps.js';
import { eachInServiceWorld } from '../testing/each-in-service-world.js';
import type { TestSetting } from '../testing/setting.js';
import type { World } from '../testing/world.js';
import { acceptOffer, declineOffer } from './answer-offer.js';
import { claimSlot } from './claim-slot.js';
import { dispatchRound } from './dispatch.js';
import { freeSlots } from './slots.js';

const [morning, afternoon] = [at1030, at1400];

let setting: TestSetting;
let world: World;
eachInServiceWorld((made) => void ({ setting, world } = made));

const offersOf = (occurrence: string) => steps.offersOf(setting.sql, occurrence);
const search = (occurrence: string) => steps.search(setting.sql, occurrence);
const openOffer = (occurrence: string) => steps.openOffer(setting.sql, occurrence);
const accept = async (patient: Patient): Promise<steps.OfferSeen> => {
  const offer = await openOffer(dressing(patient));
  expect(await acceptOffer(setting.sql, { hospitalId: world.hospitalId, offerId: offer.id, accountId: offer.accountId })).toBeNull();
  return offer;
};
const decline = (offer: steps.OfferSeen, note?: string) => declineOffer({ sql: setting.sql, crypt: setting.deps.crypt }, { hospitalId: world.hospitalId, offerId: offer.id, accountId: offer.accountId, reason: 'ill', note });
const kinds = (accountId: string) => steps.kindsOf(setting.sql, world, accountId);
const isFree = async (occurrence: string, slot: { from: string; until: string }): Promise<boolean> => (await transact(setting.sql, (tx) => claimSlot(tx, world.hospitalId, { occurrence, ...slot, rule: 'grid' }))) === null;
const openTasks = (occurrence: string) => setting.sql`select kind, role from task where occurrence = ${occurrence} and kind = 'assign-visit' and status = 'ready'`;

describe('A booked visit', () => {
  it('is offered to the nearest who may do it; her yes is the assignment', async () => {
    const [near, , junior] = [await createNurse(setting, world), await createNurse(setting, world, { baseDistrict: 'far', districts: ['west', 'far'] }), await createNurse(setting, world, { title: 'junior' })];
    const patient = await createEpisode(setting, world);
    await act(patient, { kind: 'visit-booked', ...morning });
    expect(await dispatchRound(setting.sql)).toEqual({ expired: 0, offered: 1, unassigned: 0 });
    expect(await dispatchRound(setting.sql)).toEqual({ expired: 0, offered: 0, unassigned: 0 });
    expect(await accept(patient)).toMatchObject({ accountId: near });
    expect(await search(dressing(patient))).toEqual({ state: 'assigned', accountId: near });
    expect((await offersOf(dressing(patient))).map(({ accountId }) => accountId)).not.toContain(junior);
  });

  it('goes to the next after a no and after silence, and to a person when nobody is left', async () => {
    await createNurse(setting, world);
    await createNurse(setting, world);
    const patient = await createEpisode(setting, world);
    await act(patient, { kind: 'visit-booked', ...morning });
    await dispatchRound(setting.sql);
    const first = await openOffer(dressing(patient));
    expect(await decline(first, '发烧')).toBeNull();
    await dispatchRound(setting.sql);
    const second = await openOffer(dressing(patient));
    expect(second.accountId).not.toBe(first.accountId);
    await setting.sql`update visit_offer set expires_at = now() - interval '1 second' where id = ${second.id}`;
    expect(await dispatchRound(setting.sql)).toEqual({ expired: 1, offered: 0, unassigned: 1 });
    expect(await search(dressing(patient))).toEqual({ state: 'unassigned', accountId: null });
    expect(await openTasks(dressing(patient))).toEqual([{ kind: 'assign-visit', role: 'case-manager' }]);
    expect(await acceptOffer(setting.sql, { hospitalId: world.hospitalId, offerId: second.id, accountId: second.accountId })).toMatchObject({ code: 'offer-expired' });
    const [row] = await setting.sql<{ noteEnc: Buffer }[]>`select note_enc from visit_offer where id = ${first.id}`;
    expect(setting.deps.crypt.open(row?.noteEnc ?? Buffer.alloc(0), `visit-offer/${first.id}`)).toBe('发烧');
  });

  it('is accepted once, however many answers arrive at the same time', async () => {
    const nurse = await createNurse(setting, world);
    const patient = await createEpisode(setting, world);
    await act(patient, { kind: 'visit-booked', ...morning });
    await dispatchRound(setting.sql);
    const offer = await openOffer(dressing(patient));
    const answers = await Promise.all([1, 2, 3, 4].map(() => acceptOffer(setting.sql, { hospitalId: world.hospitalId, offerId: offer.id, accountId: nurse })));
    expect(answers).toEqual([null, null, null, null]);
    expect(await setting.sql`select count(*)::int as n from visit_offer where occurrence = ${dressing(patient)} and state = 'accepted'`).toEqual([{ n: 1 }]);
    await expect(setting.sql`insert into visit_offer select (jsonb_populate_record(f, jsonb_build_object('id', gen_random_uuid()))).* from visit_offer f where id = ${offer.id}`).rejects.toThrow(/visit_offer_one_accepted/);
  });

  it('is offered by one of two workers that look at once', async () => {
    await createNurse(setting, world);
    await createNurse(setting, world);
    const patients = [await createEpisode(setting, world), await createEpisode(setting, world)];
    for (const patient of patients) await act(patient, { kind: 'visit-booked', ...morning });
    const rounds = await Promise.all([dispatchRound(setting.sql), dispatchRound(setting.sql), dispatchRound(setting.sql)]);
    await dispatchRound(setting.sql);
    expect(rounds.reduce((sum, { offered }) => sum + offered, 0)).toBe(2);
    const asked = await Promise.all(patients.map(async (patient) => (await openOffer(dressing(patient))).accountId));
    expect(new Set(asked).size).toBe(2);
  });

  it('never puts one nurse in two places: overlapping yeses are refused', async () => {
    const nurse = await createNurse(setting, world);
    const [a, b] = [await createEpisode(setting, world), await createEpisode(setting, world)];
    for (const patient of [a, b]) await act(patient, { kind: 'visit-booked', ...morning });
    await dispatchRound(setting.sql);
    // The second cannot be offered while the first offer is out; a hand-made row stands for two offers that crossed.
    const offered = (await setting.sql<{ occurrence: string }[]>`select occurrence from visit_offer where state = 'offered' and account_id = ${nurse}`)[0]?.occurrence;
    const [first, other] = offered === dressing(a) ? [a, b] : [b, a];
    await setting.sql`insert into visit_offer (id, hospital_id, episode_id, patient_id, occurrence, revision, slot_from, slot_until, account_id, state, rank, expires_at)
      select gen_random_uuid(), hospital_id, episode_id, patient_id, occurrence, revision, slot_from, slot_until, ${nurse}, 'offered', 1, now() + interval '1 hour' from visit_assignment where occurrence = ${dressing(other)}`;
    const offers = [await openOffer(dressing(first)), await openOffer(dressing(other))];
    const answers = await Promise.all(offers.map(({ id }) => acceptOffer(setting.sql, { hospitalId: world.hospitalId, offerId: id, accountId: nurse })));
    expect(answers.filter((answer) => answer === null)).toHaveLength(1);
    expect(answers).toContainEqual(expect.objectContaining({ code: 'double-booked' }));
  });
});

describe('A confirmed visit', () => {
  async function confirmed(): Promise<{ nurse: string; patient: Patient }> {
    const nurse = await createNurse(setting, world);
    const patient = await createEpisode(setting, world);
    await act(patient, { kind: 'visit-booked', ...morning });
    await dispatchRound(setting.sql);
    await accept(patient);
    return { nurse, patient };
  }

  it('that is moved tells its nurse, asks her first for the new time, and frees the old one', async () => {
    const { nurse, patient } = await confirmed();
    await createNurse(setting, world);
    await act(patient, { kind: 'visit-moved', ...afternoon, reason: 'family asked' });
    expect(await kinds(nurse)).toEqual(['visit-moved']);
    expect(await search(dressing(patient))).toEqual({ state: 'offering', accountId: null });
    expect(await setting.sql`select account_id, slot_from from freed_slot where freed_by = ${dressing(patient)}`).toEqual([{ accountId: nurse, slotFrom: morning.from }]);
    await dispatchRound(setting.sql);
    expect(await openOffer(dressing(patient))).toMatchObject({ accountId: nurse });
  });

  it('that is cancelled tells its nurse and frees her', async () => {
    const { nurse, patient } = await confirmed();
    await act(patient, { kind: 'visit-cancelled', reason: 'patient asked' });
    expect(await kinds(nurse)).toEqual(['visit-cancelled']);
    expect(await search(dressing(patient))).toEqual({ state: 'ended', accountId: null });
  });

  it('that a RED case holds keeps its nurse, who hears of both the hold and its end', async () => {
    const { nurse, patient } = await confirmed();
    await patient.driver.give({ kind: 'escalation-raised', at: patient.driver.now(), commandId: 'red-1', by: patient.accountId, level: 'red', reason: 'bleeding' });
    expect(await search(dressing(patient))).toEqual({ state: 'held', accountId: nurse });
    const escalation = Object.keys(patient.driver.episode().escalations)[0] ?? '';
    for (const kind of ['escalation-acknowledged', 'escalation-contacted'] as const) await patient.driver.give({ kind, at: patient.driver.now(), commandId: kind, by: patient.accountId, escalation });
    await patient.driver.give({ kind: 'escalation-resolved', at: patient.driver.now(), commandId: 'resolved', by: patient.accountId, escalation, resolution: 'stopped' });
    expect(await search(dressing(patient))).toEqual({ state: 'assigned', accountId: nurse });
    expect(await kinds(nurse)).toEqual(['visit-held', 'visit-released']);
  });

  it('that a change of plan takes off its day is never moved silently: its nurse hears, and a person agrees another time with the patient', async () => {
    const { nurse, patient } = await confirmed();
    const day = '2026-03-04';
    await patient.driver.give({ kind: 'away-set', at: patient.driver.now(), commandId: 'away-1', by: patient.accountId, away: [{ from: day, until: day }] });
    expect(await kinds(nurse)).toEqual(['visit-moved']);
    expect(await search(dressing(patient))).toEqual({ state: 'ended', accountId: null });
    expect(await setting.sql`select slot_from from occurrence where id = ${dressing(patient)}`).toEqual([{ slotFrom: null }]);
    expect(await setting.sql`select recipient, due_at from obligation where occurrence = ${dressing(patient)} and purpose = 'book' order by revision desc limit 1`).toEqual([{ recipient: 'case-manager', dueAt: patient.driver.now() }]);
    expect(await setting.sql`select state, reason from obligation where occurrence = ${dressing(patient)} and purpose = 'eve' and recipient = 'patient'`).toEqual([{ state: 'suppressed', reason: 'superseded' }]);
    expect(await setting.sql`select account_id from freed_slot where freed_by = ${dressing(patient)}`).toEqual([{ accountId: nurse }]);
  });

  it('that is given back goes to the next person', async () => {
    const { nurse, patient } = await confirmed();
    const other = await createNurse(setting, world);
    const offer = (await offersOf(dressing(patient))).find(({ state }) => state === 'accepted');
    if (!offer) throw new Error('nothing accepted');
    expect(await decline(offer)).toBeNull();
    await dispatchRound(setting.sql);
    expect(await openOffer(dressing(patient))).toMatchObject({ accountId: other });
    expect((await offersOf(dressing(patient))).filter(({ accountId }) => accountId === nurse)).toHaveLength(1);
  });

  it('that was completed or missed at its time keeps who went', async () => {
    const { nurse, patient } = await confirmed();
    await act(patient, { kind: 'visit-missed', reason: 'no-show' }, { at: '2026-03-04T04:00:00.000Z' });
    expect(await search(dressing(patient))).toEqual({ state: 'ended', accountId: nurse });
    expect(await kinds(nurse)).toEqual([]);
  });
});

describe('Free slots', () => {
  it('lie on the grid, in the window, and only where somebody who may is free', async () => {
    await createNurse(setting, world);
    const patient = await createEpisode(setting, world);
    const occurrence = dressing(patient);
    const found = await freeSlots(setting.sql, { hospitalId: world.hospitalId, occurrence });
    if (found.refusal) throw new Error(found.refusal.message);
    expect(found.slots.map(({ localFrom }) => localFrom)).toContain('10:30');
    expect(found.slots.every(({ free, inWindow }) => free === 1 && inWindow)).toBe(true);
    expect(await isFree(occurrence, morning)).toBe(true);
    expect(await isFree(occurrence, { from: '2026-03-04T02:31:00.000Z', until: '2026-03-04T03:31:00.000Z' })).toBe(false);
  });

  it('are gone when another booked visit needs the only nurse, even before she was asked', async () => {
    await createNurse(setting, world);
    const [a, b] = [await createEpisode(setting, world), await createEpisode(setting, world)];
    await act(a, { kind: 'visit-booked', ...morning });
    expect(await isFree(dressing(b), morning)).toBe(false);
    expect(await isFree(dressing(b), afternoon)).toBe(true);
  });

  it('of a visit that is over are refused with the reason', async () => {
    const patient = await createEpisode(setting, world);
    await act(patient, { kind: 'visit-cancelled', reason: 'patient asked' });
    expect(await freeSlots(setting.sql, { hospitalId: world.hospitalId, occurrence: dressing(patient) })).toMatchObject({ refusal: { code: 'visit-closed' } });
    expect(await freeSlots(setting.sql, { hospitalId: world.hospitalId, occurrence: 'no/such/1' })).toMatchObject({ refusal: { code: 'unknown-visit' } });
  });
});

describe('A visit booked before there was a search', () => {
  it('is searched for from the migration on', async () => {
    await createNurse(setting, world);
    const patient = await createEpisode(setting, world);
    await act(patient, { kind: 'visit-booked', ...morning });
    await setting.sql`delete from visit_assignment where occurrence = ${dressing(patient)}`;
    const migration = (await readMigrations()).find(({ number }) => number === 32);
    await setting.sql.unsafe(migration?.sql ?? '');
    expect(await setting.sql`select state, service, who, mode, revision from visit_assignment where occurrence = ${dressing(patient)}`).toEqual([{ state: 'offering', service: 'wound-dressing', who: 'nurse', mode: 'home', revision: 1 }]);
    await dispatchRound(setting.sql);
    expect(await openOffer(dressing(patient))).toMatchObject({ state: 'offered' });
  });
});
