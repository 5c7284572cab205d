import { describe, expect, it } from 'vitest';
import { at1030, at1400, confirm, kindsOf, offersOf, openOffer, search } from '../testing/service-steps.js';
import { act, createEpisode, createNurse, dressing, type Patient } from '../testing/service-world.js';
import { eachInServiceWorld } from '../testing/each-in-service-world.js';
import type { TestSetting } from '../testing/setting.js';
import type { World } from '../testing/world.js';
import { assignByHand, candidatesFor } from './assign.js';
import { dispatchRound } from './dispatch.js';
import { affectedBy, cancelLeave, leaveBetween, takeLeave } from './leave.js';
import { reassign, reassignPreview, type Move } from './reassign.js';
import { serviceRound } from './service-round.js';
import { joinWaitlist, leaveWaitlist, passSlot, waitlistOf } from './waitlist.js';

let setting: TestSetting;
let world: World;
eachInServiceWorld((made) => void ({ setting, world } = made));

const day = { from: '2026-03-04T00:00:00.000Z', until: '2026-03-04T16:00:00.000Z' };
const leaveOf = (accountId: string) => takeLeave(setting.deps, { hospitalId: world.hospitalId, accountId, from: '2026-03-04', until: '2026-03-04', kind: 'sick', note: '发烧', by: accountId });

describe('A nurse on leave', () => {
  it('loses no visit silently: each goes back to the search, is listed, and goes to a colleague', async () => {
    const patient = await createEpisode(setting, world);
    const nurse = await createNurse(setting, world);
    await confirm(setting.sql, patient);
    const colleague = await createNurse(setting, world);
    expect(await affectedBy(setting.sql, { hospitalId: world.hospitalId, accountId: nurse, from: '2026-03-04', until: '2026-03-04' })).toMatchObject([{ occurrence: dressing(patient), was: 'accepted' }]);
    expect(await leaveOf(nurse)).toMatchObject({ affected: [{ occurrence: dressing(patient), slotFrom: at1030.from }] });
    expect(await kindsOf(setting.sql, world, nurse)).toEqual(['visit-taken-away']);
    expect(await search(setting.sql, dressing(patient))).toEqual({ state: 'offering', accountId: null });
    await dispatchRound(setting.sql);
    expect(await openOffer(setting.sql, dressing(patient))).toMatchObject({ accountId: colleague });
    expect(await leaveBetween(setting.sql, setting.deps.crypt, world.hospitalId, '2026-03-01', '2026-03-31')).toMatchObject([{ accountId: nurse, note: '发烧' }]);
  });

  it('who comes back after all is asked again where nobody else could go', async () => {
    const patient = await createEpisode(setting, world);
    const nurse = await createNurse(setting, world);
    const leave = await leaveOf(nurse);
    await act(patient, { kind: 'visit-booked', ...at1030 });
    await dispatchRound(setting.sql);
    expect(await search(setting.sql, dressing(patient))).toMatchObject({ state: 'unassigned' });
    expect(await cancelLeave(setting.sql, { hospitalId: world.hospitalId, accountId: nurse, leaveId: leave?.leaveId ?? '', by: nurse })).toBe(true);
    await dispatchRound(setting.sql);
    expect(await openOffer(setting.sql, dressing(patient))).toMatchObject({ accountId: nurse });
  });
});

describe('By hand', () => {
  it('a coordinator sees why each person can or cannot go, and never sends who is not qualified', async () => {
    const patient = await createEpisode(setting, world);
    const [able, junior, away] = [await createNurse(setting, world), await createNurse(setting, world, { title: 'junior' }), await createNurse(setting, world)];
    await leaveOf(away);
    await act(patient, { kind: 'visit-booked', ...at1030 });
    const candidates = await candidatesFor(setting.sql, world.hospitalId, dressing(patient));
    expect(Object.fromEntries((candidates ?? []).map(({ accountId, unfit }) => [accountId, unfit]))).toEqual({ [able]: [], [junior]: ['title'], [away]: ['leave'] });
    expect(candidates?.[0]?.accountId).toBe(able);
    const assign = (accountId: string, override: boolean) => assignByHand(setting.sql, { hospitalId: world.hospitalId, occurrence: dressing(patient), accountId, override, by: world.accountId });
    expect(await assign(junior, true)).toMatchObject({ code: 'not-qualified' });
    expect(await assign(away, false)).toMatchObject({ code: 'not-free' });
    expect(await assign(away, true)).toBeNull();
    expect(await search(setting.sql, dressing(patient))).toEqual({ state: 'assigned', accountId: away });
    expect(await kindsOf(setting.sql, world, away)).toEqual(['visit-assigned']);
    expect(await assign(able, false)).toBeNull();
    expect(await kindsOf(setting.sql, world, away)).toEqual(['visit-assigned', 'visit-taken-away']);
  });
});

