/** What a change of version would do, shown episode by episode as each is worked out. */
import type { Sql } from '../db/client.js';
import { liveEpisodes, previewOf, type Preview, type Which } from '../db/migration/live.js';
import { standing } from '../db/halt.js';
import type { PlanKey } from '../db/plans.js';
import type { Plan } from '../pathways/engine/plan.js';
import { linesOf, notLookedAt } from './migration-words.js';

/** `wanted` decides which are shown; the others are answered too, so that nobody takes silence for "there are none". */
export async function showPreviews(sql: Sql, which: Omit<Which, 'packageId' | 'to'>, target: { key: PlanKey; plan: Plan }, wanted: (preview: Preview) => boolean = () => true): Promise<{ shown: Preview[]; leftOut: Preview[] }> {
  const [shown, leftOut]: [Preview[], Preview[]] = [[], []];
  for (const live of await liveEpisodes(sql, { ...which, packageId: target.key.id, to: target.key.version })) {
    const preview = await previewOf(sql, which.hospitalId, live, target);
    if (preview === null) continue;
    if (!wanted(preview)) {
      leftOut.push(preview);
      continue;
    }
    shown.push(preview);
    for (const line of linesOf(preview, target.key)) process.stdout.write(`${line}\n`);
  }
  for (const line of notLookedAt(await standAside(sql, which, target.key))) process.stdout.write(`${line}\n`);
  return { shown, leftOut };
}

/** Who would be shown, but has no plan yet or stands still until a person repairs it. */
async function standAside(sql: Sql, { hospitalId, from, episodes }: Omit<Which, 'packageId' | 'to'>, { id, version: to }: PlanKey): Promise<{ launching: number; halted: number }> {
  const [count] = await sql<{ launching: number; halted: number }[]>`
    select count(*) filter (where e.status = 'launching')::int as launching, count(*) filter (where e.status = 'halted' and ${standing(sql)} not in ('stopping', 'stopped', 'completed'))::int as halted
    from episode e where hospital_id = ${hospitalId} and plan_id = ${id} and plan_version <> ${to} and (${from ?? null}::int is null or plan_version = ${from ?? null})
      and (${episodes ? [...episodes] : null}::uuid[] is null or id = any(${episodes ? [...episodes] : null}::uuid[]))`;
  return count ?? { launching: 0, halted: 0 };
}
