/**
 * What a ward needs on paper when the computers are down: today's and tomorrow's visits, open cases, promised call-backs, who is on duty, with
 * whole numbers and addresses. The caller logs who took it (`db/access-log.ts`); whoever prints it keeps it locked away.
 */
import type { Crypt } from '../../messages/crypt.js';
import type { Instant } from '../../pathways/engine/vocabulary.js';
import { wholeName } from '../../pathways/people/whole-name.js';
import type { Language } from '../../pathways/schema/definition.js';
import type { Sql } from '../client.js';
import { openPlace } from '../visits/places.js';
import { openCallBacks, type CallBack } from '../worklist/call-backs.js';
import { mayLieWithin } from './own-time.js';
import { packageWords } from './package-words.js';
import { worklistCases, type WorklistCase } from './worklist-cases.js';

export type PhoneNumber = { owner: string; relation: string | null; name: string | null; value: string };
export type DowntimeVisit = {
  occurrence: string; patientId: string; patient: string; sex: string | null; birthDate: string | null; status: string; from: Instant; until: Instant | null; what: string; packageTitle: string;
  nurse: string | null; nursePhone: string | null; district: string | null; address: string | null; accessNote: string | null; numbers: PhoneNumber[];
};
export type DowntimeCase = WorklistCase & { numbers: PhoneNumber[] };
export type Duty = { role: string; displayName: string; startsAt: Instant; endsAt: Instant; phone: string | null };
export type Downtime = { hospital: string; zone: string; madeAt: Instant; visits: DowntimeVisit[]; cases: DowntimeCase[]; callBacks: CallBack[]; duty: Duty[] };

/** A page that nobody could carry is no help; so many of each are many days' work. */
const most = 200;

type VisitRow = Omit<DowntimeVisit, 'patient' | 'what' | 'packageTitle' | 'address' | 'accessNote'> & { familyName: string; givenName: string; label: string; planId: string; planVersion: number; planHash: string; addressEnc: Uint8Array | null; accessNoteEnc: Uint8Array | null };

/** Usable numbers of patient row p, in calling order. */
const numbers = (sql: Sql) => sql`coalesce((select jsonb_agg(jsonb_build_object('owner', c.owner, 'relation', c.relation, 'name', c.name, 'value', c.value) order by c.owner = 'family', c.position)
  from contact c where c.patient_id = p.id and c.hospital_id = p.hospital_id and c.kind in ('mobile', 'landline') and c.quarantined_at is null), '[]') as numbers`;

export async function downtime(sql: Sql, crypt: Crypt, f: { hospitalId: string; language: Language; madeAt: Instant }): Promise<Downtime> {
  const { hospitalId, language, madeAt } = f;
  const [hospital] = await sql<{ name: string; zone: string }[]>`select name, zone from hospital where id = ${hospitalId}`;
  if (!hospital) throw new Error(`No hospital ${hospitalId}`);
  const [visits, { items: cases }, callBacks, duty] = await Promise.all([
    visitsOf(sql, crypt, hospitalId, hospital.zone, language), worklistCases(sql, { hospitalId, language, limit: most }), openCallBacks(sql, crypt, hospitalId), dutyOf(sql, hospitalId),
  ]);
  const known = await sql<{ patientId: string; numbers: PhoneNumber[] }[]>`select p.id as patient_id, ${numbers(sql)} from patient p where p.hospital_id = ${hospitalId} and p.id = any(${cases.map(({ patientId }) => patientId)})`;
  return { hospital: hospital.name, zone: hospital.zone, madeAt, visits, cases: cases.map((one) => ({ ...one, numbers: known.find(({ patientId }) => patientId === one.patientId)?.numbers ?? [] })), callBacks, duty };
}

/** Today's and tomorrow's, by each episode's own clock. In any zone they lie within the days that are looked at first. */
async function visitsOf(sql: Sql, crypt: Crypt, hospitalId: string, zone: string, language: Language): Promise<DowntimeVisit[]> {
  const rows = await sql<VisitRow[]>`
    with soon as materialized (select * from occurrence where hospital_id = ${hospitalId} and kind = 'visit' and status in ('planned', 'booked', 'checked-in', 'held')
      and ${mayLieWithin(sql, hospitalId, { at: sql`coalesce(slot_from, due_at)`, episode: sql`episode_id`, from: sql`now() - interval '2 days'`, until: sql`now() + interval '3 days'` })})
    select o.id as occurrence, p.id as patient_id, p.family_name, p.given_name, p.sex, p.birth_date, o.status, coalesce(o.slot_from, o.due_at) as "from", o.slot_until as until, o.step as label,
      e.plan_id, e.plan_version, e.plan_hash, a.display_name as nurse, (select s.value from staff_contact s where s.account_id = a.id and s.kind = 'mobile' limit 1) as nurse_phone,
      l.district, l.address_enc, l.access_note_enc, ${numbers(sql)}
    from soon o join episode e on e.id = o.episode_id join patient p on p.id = o.patient_id
      left join visit_assignment v on v.occurrence = o.id and v.state = 'assigned' left join account a on a.id = v.account_id left join visit_place l on l.patient_id = p.id
    where (coalesce(o.slot_from, o.due_at) at time zone ${zone})::date - (episode_of(e.clock, now()) at time zone ${zone})::date between 0 and 1
    order by coalesce(o.slot_from, o.due_at), o.id limit ${most}`;
  return Promise.all(rows.map(async ({ familyName, givenName, label, planId, planVersion, planHash, addressEnc, accessNoteEnc, ...row }) => {
    const words = await packageWords(sql, hospitalId, { id: planId, version: planVersion, hash: planHash }, language);
    return { ...row, patient: wholeName({ familyName, givenName }), what: words.sayStep(label), packageTitle: words.title, ...openPlace(crypt, { patientId: row.patientId, addressEnc, accessNoteEnc }) };
  }));
}

/** Now and in the coming day. */
const dutyOf = (sql: Sql, hospitalId: string): Promise<Duty[]> =>
  sql<Duty[]>`select s.role, a.display_name, s.starts_at, s.ends_at, (select k.value from staff_contact k where k.account_id = a.id and k.kind = 'mobile' limit 1) as phone
    from roster_shift s join account a on a.id = s.account_id and a.active where s.hospital_id = ${hospitalId} and s.ends_at > now() and s.starts_at < now() + interval '1 day' order by s.role, s.starts_at, a.display_name`;