describe('Many at once', () => {
  it('a sick nurse\'s day goes to others as previewed, and back again by its undo', async () => {
    const sick = await createNurse(setting, world);
    const [a, b] = [await createEpisode(setting, world), await createEpisode(setting, world)];
    await confirm(setting.sql, a, at1030);
    await confirm(setting.sql, b, at1400);
    const [other] = [await createNurse(setting, world)];
    const preview = await reassignPreview(setting.sql, { hospitalId: world.hospitalId, ...day, accountId: sick });
    expect(preview.map(({ occurrence, fromAccountId, toAccountId }) => ({ occurrence, fromAccountId, toAccountId }))).toEqual([
      { occurrence: dressing(a), fromAccountId: sick, toAccountId: other },
      { occurrence: dressing(b), fromAccountId: sick, toAccountId: other },
    ]);
    expect(await search(setting.sql, dressing(a))).toEqual({ state: 'assigned', accountId: sick });
    const done = await reassign(setting.sql, { hospitalId: world.hospitalId, moves: preview, by: world.accountId });
    expect(done).toMatchObject({ refused: [], undo: [{ toAccountId: sick }, { toAccountId: sick }] });
    expect(await search(setting.sql, dressing(b))).toEqual({ state: 'assigned', accountId: other });
    await reassign(setting.sql, { hospitalId: world.hospitalId, moves: done.undo, by: world.accountId });
    expect(await search(setting.sql, dressing(b))).toEqual({ state: 'assigned', accountId: sick });
  });

  it('what nobody can take goes back to the search, and one refusal does not stop the others', async () => {
    const sick = await createNurse(setting, world);
    const [a, b] = [await createEpisode(setting, world), await createEpisode(setting, world)];
    await confirm(setting.sql, a, at1030);
    await confirm(setting.sql, b, at1400);
    const preview = await reassignPreview(setting.sql, { hospitalId: world.hospitalId, ...day, accountId: sick });
    expect(preview.map(({ toAccountId }) => toAccountId)).toEqual([null, null]);
    await act(b, { kind: 'visit-checked-in' }, { at: at1400.from });
    const done = await reassign(setting.sql, { hospitalId: world.hospitalId, moves: preview, by: world.accountId });
    expect(done.refused).toMatchObject([{ occurrence: dressing(b), refusal: { code: 'visit-under-way' } }]);
    expect(await search(setting.sql, dressing(a))).toEqual({ state: 'offering', accountId: null });
    await dispatchRound(setting.sql);
    expect(await search(setting.sql, dressing(a))).toMatchObject({ state: 'unassigned' });
  });
});

