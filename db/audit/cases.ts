/** G: every open case is acted on by somebody: itself, or a live case of the same patient that holds it. The alarm of a halted episode does not name the cases of others that wait for it. */
import { haltCodes } from '../halt.js';
import { grace, type AuditCheck, type Breach } from './breach.js';

type Row = { ref: string; what: string };

export const cases: AuditCheck = async (a) => {
  const { sql } = a;
  const orphaned = sql<Row[]>`select j.id as ref, 'is held by ' || coalesce(j.held_by, 'nobody') || ', which ' || case when e.status = 'halted' then 'stands still' else 'is ' || coalesce(h.status, 'unknown') end as what
    from escalation j join episode own on own.id = j.episode_id left join escalation h on h.id = j.held_by and h.patient_id = j.patient_id and h.episode_id <> j.episode_id left join episode e on e.id = h.episode_id
    where j.status = 'joined' and (h.id is null or h.status in ('closed', 'joined') or (e.status = 'halted' and own.status <> 'halted'))
      and not exists (select 1 from inbox i where i.episode_id = j.episode_id and i.kind in ('case-ended', 'case-joined') and i.state = 'accepted' and i.received_at > ${grace(a)})`;
  const unnoticed = sql<Row[]>`select x.id as ref, 'passed its contact deadline without a breach on record' as what from escalation x join episode e on e.id = x.episode_id
    where x.status in ('open', 'acknowledged') and x.contacted_at is null and x.contact_by < episode_of(e.clock, ${grace(a)}) and not 'contact' = any(x.breached) and e.status not in ('halted', 'launching')`;
  // An older case that acts for one prefix of a younger one leaves it the others; for all of them it should have taken it, unless its episode could not act (it has been halted).
  const doubled = sql<Row[]>`select x.id as ref, 'acts for ' || array_to_string(x.prefixes, ', ') || ' beside ' || h.id as what
    from escalation x join escalation h on h.patient_id = x.patient_id and h.episode_id <> x.episode_id and h.status in ('open', 'acknowledged', 'contacted') and h.raised_at < x.raised_at
    where x.status in ('open', 'acknowledged', 'contacted') and x.raised_at < now() - make_interval(secs => ${a.graceSeconds}) and x.prefixes <> '{}' and not x.prefixes && '{STAFF,staff}'
      and x.prefixes <@ array(select c.prefix from case_prefix c where c.escalation_id = h.id)
      and not exists (select 1 from alarm l where l.ref = h.episode_id::text and l.code = any(${[...haltCodes]}))`;
  const [count] = await sql<{ n: number }[]>`select count(*) as n from escalation where status <> 'closed'`;
  const rows = (await Promise.all([orphaned, unnoticed, doubled])).flat();
  return { breaches: rows.map(({ ref, what }): Breach => ({ check: 'G', ref, what })), looked: count?.n ?? 0 };
};
