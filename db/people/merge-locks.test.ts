/** A merge that comes between a look at the owner and the lock: whatever is written afterwards belongs to the kept patient. */
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createSetting, type TestSetting } from '../testing/setting.js';
import { createPatient, createWorld, launchEpisode, type World } from '../testing/world.js';
import { createOrder } from '../orders/create-order.js';
import { orderExtraUnits } from '../orders/extra-units.js';
import { lockOrder } from '../orders/locks.js';
import { setPrice } from '../orders/prices.js';
import { lockPatient } from '../patient-lock.js';

let setting: TestSetting;
let kept: World;
let merged: World;
beforeAll(async () => { setting = await createSetting(); });
beforeEach(async () => {
  kept = await createWorld(setting.sql);
  merged = { ...kept, ...(await createPatient(setting.sql, kept.hospitalId)) };
  const services = [{ service: 'wound-dressing', unitFen: 100_00, chargeCode: null, funding: 'self-pay' as const }];
  await setPrice(setting.sql, kept.hospitalId, { packageId: 'hip-wound-care', amountFen: 300_00, chargeCode: null, funding: 'self-pay', validityDays: 90, services, example: true }, kept.accountId);
});
afterAll(() => setting.close());

const waiting = async (): Promise<boolean> => (await setting.sql`select 1 from pg_locks where locktype = 'advisory' and not granted and database = (select oid from pg_database where datname = current_database())`).length > 0;

/** Runs `act` while somebody holds the merged patient's lock, moves its rows as a merge does, and lets go. */
async function duringMerge<T>(act: () => Promise<T>, tables: readonly string[]): Promise<T> {
  let done: Promise<T> | undefined;
  await setting.sql.begin(async (tx) => {
    await lockPatient(tx, merged.patientId);
    done = act();
    for (let looks = 0; !(await waiting()); looks += 1) {
      if (looks > 100) throw new Error('Nobody waits for the merged patient');
      await wait(20);
    }
    for (const table of tables) await tx`update ${tx(table)} set patient_id = ${kept.patientId} where patient_id = ${merged.patientId}`;
  });
  if (done === undefined) throw new Error('It never began');
  return done;
}

const ownerOf = async (order: { outcome: string; orderId?: string }) => (await setting.sql`select patient_id from care_order where id = ${order.orderId ?? ''}`)[0]?.['patientId'] as string;
const ordering = () => createOrder(setting.sql, { ...merged, packageId: 'hip-wound-care', state: 'pending-payment', by: merged.accountId });

describe('While two records become one', () => {
  it('an order goes to the kept patient', async () => {
    expect(await ownerOf(await duringMerge(ordering, ['discharge']))).toBe(kept.patientId);
  });

  it('more units go to the kept patient', async () => {
    const episodeId = await launchEpisode(setting.sql, merged);
    const extra = () => orderExtraUnits(setting.sql, { hospitalId: merged.hospitalId, episodeId, service: 'wound-dressing', units: 1, by: merged.accountId });
    expect(await ownerOf(await duringMerge(extra, ['episode', 'entitlement_balance']))).toBe(kept.patientId);
  });

  it('whoever pays for an order holds the lock of the kept patient', async () => {
    const order = await ordering();
    if (order.outcome !== 'created') throw new Error(order.message);
    const locked = () => setting.sql.begin(async (tx) => {
      const head = await lockOrder(tx, merged.hospitalId, order.orderId);
      const [free] = await setting.sql<{ kept: boolean }[]>`select pg_try_advisory_xact_lock(hashtextextended(${kept.patientId}, 1)) as kept`;
      return { owner: head?.patientId, free: free?.kept };
    });
    expect(await duringMerge(locked, ['care_order'])).toEqual({ owner: kept.patientId, free: false });
  });
});
