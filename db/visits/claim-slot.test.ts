/** The last free slot, on a real PostgreSQL: however many want it at once, one gets it and the others hear so before anything is stored. */
import { describe, expect, it } from 'vitest';
import { intake, type Intake } from '../intake.js';
import { markRejected } from '../inbox.js';
import { act, createEpisode, createNurse, dressing, type Patient } from '../testing/service-world.js';
import { at1030, at1400, confirm } from '../testing/service-steps.js';
import { eachInServiceWorld } from '../testing/each-in-service-world.js';
import type { TestSetting } from '../testing/setting.js';
import type { World } from '../testing/world.js';
import { claimSlot, type SlotClaim } from './claim-slot.js';

let setting: TestSetting;
let world: World;
eachInServiceWorld((made) => void ({ setting, world } = made));

let keys = 0;
/** As the patient's page books. */
function book({ episodeId }: Patient, slot = at1030, rule: SlotClaim['rule'] = 'grid', commandId = `book-${(keys += 1)}`): Promise<Intake> {
  const occurrence = `${episodeId}/dressing/1`;
  const { hospitalId } = world;
  return intake(setting.sql, { hospitalId, episodeId, by: 'patient', kind: 'visit-booked', input: { occurrence, ...slot, commandId } }, (tx) => claimSlot(tx, hospitalId, { occurrence, ...slot, rule }));
}
const patients = (n: number): Promise<Patient[]> => Array.from({ length: n }).reduce<Promise<Patient[]>>(async (before) => [...(await before), await createEpisode(setting, world)], Promise.resolve([]));
const outcomes = (taken: readonly Intake[]): string[] => taken.map(({ outcome }) => outcome).toSorted();

describe('The last free slot', () => {
  it('goes to one of those who book it at the same moment, and the others are named other times', async () => {
    await createNurse(setting, world);
    const all = await patients(5);
    const taken = await Promise.all(all.map((patient) => book(patient)));
    expect(outcomes(taken)).toEqual(['accepted', 'refused', 'refused', 'refused', 'refused']);
    const refused = taken.find(({ outcome }) => outcome === 'refused');
    expect(refused).toMatchObject({ code: 'slot-taken', message: expect.stringMatching(/Nobody is free .* Still free: 2026-03-04 08:30, 2026-03-04 14:00, 2026-03-04 16:00/) as string });
    expect(await setting.sql`select count(*)::int as n from inbox where hospital_id = ${world.hospitalId} and kind = 'visit-booked'`).toEqual([{ n: 1 }]);
    expect(await setting.sql`select occurrence from visit_assignment where hospital_id = ${world.hospitalId}`).toEqual([]); // decided before the workflow knows of it
  });

  it('serves as many as there are people', async () => {
    await createNurse(setting, world);
    await createNurse(setting, world);
    const all = await patients(4);
    expect(outcomes(await Promise.all(all.map((patient) => book(patient))))).toEqual(['accepted', 'accepted', 'refused', 'refused']);
  });

  it('is free again when the workflow refuses the booking that had it', async () => {
    await createNurse(setting, world);
    const [first, second] = await patients(2);
    if (!first || !second) throw new Error('no patients');
    expect(await book(first, at1030, 'grid', 'refused-later')).toMatchObject({ outcome: 'accepted' });
    expect(await book(second)).toMatchObject({ outcome: 'refused' });
    await markRejected(setting.sql, { episodeId: first.episodeId, commandId: 'refused-later', reason: 'held-by-red: a RED case holds home visits' });
    expect(await book(second)).toMatchObject({ outcome: 'accepted' });
  });

  it('stays taken while the visit is recorded, offered, and accepted', async () => {
    await createNurse(setting, world);
    const [first, second] = await patients(2);
    if (!first || !second) throw new Error('no patients');
    await act(first, { kind: 'visit-booked', ...at1030 });
    expect(await book(second)).toMatchObject({ outcome: 'refused' });
    await confirm(setting.sql, first);
    expect(await book(second)).toMatchObject({ outcome: 'refused' });
    expect(await book(second, at1400)).toMatchObject({ outcome: 'accepted' });
  });

  it('may be booked again by who holds it, at times beside the grid by staff alone, and by the same command twice', async () => {
    await createNurse(setting, world);
    const [patient] = await patients(1);
    if (!patient) throw new Error('no patient');
    const besides = { from: '2026-03-04T02:45:00.000Z', until: '2026-03-04T03:45:00.000Z' };
    expect(await book(patient, besides)).toMatchObject({ outcome: 'refused' });
    expect(await book(patient, besides, 'anytime', 'twice')).toMatchObject({ outcome: 'accepted' });
    expect(await book(patient, besides, 'anytime', 'twice')).toMatchObject({ outcome: 'duplicate' });
    await confirm(setting.sql, patient);
    expect(await book(patient)).toMatchObject({ outcome: 'accepted' });
    expect(await setting.sql`select count(*)::int as n from inbox where episode_id = ${patient.episodeId} and payload->>'occurrence' = ${dressing(patient)}`).toEqual([{ n: 2 }]);
  });

  it('is refused to everybody where nobody may go', async () => {
    await createNurse(setting, world, { title: 'junior' });
    const [patient] = await patients(1);
    if (!patient) throw new Error('no patient');
    expect(await book(patient)).toMatchObject({ outcome: 'refused', message: expect.stringContaining('No time is free') as string });
  });
});