describe('Many at once, previewed before something changed', () => {
  /** Two visits of one day, whose preview gives them to two others, one each. */
  async function previewed() {
    const sick = await createNurse(setting, world);
    const [a, b] = [await createEpisode(setting, world), await createEpisode(setting, world)];
    await confirm(setting.sql, a, at1030);
    await confirm(setting.sql, b, at1400);
    const others = [await createNurse(setting, world, { dailyLoad: 1 }), await createNurse(setting, world, { dailyLoad: 1 })];
    const preview = await reassignPreview(setting.sql, { hospitalId: world.hospitalId, ...day, accountId: sick });
    expect(new Set(preview.map(({ toAccountId }) => toAccountId))).toEqual(new Set(others));
    const [first, second] = [preview[0]?.toAccountId ?? '', preview[1]?.toAccountId ?? ''];
    return { sick, a, b, first, second, carryOut: (as?: 'undo', moves: readonly Move[] = preview) => reassign(setting.sql, { hospitalId: world.hospitalId, moves, by: world.accountId, ...(as && { as }) }) };
  }
  const noHours = (accountId: string) => setting.sql`delete from working_hours where account_id = ${accountId}`;
  const disabled = (accountId: string) => setting.sql`update account set active = false where id = ${accountId}`;

  it.each([['is on leave', leaveOf, 'absent'], ['has other hours', noHours, 'absent'], ['has left', disabled, 'unknown-person']] as const)('who %s by now is given no visit; it stays where it is, and the others go on', async (_, change, code) => {
    const { sick, a, b, first, second, carryOut } = await previewed();
    await change(first);
    expect(await carryOut()).toMatchObject({ refused: [{ occurrence: dressing(a), refusal: { code } }], done: [{ occurrence: dressing(b), toAccountId: second }] });
    expect(await search(setting.sql, dressing(a))).toEqual({ state: 'assigned', accountId: sick });
    expect(await search(setting.sql, dressing(b))).toEqual({ state: 'assigned', accountId: second });
  });

  it('an undo gives nothing back to who is on leave since; whoever has the visit keeps it', async () => {
    const { sick, a, first, carryOut } = await previewed();
    const { undo } = await carryOut();
    await leaveOf(sick);
    expect((await carryOut('undo', undo)).refused).toMatchObject([{ refusal: { code: 'absent' } }, { refusal: { code: 'absent' } }]);
    expect(await search(setting.sql, dressing(a))).toEqual({ state: 'assigned', accountId: first });
  });

  it('an undo gives back what was agreed outside somebody’s hours', async () => {
    const { sick, a, carryOut } = await previewed();
    const { undo } = await carryOut();
    await noHours(sick);
    expect(await carryOut('undo', undo)).toMatchObject({ refused: [] });
    expect(await search(setting.sql, dressing(a))).toEqual({ state: 'assigned', accountId: sick });
  });
});

