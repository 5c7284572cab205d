/**
 * The sources of a patient's timeline as one SQL relation `entry`, made of the read models and of the recorded events. A step's first plan
 * comes from its `OccurrencePlanned`, because a booking moves `due_at`. What a sibling episode handed on is shown once, where it came in.
 */
import type { EntryKind } from '../../../pathways/chart/entry.js';
import type { Sql } from '../../client.js';

export type EntrySource = { hospitalId: string; patientId: string; episodeId: string | null; kinds: readonly EntryKind[] };

/*
 * `detail` by kind:
 * visit    slotFrom, slotUntil, windowFrom, windowUntil, moves (bookings and moves so far), photos (how many)
 * form     answers (ids of submissions, oldest first), answeredBy, late
 * call     as form, and outcomes: [{ at, outcome }]
 * task     as form, and note: what whoever did it wrote; null when nothing
 * reading  reading, values by component, stale, rejected (why it was not believed; null: it was)
 * message, staff-message  purpose, class, recipient, channel, escalation, possiblyDoubled
 * case     rules, instruction (text key), contactBy, acknowledgedAt, contactedAt, closedAt, outcome, breached, heldBy
 * change   type (of the event), reason, data (the event without its cause)
 */

/** Events that say something about the episode as a whole. */
const changes = [
  'EpisodeStarted', 'EpisodePaused', 'EpisodeResumed', 'GoalReached', 'BadgeEarned', 'RewardEarned', 'CourseCompleted', 'EpisodeCompleted', 'EpisodeStopping', 'EpisodeStopped', 'PatientDied', 'PatientReadmitted',
  'OptedOut', 'OptedIn', 'AwaySet', 'FactsChanged', 'ZoneChanged', 'AnchorSet', 'PersonalSet', 'EpisodeMigrated', 'PackageEmbedded', 'ContactQuarantined', 'StepStarted', 'StepSkipped', 'Warned',
];
const aboutOccurrences = ['OccurrencePlanned', 'OccurrenceMoved', 'VisitBooked', 'VisitCheckedIn', 'OccurrenceClosed', 'CallRecorded', 'TaskRecorded', 'AnswerRecorded', 'ReadingRecorded', 'ReadingRejected'];

/** To stand after `with`; gives the relations `e` (the patient's episodes) and `entry`. */
export function entriesOf(sql: Sql, { hospitalId, patientId, episodeId, kinds }: EntrySource) {
  const has = (...some: EntryKind[]): boolean => some.some((kind) => kinds.includes(kind));
  const parts = [
    ...(has('visit', 'form', 'call', 'task', 'reading') ? [ofOccurrences(sql, kinds)] : []),
    ...(has('reading') ? [ofReadings(sql)] : []),
    ...(has('form') ? [ofVolunteered(sql)] : []),
    ...(has('call') ? [ofTaskCalls(sql)] : []),
    ...(has('message', 'staff-message') ? [ofMessages(sql, kinds, patientId)] : []),
    ...(has('case') ? [ofCases(sql)] : []),
    ...(has('change') ? [ofChanges(sql)] : []),
  ];
  const union = parts.reduce((all, part) => sql`${all} union all ${part}`);
  return sql`e as (select id, plan_id, plan_version, plan_hash from episode where hospital_id = ${hospitalId} and patient_id = ${patientId}
      ${episodeId === null ? sql`` : sql`and id = ${episodeId}`}),
    ev as materialized (select t.episode_id, t.seq, t.idx, t.at, t.type, t.step, t.occurrence, t.data from timeline t join e on e.id = t.episode_id
      where t.hospital_id = ${hospitalId} and t.type = any(${[...aboutOccurrences, ...changes]})),
    lived as (select occurrence, min(data->>'dueAt') filter (where type = 'OccurrencePlanned') as planned_at,
        min(at) filter (where type = 'VisitCheckedIn') as checked_in_at, max(at) filter (where type = 'OccurrenceClosed') as closed_at,
        max(seq) filter (where type = 'OccurrenceClosed') as closed_seq, count(*) filter (where type = 'OccurrenceMoved' or type = 'VisitBooked')::int as moves,
        coalesce(jsonb_agg(jsonb_build_object('at', data->'at', 'outcome', data->'outcome') order by seq) filter (where type = 'CallRecorded'), '[]') as outcomes,
        max(at) filter (where type = 'CallRecorded') as called_at, max(data->>'note') filter (where type = 'TaskRecorded') as note,
        coalesce(jsonb_agg(episode_id || '/' || (data->>'submission') order by seq) filter (where type = 'AnswerRecorded'), '[]') as answers,
        max(data->>'answeredBy') filter (where type = 'AnswerRecorded') as answered_by, max(at) filter (where type = 'AnswerRecorded') as answered_at,
        coalesce(bool_or((data->>'late')::boolean) filter (where type = 'AnswerRecorded'), false) as late
      from ev where occurrence is not null group by occurrence),
    outvoted as (select v.episode_id, o->>'submission' as submission from ev v cross join lateral jsonb_array_elements(v.data->'outvotes') o where v.type = 'ReadingRecorded'),
    measured as (select ev.*, data->>'reading' as reading, case when type = 'ReadingRejected' then data->>'reason'
        when exists (select 1 from outvoted v where v.episode_id = ev.episode_id and v.submission = ev.data->>'submission') then 'outvoted' end as disbelieved from ev where type in ('ReadingRecorded', 'ReadingRejected') and data->>'sharedFrom' is null),
    entry (id, kind, episode_id, step, n, at, planned_at, actual_at, state, status, reason, level, detail) as (${union})`;
}

