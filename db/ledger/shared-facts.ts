/** What the patient's episodes share, read under the patient's lock: the very facts that the story runner keeps in memory. */
import type { Obligation } from '../../pathways/engine/events.js';
import type { Plan } from '../../pathways/engine/plan.js';
import type { ChannelName, Instant, LocalDate, LocalTime, ObligationId } from '../../pathways/engine/vocabulary.js';
import { textHash } from '../../pathways/patient/claim.js';
import type { Advice, Consents, Contact, Sent, SharedFacts } from '../../pathways/patient/facts.js';
import { strictest } from '../../pathways/patient/strictest.js';
import { addDays, atLocal, localDateOf } from '../../pathways/time.js';
import { together, type Tx } from '../client.js';
import { planOf } from '../plans.js';
import { openCases } from '../siblings.js';

type PatientRow = {
  zone: string; language: string; diedAt: Instant | null; optedOutAt: Instant | null; consents: Consents; away: { from: LocalDate; until: LocalDate }[];
  quietFrom: LocalTime | null; quietUntil: LocalTime | null;
};

async function patientRow(tx: Tx, patientId: string): Promise<PatientRow> {
  const [row] = await tx<PatientRow[]>`select coalesce(p.zone, h.zone) as zone, p.language, p.died_at, p.opted_out_at, p.consents, p.away, p.quiet_from, p.quiet_until
    from patient p join hospital h on h.id = p.hospital_id where p.id = ${patientId}`;
  if (!row) throw new Error(`There is no patient ${patientId}`);
  return row;
}

const contactsOf = (tx: Tx, patientId: string): Promise<Contact[]> =>
  tx<Contact[]>`select id, owner, kind, position as "order", quarantined_at is not null or unsubscribed_at is not null as quarantined
    from contact where patient_id = ${patientId} order by position, id`;

/** Everything that went out or may have gone out since yesterday began; `except` are being decided now. */
async function sentSince(tx: Tx, patientId: string, since: Instant, except: ObligationId[]): Promise<Sent[]> {
  const rows = await tx<{ spec: Obligation; episodeId: string; channel: ChannelName; language: string; at: Instant; carrier: ObligationId }[]>`
    select o.spec, o.episode_id, a.channel, a.language, a.episode_at as at, a.obligation_id as carrier
    from attempt a cross join lateral unnest(a.carries) as carried(id) join obligation o on o.id = carried.id
    where a.patient_id = ${patientId} and a.episode_at >= ${since} and a.state not in ('rejected', 'absent', 'failed') and o.id <> all(${except})
    order by a.episode_at, a.id, o.id`;
  const planned = rows.map(({ spec, episodeId, channel, language, at, carrier }) => sentAs(spec, { episode: episodeId, channel, language, at, carrier }));
  return [...planned, ...(await repliesSince(tx, patientId, since))].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

/** Notices of replies: no pathway plans them, but they are SMS of the day like any other. Each answers something that was just asked, so none repeats another's text. */
async function repliesSince(tx: Tx, patientId: string, since: Instant): Promise<Sent[]> {
  const rows = await tx<{ id: string; episode: string | null; channel: ChannelName; at: Instant; byFamily: boolean }[]>`
    select n.id, i.episode_id as episode, n.channel, coalesce(n.episode_at, n.posted_at) as at, i.contact_id is not null as by_family
    from reply_notice n join inquiry i on i.id = n.inquiry_id
    where i.patient_id = ${patientId} and n.channel <> 'none' and n.state in ('sending', 'accepted', 'ambiguous') and coalesce(n.episode_at, n.posted_at) >= ${since}`;
  return rows.map(({ id, episode, channel, at, byFamily }) => ({
    obligation: id, episode: episode ?? '', class: 'visit', recipient: byFamily ? 'family' : 'patient', channel, textHash: id, sharedKey: null, at,
  }));
}

type Sending = { episode: string; channel: ChannelName; language: string; at: Instant; carrier: ObligationId };

/** How later claims see a message that went out or may have gone out. */
export const sentAs = (spec: Obligation, { episode, channel, language, at, carrier }: Sending): Sent => ({
  obligation: spec.id, episode, class: spec.class, recipient: spec.recipient, channel, textHash: textHash(spec, language), sharedKey: spec.sharedKey, at,
  ...(carrier === spec.id ? {} : { carriedBy: carrier }),
});

async function limitsOf(tx: Tx, hospitalId: string, patientId: string, own: SharedFacts['quietHours'] | null): Promise<Pick<SharedFacts, 'quietHours' | 'dailySmsCap'>> {
  const keys = await tx<{ id: string; version: number; hash: string }[]>`
    select distinct plan_id as id, plan_version as version, plan_hash as hash from episode
    where patient_id = ${patientId} and (status not in ('stopped', 'completed') or ended_at > now() - interval '1 day')`;
  const plans: Plan[] = [];
  for (const key of keys) plans.push((await planOf(tx, hospitalId, key)).plan);
  return strictest(plans, own);
}

const plannedOn = (tx: Tx, patientId: string, from: Instant, until: Instant): Promise<SharedFacts['plannedToday']> =>
  tx`select id as obligation, class, recipient, due_at from obligation
    where patient_id = ${patientId} and state in ('planned', 'released') and due_at >= ${from} and due_at < ${until} order by due_at, id`;

/** Of the running packages alone: what was said, is to be said, or was kept back because another one says otherwise. */
const adviceOf = (tx: Tx, patientId: string): Promise<Advice[]> =>
  tx<Advice[]>`select o.id as obligation, o.episode_id as episode, o.spec->'advises'->>'topic' as topic, o.spec->'advises'->>'value' as value, o.due_at as "from"
    from obligation o join episode e on e.id = o.episode_id
    where o.patient_id = ${patientId} and o.spec ? 'advises' and e.status not in ('stopping', 'stopped', 'completed')
      and (o.state not in ('suppressed', 'failed') or o.reason = 'contradiction') order by o.due_at, o.id`;

export async function loadSharedFacts(tx: Tx, patient: { hospitalId: string; patientId: string }, at: Instant, deciding: ObligationId[]): Promise<SharedFacts> {
  const { hospitalId, patientId } = patient;
  const { zone, language, diedAt, optedOutAt, consents, away, quietFrom, quietUntil } = await patientRow(tx, patientId);
  const today = localDateOf(at, zone);
  const startOf = (date: LocalDate): Instant => atLocal(date, '00:00', zone);
  const own = quietFrom !== null && quietUntil !== null ? { from: quietFrom, to: quietUntil } : null;
  const [contacts, limits, sent, plannedToday, cases, advice] = await together([
    contactsOf(tx, patientId), limitsOf(tx, hospitalId, patientId, own), sentSince(tx, patientId, startOf(addDays(today, -1)), deciding),
    plannedOn(tx, patientId, startOf(today), startOf(addDays(today, 1))), openCases(tx, patientId), adviceOf(tx, patientId),
  ]);
  return { zone, language, dead: diedAt !== null, optedOut: optedOutAt !== null, consents, away, contacts, ...limits, sent, plannedToday, openCases: cases, advice };
}
