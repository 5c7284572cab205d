/** G: every open case is acted on by somebody: itself, or a live case of the same patient that holds it. */
import { grace, type AuditCheck, type Breach } from './breach.js';

type Row = { ref: string; what: string };

export const cases: AuditCheck = async (a) => {
  const { sql } = a;
  const orphaned = sql<Row[]>`select j.id as ref, 'is held by ' || coalesce(j.held_by, 'nobody') || ', which is ' || coalesce(h.status, 'unknown') as what
    from escalation j left join escalation h on h.id = j.held_by and h.patient_id = j.patient_id and h.episode_id <> j.episode_id
    where j.status = 'joined' and (h.id is null or h.status in ('closed', 'joined'))
      and not exists (select 1 from inbox i where i.episode_id = j.episode_id and i.kind in ('case-ended', 'case-joined') and i.state = 'accepted' and i.received_at > ${grace(a)})`;
  const unnoticed = sql<Row[]>`select x.id as ref, 'passed its contact deadline without a breach on record' as what from escalation x join episode e on e.id = x.episode_id
    where x.status in ('open', 'acknowledged') and x.contacted_at is null and x.contact_by < episode_of(e.clock, ${grace(a)}) and not 'contact' = any(x.breached) and e.status not in ('halted', 'launching')`;
  const doubled = sql<Row[]>`select x.id as ref, 'acts for prefix ' || p.prefix || ' beside ' || c.escalation_id as what
    from escalation x cross join lateral unnest(x.prefixes) as p(prefix) join case_prefix c on c.patient_id = x.patient_id and c.prefix = p.prefix join escalation h on h.id = c.escalation_id
    where x.status in ('open', 'acknowledged', 'contacted') and c.escalation_id <> x.id and h.episode_id <> x.episode_id and h.raised_at < x.raised_at and x.raised_at < now() - make_interval(secs => ${a.graceSeconds})
      and p.prefix not in ('STAFF', 'staff')`;
  const [count] = await sql<{ n: number }[]>`select count(*) as n from escalation where status <> 'closed'`;
  const rows = (await Promise.all([orphaned, unnoticed, doubled])).flat();
  return { breaches: rows.map(({ ref, what }): Breach => ({ check: 'G', ref, what })), looked: count?.n ?? 0 };
};
