/** By when an inquiry is due and who is asked first: the hospital's rule, or the hours that a package of the patient names for questions. */
import type { Calendar } from '../../pathways/engine/inputs.js';
import type { AnswerWindow } from '../../pathways/engine/plan.js';
import type { Instant, StaffRole } from '../../pathways/engine/vocabulary.js';
import { answerDue } from '../../pathways/patient/answering.js';
import type { Db, Tx } from '../client.js';
import type { Person } from '../patient-access/person.js';
import { planOf } from '../plans.js';
import { inquiryDue } from './clock.js';
import type { InquiryKind } from './rules.js';

type Moment = { episodeId: string | null; at: Instant; wall: Instant; zone: string; calendar: Calendar | null; pace: number };
/** `by`: whoever the package names; null: nobody in particular. */
export type InquiryTerm = Pick<Moment, 'episodeId' | 'at' | 'wall'> & { dueAt: Instant; dueWall: Instant; by: StaffRole | null };

/** Episode time of the patient's running episode; wall time when none runs. */
async function momentOf(tx: Tx, { hospitalId, patientId }: Person, episodeId: string | null): Promise<Moment> {
  const [row] = await tx<(Omit<Moment, 'pace'> & { pace: string })[]>`
    select e.id as episode_id, coalesce(episode_of(e.clock, now()), now())::timestamptz(3) as at, now()::timestamptz(3) as wall, coalesce(p.zone, h.zone) as zone, h.calendar,
      coalesce(e.clock->>'pace', '1') as pace
    from patient p join hospital h on h.id = p.hospital_id
      left join lateral (select id, clock from episode e where e.patient_id = p.id and e.hospital_id = p.hospital_id and (${episodeId}::uuid is null or e.id = ${episodeId})
        order by e.status in ('stopped', 'completed'), e.launched_at desc limit 1) e on true
    where p.id = ${patientId} and p.hospital_id = ${hospitalId}`;
  if (!row) throw new Error(`There is no patient ${patientId} in this hospital`);
  return { ...row, pace: Number(row.pace) };
}

/** Of every running package: what one of them promised the patient holds whichever she asks about. */
export async function answerWindows(sql: Db, { hospitalId, patientId }: Pick<Person, 'hospitalId' | 'patientId'>): Promise<AnswerWindow[]> {
  const rows = await sql<{ id: string; version: number; hash: string }[]>`select plan_id as id, plan_version as version, plan_hash as hash from episode
    where hospital_id = ${hospitalId} and patient_id = ${patientId} and status not in ('stopped', 'completed') order by launched_at`;
  const plans = await Promise.all(rows.map((key) => planOf(sql, hospitalId, key)));
  return plans.flatMap(({ plan }) => plan.answering ?? []);
}

/** From now on. */
export async function inquiryTerm(tx: Tx, person: Person, kind: InquiryKind, episodeId: string | null): Promise<InquiryTerm> {
  const { at, wall, zone, calendar, pace, episodeId: about } = await momentOf(tx, person, episodeId);
  const promised = kind === 'question' ? answerDue(await answerWindows(tx, person), at, zone) : null;
  const dueAt = promised?.dueAt ?? inquiryDue(kind, at, zone, calendar);
  const [row] = await tx<{ dueWall: Instant }[]>`select (${wall}::timestamptz + (${dueAt}::timestamptz - ${at}::timestamptz) / ${pace}::float8)::timestamptz(3) as due_wall`;
  if (!row) throw new Error('A query of one value returned no row');
  return { episodeId: about, at, wall, dueAt, dueWall: row.dueWall, by: promised?.by ?? null };
}
