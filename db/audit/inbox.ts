/** D: every command that was accepted is applied, rejected with its reason, late, or pending inside its grace; and what was applied was accepted. */
import { grace, sinceOf, type AuditCheck, type Breach } from './breach.js';

type Row = { ref: string; what: string };

export const inbox: AuditCheck = async (a) => {
  const { sql } = a;
  const pending = sql<Row[]>`select i.episode_id || ' ' || i.command_id as ref, 'was accepted at ' || i.received_at || ' and is neither applied nor rejected (' || i.attempts || ' tries)' as what
    from inbox i join episode e on e.id = i.episode_id where i.state = 'accepted' and i.received_at < ${grace(a)} and e.status <> 'halted'`;
  const silent = sql<Row[]>`select episode_id || ' ' || command_id as ref, 'was rejected without a reason' as what from inbox
    where state = 'rejected' and coalesce(rejection, '') = '' and received_at >= ${sinceOf(a)}`;
  const unproved = sql<Row[]>`select i.episode_id || ' ' || i.command_id as ref, 'is marked as ' || i.state || ', but the journal does not have it at entry ' || coalesce(i.applied_seq::text, '(none)') as what
    from inbox i left join journal j on j.episode_id = i.episode_id and j.seq = i.applied_seq
    where i.state in ('applied', 'late') and i.received_at >= ${sinceOf(a)} and (j.seq is null or j.input->>'commandId' is distinct from i.command_id)`;
  const forgotten = sql<Row[]>`select i.episode_id || ' ' || i.command_id as ref, 'is in the journal, but its inbox row says ' || i.state as what
    from inbox i join journal j on j.episode_id = i.episode_id and j.input->>'commandId' = i.command_id
    where i.state in ('accepted', 'rejected') and j.wall_at < ${grace(a)}`;
  // Only what the record transaction told the episode's own run never lay in the inbox: an earlier entry says so.
  const unheard = sql<Row[]>`select j.episode_id || ' ' || (j.input->>'commandId') as ref, 'is in the journal at entry ' || j.seq || ', but the inbox does not know it' as what from journal j
    where j.input ? 'commandId' and j.wall_at >= ${sinceOf(a)} and not exists (select from inbox i where i.episode_id = j.episode_id and i.command_id = j.input->>'commandId')
      and not exists (select from journal t cross join jsonb_array_elements(t.told) news where t.episode_id = j.episode_id and t.seq < j.seq and news->>'commandId' = j.input->>'commandId')`;
  const twice = sql<Row[]>`select j.episode_id || ' ' || (j.input->>'commandId') as ref, 'was applied ' || count(*) || ' times' as what from journal j
    where j.input ? 'commandId' and j.wall_at >= ${sinceOf(a)} and not exists (select 1 from jsonb_array_elements(j.events) e where e->>'type' = 'InputIgnored')
    group by j.episode_id, j.input->>'commandId' having count(*) > 1`;
  const [count] = await sql<{ n: number }[]>`select count(*) as n from inbox where received_at >= ${sinceOf(a)}`;
  const rows = (await Promise.all([pending, silent, unproved, forgotten, unheard, twice])).flat();
  return { breaches: rows.map(({ ref, what }): Breach => ({ check: 'D', ref, what })), looked: count?.n ?? 0 };
};
