/** F: every open episode, and every ended one with a case that nobody closed, has a running workflow, and nothing that it should have done by itself is overdue. */
import { grace, type AskedAbout, type AuditCheck, type Auditing, type Breach, type Heard } from './breach.js';

type Open = { id: string; status: string; ended: boolean; overdue: boolean; young: boolean; nextDueAt: string | null };

/** Over, but not at an end: its own run waits for the case or the due time, or a late one does. */
const mustRun = (a: Pick<Auditing, 'sql' | 'graceSeconds'>) =>
  a.sql`(status not in ('stopped', 'completed') or next_wall_at < ${grace(a)} or id in (select episode_id from escalation where status <> 'closed'))`;

/** Asked before the database is read: whoever ended meanwhile is not open any more by then, whoever is new is young. */
export async function hearWorkflows(a: Pick<Auditing, 'sql' | 'running' | 'graceSeconds'>): Promise<Heard['workflows']> {
  if (!a.running) return null;
  return a.running(await a.sql<AskedAbout[]>`select id, late_runs from episode where ${mustRun(a)} order by id`);
}

export const running: AuditCheck = async (a) => {
  const episodes = await a.sql<Open[]>`select id, status, status in ('stopped', 'completed') as ended, coalesce(next_wall_at < ${grace(a)}, false) as overdue, launched_at > ${grace(a)} as young, next_due_at
    from episode where ${mustRun(a)} order by id`;
  const states = a.heard.workflows;
  // A case of an ended episode that was raised meanwhile was not asked about: the next audit looks at it.
  const heard = ({ id, young, ended }: Open): boolean => states !== null && !young && (!ended || states.has(id));
  const breaches = episodes.flatMap((episode) => [...ofRow(episode), ...(heard(episode) ? ofWorkflow(episode, states?.get(episode.id)?.status ?? 'missing') : [])]);
  return { breaches, looked: episodes.length, ...(states === null ? { note: 'workflows were not asked: no connection to Temporal was given' } : {}) };
};

function ofRow({ id, status, overdue, young, nextDueAt }: Open): Breach[] {
  if (status === 'halted') return [{ check: 'F', ref: id, what: 'stands still until a person repairs its journal' }];
  if (status === 'launching') return young ? [] : [{ check: 'F', ref: id, what: 'was launched, but its workflow never began' }];
  return overdue ? [{ check: 'F', ref: id, what: `has something due since ${nextDueAt ?? 'an unknown time'} that did not happen` }] : [];
}

const ofWorkflow = ({ id, status, ended }: Open, workflow: 'running' | 'closed' | 'missing'): Breach[] =>
  workflow === 'running' || status === 'launching' ? [] : [{ check: 'F', ref: id, what: `${ended ? 'has ended with something left to do' : 'is open'}, but its workflow is ${workflow}` }];
