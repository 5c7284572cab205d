import { afterAll, beforeAll, expect, it } from 'vitest';
import { connect, type Sql } from '../db/client.js';
import { prices, setPrice } from '../db/orders/prices.js';
import { createWorld } from '../db/testing/world.js';
import { freshDatabase } from '../test/support/postgres.js';
import { seedTrainingPrices } from './seed-prices.js';

let sql: Sql;
let drop: () => Promise<void>;
beforeAll(async () => {
  const database = await freshDatabase();
  sql = connect(database.url, { max: 2 });
  drop = database.drop;
});
afterAll(async () => {
  await sql.end();
  await drop();
});

it('The training hospital gets example prices, marked as such, and never loses one that it set itself', async () => {
  const { hospitalId } = await createWorld(sql, { packages: ['hip-wound-care', 'discharge-follow-up'] });
  expect(await seedTrainingPrices(sql, hospitalId)).toEqual(['discharge-follow-up', 'hip-wound-care']);
  expect(await prices(sql, hospitalId)).toMatchObject([{ packageId: 'discharge-follow-up', amountFen: 0, example: true }, { packageId: 'hip-wound-care', amountFen: 300_00, example: true, services: [{ service: 'wound-dressing', unitFen: 100_00 }] }]);
  await setPrice(sql, hospitalId, { packageId: 'hip-wound-care', amountFen: 1, chargeCode: null, funding: 'insured', validityDays: 30, services: [], example: false }, null);
  expect(await seedTrainingPrices(sql, hospitalId)).toEqual([]);
  expect(await prices(sql, hospitalId)).toMatchObject([{}, { amountFen: 1, example: false }]);
});
