/** F: every open episode has a running workflow, and nothing that it should have done by itself is overdue. */
import { grace, type AuditCheck, type Auditing, type Breach, type Heard } from './breach.js';

type Open = { id: string; status: string; overdue: boolean; young: boolean; nextDueAt: string | null };

/** Asked before the database is read: whoever ended meanwhile is not open any more by then, whoever is new is young. */
export async function hearWorkflows({ sql, running: ask }: Pick<Auditing, 'sql' | 'running'>): Promise<Heard['workflows']> {
  if (!ask) return null;
  const open = await sql<{ id: string }[]>`select id from episode where status not in ('stopped', 'completed') order by id`;
  return ask(open.map(({ id }) => id));
}

export const running: AuditCheck = async (a) => {
  const episodes = await a.sql<Open[]>`select id, status, coalesce(next_wall_at < ${grace(a)}, false) as overdue, launched_at > ${grace(a)} as young, next_due_at
    from episode where status not in ('stopped', 'completed') order by id`;
  const states = a.heard.workflows;
  const breaches = episodes.flatMap((episode) => [...ofRow(episode), ...(states === null || episode.young ? [] : ofWorkflow(episode, states.get(episode.id)?.status ?? 'missing'))]);
  return { breaches, looked: episodes.length, ...(states === null ? { note: 'workflows were not asked: no connection to Temporal was given' } : {}) };
};

function ofRow({ id, status, overdue, young, nextDueAt }: Open): Breach[] {
  if (status === 'halted') return [{ check: 'F', ref: id, what: 'stands still until a person repairs its journal' }];
  if (status === 'launching') return young ? [] : [{ check: 'F', ref: id, what: 'was launched, but its workflow never began' }];
  return overdue ? [{ check: 'F', ref: id, what: `has something due since ${nextDueAt ?? 'an unknown time'} that did not happen` }] : [];
}

const ofWorkflow = ({ id, status }: Open, workflow: 'running' | 'closed' | 'missing'): Breach[] =>
  workflow === 'running' || status === 'launching' ? [] : [{ check: 'F', ref: id, what: `is open, but its workflow is ${workflow}` }];
