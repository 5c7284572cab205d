/** Example prices of the training hospital, so that an order can be tried at once. Invented round numbers, nobody's prices, and marked so on every screen. */
import type { Sql } from '../db/client.js';
import { priceOf, setPrice } from '../db/orders/prices.js';
import { validityDays } from '../pathways/entitlements/conventions.js';

/** Training example price: 100.00 a unit, whatever the service; a package without units is free. */
const exampleUnitFen = 100_00;

/** Packages that have a price keep it. Returns those that got one. */
export async function seedTrainingPrices(sql: Sql, hospitalId: string): Promise<string[]> {
  const packages = await sql<{ id: string; units: { service: string; count: number }[] | null }[]>`
    select distinct on (id) id, meta->'units' as units from pathway_version where hospital_id = ${hospitalId} order by id, version desc`;
  const priced: string[] = [];
  for (const { id, units } of packages) {
    if (await priceOf(sql, hospitalId, id)) continue;
    const sold = units ?? [];
    await setPrice(sql, hospitalId, {
      packageId: id, amountFen: sold.reduce((sum, { count }) => sum + count * exampleUnitFen, 0), chargeCode: 'EXAMPLE', funding: 'self-pay', validityDays, example: true,
      services: sold.map(({ service }) => ({ service, unitFen: exampleUnitFen, chargeCode: 'EXAMPLE', funding: 'self-pay' })),
    }, null);
    priced.push(id);
  }
  return priced;
}
