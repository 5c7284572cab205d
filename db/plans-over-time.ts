/** Which version was in force at each entry of an episode's journal: it starts with the one that it was launched on, a migration brings another. */
import type { Plan } from '../pathways/engine/plan.js';
import type { CarePathwayStart } from '../workflows/contract.js';
import type { Db } from './client.js';
import type { JournalRow } from './journal.js';
import { planOf, type PlanKey } from './plans.js';

/** `plan`: what the entry was decided by; `target`: of a migration, the version that it names; `after`: what holds from then on. */
export type InForce = { key: PlanKey; plan: Plan; target?: Plan; after: Plan };

/** One per row, in the order of `rows`, which begin with the first entry. */
export async function plansOverTime(sql: Db, hospitalId: string, start: Pick<CarePathwayStart, 'plan'>, rows: readonly Pick<JournalRow, 'input' | 'events'>[]): Promise<InForce[]> {
  let key: PlanKey = start.plan;
  let { plan } = await planOf(sql, hospitalId, key);
  const inForce: InForce[] = [];
  for (const { input, events } of rows) {
    const target = input.kind === 'migrate' ? (await planOf(sql, hospitalId, input.to)).plan : undefined;
    const migrated = events.find((event) => event.type === 'EpisodeMigrated');
    const after = migrated && target ? target : plan;
    inForce.push({ key, plan, ...(target && { target }), after });
    if (migrated) key = migrated.to;
    plan = after;
  }
  return inForce;
}

/** For what is written about a migration itself: items of the version that is left end in the same entry in which items of the other begin. */
export const withStepsOf = (plan: Plan, former: Plan): Plan =>
  ({ ...plan, steps: [...plan.steps, ...former.steps.filter(({ id }) => !plan.steps.some((step) => step.id === id))] });