const stateOf = (sql: Sql) => sql`case o.status when 'completed' then 'happened' when 'failed' then 'not' when 'cancelled' then 'left-out' else 'planned' end`;

/** Done: when it was done. Otherwise where people look for it: its slot, else the day it is due. */
function ofOccurrences(sql: Sql, kinds: readonly EntryKind[]) {
  const actual = sql`case when o.status = 'completed' then coalesce(l.checked_in_at, l.called_at, l.answered_at, m.at_measured, l.closed_at) end`;
  return sql`select o.id, o.kind, o.episode_id, o.step, o.n, coalesce(${actual}, o.slot_from, o.due_at) as at, coalesce(l.planned_at::timestamptz, o.due_at) as planned_at,
      ${actual} as actual_at, ${stateOf(sql)} as state, o.status, coalesce(o.reason, m.disbelieved) as reason, null::text as level,
      case o.kind when 'visit' then jsonb_build_object('slotFrom', o.slot_from, 'slotUntil', o.slot_until, 'windowFrom', o.window_from, 'windowUntil', o.window_until, 'moves', coalesce(l.moves, 0), 'photos', jsonb_array_length(o.photos))
        when 'reading' then jsonb_build_object('reading', m.reading, 'values', coalesce(m.vals, '{}'), 'stale', false, 'rejected', m.disbelieved)
        else jsonb_build_object('answers', coalesce(l.answers, '[]'), 'answeredBy', l.answered_by, 'late', coalesce(l.late, false), 'outcomes', coalesce(l.outcomes, '[]')) || case o.kind when 'task' then jsonb_build_object('note', l.note) else '{}' end end as detail
    from occurrence o join e on e.id = o.episode_id left join lived l on l.occurrence = o.id
      left join lateral (select reading, data->'values' as vals, disbelieved, (data->>'measuredAt')::timestamptz as at_measured from measured
        where measured.episode_id = o.episode_id and measured.seq = l.closed_seq and o.kind = 'reading' and o.status = 'completed' limit 1) m on true
    where o.kind = any(${kinds.filter((kind) => ['visit', 'form', 'call', 'task', 'reading'].includes(kind))})`;
}

/** Values that no request asked for, and those not believed. */
const ofReadings = (sql: Sql) => sql`select m.episode_id || '/' || m.seq || '/' || m.idx, 'reading', m.episode_id, null, null::int, (m.data->>'measuredAt')::timestamptz, null::timestamptz,
    (m.data->>'measuredAt')::timestamptz, case when m.disbelieved is null then 'happened' else 'left-out' end, case when m.disbelieved is null then 'recorded' else 'rejected' end, m.disbelieved, null::text,
    jsonb_build_object('reading', m.reading, 'values', m.data->'values', 'stale', coalesce((m.data->>'stale')::boolean, false), 'rejected', m.disbelieved)
  from measured m where not exists (select 1 from lived l join occurrence o on o.id = l.occurrence and o.kind = 'reading' and o.status = 'completed' where o.episode_id = m.episode_id and l.closed_seq = m.seq)`;