describe('The waitlist', () => {
  const wish = { weekdays: [], from: '08:00', until: '12:00', earlierOnly: true };
  async function waitingPair(): Promise<{ nurse: string; early: Patient; waiting: Patient }> {
    const nurse = await createNurse(setting, world);
    const [early, waiting] = [await createEpisode(setting, world), await createEpisode(setting, world)];
    await confirm(setting.sql, early, at1030);
    await confirm(setting.sql, waiting, at1400);
    expect(await joinWaitlist(setting.sql, { hospitalId: world.hospitalId, occurrence: dressing(waiting), wish, by: 'patient' })).toBeNull();
    return { nurse, early, waiting };
  }
  const entry = (patient: Patient) => waitlistOf(setting.sql, world.hospitalId, dressing(patient));

  it('gets a freed slot, keeps it while she thinks, and taking it asks the same nurse', async () => {
    const { nurse, early, waiting } = await waitingPair();
    await act(early, { kind: 'visit-cancelled', reason: 'patient asked' });
    await serviceRound(setting.deps);
    expect(await entry(waiting)).toMatchObject({ state: 'offered', slotFrom: at1030.from });
    expect(await setting.sql`select kind, status from task where occurrence = ${dressing(waiting)} and kind = 'offer-slot'`).toEqual([{ kind: 'offer-slot', status: 'ready' }]);
    const third = await createEpisode(setting, world);
    await act(third, { kind: 'visit-booked', ...at1030 });
    await serviceRound(setting.deps);
    expect(await search(setting.sql, dressing(third))).toMatchObject({ state: 'unassigned' });
    await act(waiting, { kind: 'visit-moved', ...at1030, reason: 'waitlist' });
    expect(await entry(waiting)).toBeNull();
    expect(await setting.sql`select status from task where occurrence = ${dressing(waiting)} and kind = 'offer-slot'`).toEqual([{ status: 'completed' }]);
    await dispatchRound(setting.sql);
    expect((await offersOf(setting.sql, dressing(waiting))).at(-1)).toMatchObject({ accountId: nurse, state: 'offered' });
  });

  it('passes on what is not wanted or not answered, and does not ask twice', async () => {
    const { early, waiting } = await waitingPair();
    await act(early, { kind: 'visit-cancelled', reason: 'patient asked' });
    await serviceRound(setting.deps);
    expect(await passSlot(setting.sql, { hospitalId: world.hospitalId, occurrence: dressing(waiting) })).toBe(true);
    await serviceRound(setting.deps);
    expect(await entry(waiting)).toMatchObject({ state: 'waiting', slotFrom: null });
    expect(await setting.sql`select outcome from freed_slot where freed_by = ${dressing(early)}`).toEqual([{ outcome: 'nobody-waits' }]);
  });

  it.each([['the visit it is kept for is cancelled', 'cancel'], ['she leaves the waitlist', 'leave']])('goes to the next in the queue when %s, and nobody is called about it any more', async (_, how) => {
    const { early, waiting } = await waitingPair();
    const next = await createEpisode(setting, world);
    await confirm(setting.sql, next, { from: '2026-03-04T08:00:00.000Z', until: '2026-03-04T09:00:00.000Z' });
    await joinWaitlist(setting.sql, { hospitalId: world.hospitalId, occurrence: dressing(next), wish, by: 'patient' });
    await act(early, { kind: 'visit-cancelled', reason: 'patient asked' });
    await serviceRound(setting.deps);
    expect([await entry(waiting), await entry(next)]).toMatchObject([{ state: 'offered' }, { state: 'waiting' }]);
    if (how === 'leave') await leaveWaitlist(setting.sql, { hospitalId: world.hospitalId, occurrence: dressing(waiting) });
    else await act(waiting, { kind: 'visit-cancelled', reason: 'moved away' });
    await serviceRound(setting.deps);
    expect([await entry(waiting), await entry(next)]).toMatchObject([null, { state: 'offered', slotFrom: at1030.from }]);
    expect(await setting.sql`select occurrence = ${dressing(waiting)} as hers, status from task where hospital_id = ${world.hospitalId} and kind = 'offer-slot' order by hers desc`).toEqual([{ hers: true, status: 'cancelled' }, { hers: false, status: 'ready' }]);
  });

  it('keeps a slot for one at a time: whoever passed it and leaves later does not take it from the next', async () => {
    const { early, waiting } = await waitingPair();
    const [next, last] = [await createEpisode(setting, world), await createEpisode(setting, world)];
    await confirm(setting.sql, next, { from: '2026-03-04T08:00:00.000Z', until: '2026-03-04T09:00:00.000Z' });
    await confirm(setting.sql, last, { from: '2026-03-05T02:30:00.000Z', until: '2026-03-05T03:30:00.000Z' });
    for (const patient of [next, last]) await joinWaitlist(setting.sql, { hospitalId: world.hospitalId, occurrence: dressing(patient), wish, by: 'patient' });
    await act(early, { kind: 'visit-cancelled', reason: 'patient asked' });
    await serviceRound(setting.deps);
    await passSlot(setting.sql, { hospitalId: world.hospitalId, occurrence: dressing(waiting) });
    await serviceRound(setting.deps);
    await leaveWaitlist(setting.sql, { hospitalId: world.hospitalId, occurrence: dressing(waiting) });
    await serviceRound(setting.deps);
    expect([await entry(next), await entry(last)]).toMatchObject([{ state: 'offered' }, { state: 'waiting' }]);
    expect(await setting.sql`select settled_at is not null as kept, outcome from freed_slot where freed_by = ${dressing(early)}`).toEqual([{ kept: true, outcome: 'offered' }]);
  });

  it('takes a silent answer for a no after its time', async () => {
    const { early, waiting } = await waitingPair();
    await act(early, { kind: 'visit-cancelled', reason: 'patient asked' });
    await serviceRound(setting.deps);
    await setting.sql`update waitlist set expires_at = now() - interval '1 second' where occurrence = ${dressing(waiting)}`;
    await serviceRound(setting.deps);
    expect(await entry(waiting)).toMatchObject({ state: 'waiting' });
    expect(await setting.sql`select status from task where occurrence = ${dressing(waiting)} and kind = 'offer-slot'`).toEqual([{ status: 'cancelled' }]);
  });
});
