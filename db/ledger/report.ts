/** What the workflow is told of a set of obligations: read from the rows alone, so that a repeated call answers the same. */
import type { DeliverRequest, DeliverResult } from '../../activities/port.js';
import type { MessageOutcome } from '../../pathways/engine/inputs.js';
import type { Instant, ObligationId } from '../../pathways/engine/vocabulary.js';
import type { Sql } from '../client.js';
import { soonest } from './patience.js';
import { attemptsFor, outcomeOf, type AttemptRow, type ObligationRow } from './rows.js';

/** Nothing is known of when it could go on (a provider out of credentials, another claimer at work): ask again then. */
const askAgainSeconds = 60;

/** What the claims said beside their rows. `waiting`: until when an alike one is in doubt. */
type Said = { deferred: MessageOutcome[]; waiting: ReadonlyMap<ObligationId, Instant | null> };

export async function report(sql: Sql, { hospitalId, obligations: ids }: DeliverRequest, { deferred, waiting }: Said): Promise<DeliverResult> {
  const rows = await sql<ObligationRow[]>`select id, hospital_id, episode_id, patient_id, spec, due_at, state, reason, carried_by, waits_for
    from obligation where hospital_id = ${hospitalId} and id = any(${[...ids]}) order by due_at, id`;
  const attempts = await attemptsFor(sql, ids);
  const [clock] = await sql<{ later: string }[]>`select (now() + make_interval(secs => ${askAgainSeconds}))::timestamptz(3) as later`;
  const outcomes: MessageOutcome[] = [...deferred];
  const unsettled: DeliverResult['unsettled'] = [];
  for (const row of rows) {
    const own = attempts.filter((attempt) => attempt.carries.includes(row.id));
    const last = own.at(-1) ?? null;
    const outcome = outcomeOf(row, last?.channel ?? null);
    if (outcome) outcomes.push(outcome);
    else if (row.state !== 'planned' && !deferred.some((d) => d.obligation === row.id)) unsettled.push({ obligation: row.id, checkAt: (row.state === 'released' ? soonest(own, row.spec.class) : null) ?? whenToAsk(last) ?? waiting.get(row.id) ?? clock?.later ?? row.dueAt });
  }
  return { outcomes, unsettled };
}

const whenToAsk = (last: AttemptRow | null): string | null => {
  if (last === null) return null;
  if (last.verdict === 'retry') return last.checkAt;
  if (last.verdict !== null) return null;
  return last.state === 'sending' ? last.leaseUntil : last.checkAt;
};
