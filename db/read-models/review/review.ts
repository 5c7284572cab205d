/** All measures of some weeks, one query per block, and what they are compared with. */
import { v7 as uuidv7 } from 'uuid';
import { announceChanges } from '../../changes.js';
import { transact, type Db, type Sql } from '../../client.js';
import { contactsAndVisits, promises } from './care.js';
import { episodeFlow, readmissions } from './episodes.js';
import type { Measure, ReviewCell, Weeks } from './measures.js';
import { revenue, voices } from './voice-and-money.js';

export async function reviewCells(sql: Db, weeks: Weeks): Promise<ReviewCell[]> {
  const blocks = await Promise.all([episodeFlow, readmissions, contactsAndVisits, promises, voices, revenue].map((block) => block(sql, weeks)));
  return blocks.flat();
}

/** `packageId` null: all packages together. Numbers as text: percent for shares, stars for ratings, yuan for revenue, else counts. */
export type ReviewTarget = { measure: Measure; packageId: string | null; baseline: string | null; target: string | null; source: string; reason: string; setBy: string; setAt: string };

/** The newest of each measure and package. */
export const reviewTargets = (sql: Db, hospitalId: string): Promise<ReviewTarget[]> => sql<ReviewTarget[]>`
  select distinct on (t.measure, t.package_id) t.measure, t.package_id, t.baseline::text as baseline, t.target::text as target, t.source, t.reason, a.display_name as set_by, t.set_at
  from review_target t join account a on a.id = t.set_by where t.hospital_id = ${hospitalId} order by t.measure, t.package_id, t.set_at desc, t.id desc`;

export function setTarget(sql: Sql, hospitalId: string, by: string, target: Omit<ReviewTarget, 'setBy' | 'setAt'>): Promise<void> {
  const { measure, packageId, baseline, target: wanted, source, reason } = target;
  return transact(sql, async (tx) => {
    await tx`insert into review_target (id, hospital_id, measure, package_id, baseline, target, source, reason, set_by)
      values (${uuidv7()}, ${hospitalId}, ${measure}, ${packageId}, ${baseline}, ${wanted}, ${source}, ${reason}, ${by})`;
    await announceChanges(tx, hospitalId, [{ topic: 'target', ref: measure }]);
  });
}
