/** What a change of version would do, shown episode by episode as each is worked out. */
import type { Sql } from '../db/client.js';
import { liveEpisodes, previewOf, type Preview, type Which } from '../db/migration/live.js';
import type { PlanKey } from '../db/plans.js';
import type { Plan } from '../pathways/engine/plan.js';
import { linesOf } from './migration-words.js';

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
  return { shown, leftOut };
}