const ofVolunteered = (sql: Sql) => sql`select ev.episode_id || '/' || (ev.data->>'submission'), 'form', ev.episode_id, null, null::int, ev.at, null::timestamptz, ev.at, 'happened', 'recorded', null, null::text,
    jsonb_build_object('answers', jsonb_build_array(ev.episode_id || '/' || (ev.data->>'submission')), 'answeredBy', ev.data->'answeredBy', 'late', ev.data->'late', 'outcomes', '[]'::jsonb)
  from ev where ev.type = 'AnswerRecorded' and ev.occurrence is null and ev.data->>'sharedFrom' is null`;

/** Calls about a form, a visit or a case, made from a phone task. */
const ofTaskCalls = (sql: Sql) => sql`select ev.episode_id || '/' || ev.seq || '/' || ev.idx, 'call', ev.episode_id, null, null::int, ev.at, null::timestamptz, ev.at,
    case when ev.data->>'outcome' in ('reached', 'proxy', 'refused', 'readmitted', 'died') then 'happened' else 'not' end, 'recorded', null, null::text,
    jsonb_build_object('answers', '[]'::jsonb, 'answeredBy', null, 'late', false, 'outcomes', jsonb_build_array(jsonb_build_object('at', ev.data->'at', 'outcome', ev.data->'outcome')))
  from ev where ev.type = 'CallRecorded' and ev.occurrence is null`;

function ofMessages(sql: Sql, kinds: readonly EntryKind[], patientId: string) {
  const toPeople = sql`o.recipient in ('patient', 'family')`;
  const which = !kinds.includes('staff-message') ? sql`and ${toPeople}` : !kinds.includes('message') ? sql`and not ${toPeople}` : sql``;
  return sql`select o.id, case when ${toPeople} then 'message' else 'staff-message' end, o.episode_id, split_part(o.occurrence, '/', 2), nullif(split_part(o.occurrence, '/', 3), '')::int,
      coalesce(s.sent_at, o.due_at), (o.spec->>'dueAt')::timestamptz, s.sent_at,
      case when o.state in ('sent', 'accepted') then 'happened' when o.state = 'failed' then 'not' when o.state = 'suppressed' then 'left-out' else 'planned' end, o.state, o.reason, o.spec->>'level',
      jsonb_build_object('purpose', o.purpose, 'class', o.class, 'recipient', o.recipient, 'channel', s.channel, 'escalation', o.escalation, 'possiblyDoubled', coalesce(s.doubled, false))
    from obligation o join e on e.id = o.episode_id
      left join (select ob, max(a.episode_at) as sent_at, (array_agg(a.channel order by a.claimed_at desc))[1] as channel, bool_or(a.possibly_doubled) as doubled
        from attempt a join e on e.id = a.episode_id, unnest(a.carries) as ob where a.patient_id = ${patientId} and a.state in ('accepted', 'sent', 'delivered') group by ob) s on s.ob = o.id
    where true ${which}`;
}

const ofCases = (sql: Sql) => sql`select x.id, 'case', x.episode_id, null, null::int, x.raised_at, x.contact_by, x.contacted_at, case when x.status = 'closed' then 'happened' when x.status = 'joined' then 'left-out' else 'planned' end,
    x.status, x.outcome, x.level, jsonb_build_object('rules', x.rules, 'instruction', x.instruction, 'contactBy', x.contact_by, 'acknowledgedAt', x.acknowledged_at, 'contactedAt', x.contacted_at,
      'closedAt', x.closed_at, 'outcome', x.outcome, 'breached', x.breached, 'heldBy', x.held_by)
  from escalation x join e on e.id = x.episode_id`;

/** A fact that every episode was told stands once: where a person said it. */
const ofChanges = (sql: Sql) => sql`select ev.episode_id || '/' || ev.seq || '/' || ev.idx, 'change', ev.episode_id, ev.step, null::int, ev.at, null::timestamptz, ev.at, 'happened', ev.type, coalesce(ev.data->>'reason', ev.data->>'code'), null::text,
    jsonb_build_object('type', ev.type, 'reason', coalesce(ev.data->>'reason', ev.data->>'code'), 'data', ev.data - 'cause' - 'calendar' - 'lookBack' - 'facts')
  from ev where ev.type = any(${changes}) and not (ev.data->'cause'->>'commandId' like '%@%' and ev.type in ('PatientDied', 'PatientReadmitted', 'OptedOut', 'OptedIn', 'AwaySet', 'FactsChanged', 'ZoneChanged'))`;
