/** Every visit of one patient: planned day, booked slot, who goes, and what became of it. */
import type { Instant } from '../../pathways/engine/vocabulary.js';
import type { Crypt } from '../../messages/crypt.js';
import type { Sql } from '../client.js';
import { openOffers, type OpenOffer } from '../visits/open-offers.js';
import { standInsOf, type StandIn } from '../visits/stand-in.js';
import { wordingsOf, type ScreenLanguage } from '../wording.js';

export type PatientVisit = {
  occurrence: string; episodeId: string; packageTitle: string; step: string; n: number; label: string; service: string; place: string; who: string; status: string; reason: string | null;
  plannedAt: Instant; dueAt: Instant; windowFrom: Instant; windowUntil: Instant; slotFrom: Instant | null; slotUntil: Instant | null;
  /** offering | assigned | unassigned | held | ended; null: nobody was asked yet. */
  assignment: string | null; assignee: string | null; offers: OpenOffer[];
  checkedInAt: Instant | null; closedAt: Instant | null; redemption: { how: string; at: Instant } | null; answerId: string | null; photos: string[]; standIns: StandIn[]; bookable: boolean; episodeOpen: boolean;
};

type Row = Omit<PatientVisit, 'packageTitle' | 'label' | 'service' | 'place' | 'who' | 'bookable' | 'photos' | 'standIns'> & { planId: string; planVersion: number; planHash: string; photos: { id: string }[] };

const movable = ['planned', 'booked', 'held'];

/** Next first, then the past, newest first: `order` is the screen's business. At most some hundred in a year. */
export async function patientVisits(sql: Sql, crypt: Crypt, f: { hospitalId: string; patientId: string; language: ScreenLanguage }): Promise<PatientVisit[]> {
  const rows = await sql<Row[]>`
    select o.id as occurrence, o.episode_id, e.plan_id, e.plan_version, e.plan_hash, o.step, o.n, o.status, coalesce(said.why, o.reason) as reason, coalesce((l.planned_at)::timestamptz, o.due_at) as planned_at, o.due_at, o.window_from, o.window_until,
      o.slot_from, o.slot_until, a.state as assignment, c.display_name as assignee, ${openOffers(sql)} as offers,
      l.checked_in_at, l.closed_at, case when r.occurrence is null then null else jsonb_build_object('how', r.how, 'at', r.redeemed_at) end as redemption,
      (select w.id from answer w where w.occurrence = o.id and w.episode_id = o.episode_id order by w.at desc limit 1) as answer_id, o.photos, e.ended_at is null as episode_open
    from occurrence o join episode e on e.id = o.episode_id
      left join (select t.occurrence, min(t.data->>'dueAt') filter (where t.type = 'OccurrencePlanned') as planned_at, min(t.at) filter (where t.type = 'VisitCheckedIn') as checked_in_at,
          max(t.at) filter (where t.type = 'OccurrenceClosed') as closed_at, max(t.seq) filter (where t.type = 'OccurrenceClosed') as closed_seq
        from timeline t join episode x on x.id = t.episode_id where x.patient_id = ${f.patientId} and t.hospital_id = ${f.hospitalId} and t.type in ('OccurrencePlanned', 'VisitCheckedIn', 'OccurrenceClosed') group by t.occurrence) l on l.occurrence = o.id
      -- The engine closes both as missed; whether nobody was home or nobody came is what the nurse's own command said.
      left join lateral (select case j.input->>'reason' when 'no-show' then 'no-show' when 'staff' then 'staff-absent' end as why from journal j
        where j.episode_id = o.episode_id and j.seq = l.closed_seq and j.input->>'kind' = 'visit-missed' and j.input->>'occurrence' = o.id) said on true
      left join visit_assignment a on a.occurrence = o.id left join account c on c.id = a.account_id left join redemption r on r.occurrence = o.id
    where o.hospital_id = ${f.hospitalId} and o.patient_id = ${f.patientId} and o.kind = 'visit' order by o.due_at, o.id`;
  const standIns = await standInsOf(sql, crypt, f.hospitalId, rows.map(({ occurrence }) => occurrence));
  const wording = await wordingsOf(sql, f.hospitalId, rows, f.language);
  return rows.map(({ planId, planVersion, planHash: _, photos, ...row }): PatientVisit => {
    const words = wording({ planId, planVersion });
    const step = words.plan.steps.find(({ id }) => id === row.step);
    return {
      ...row, packageTitle: words.packageTitle, label: words.stepLabel(row.step), photos: photos.map(({ id }) => id), standIns: standIns.filter(({ occurrence }) => occurrence === row.occurrence), bookable: row.episodeOpen && movable.includes(row.status),
      ...(step?.kind === 'visit' ? { service: step.service, place: step.place, who: step.who } : { service: '', place: '', who: '' }),
    };
  });
}
