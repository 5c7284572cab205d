/** The needs assessment of a discharge: proposed from what is known, judged by the pure rules, stored once completed. */
import { v7 as uuidv7 } from 'uuid';
import type { LaunchRefusal } from '../../discharges/refusals.js';
import type { Instant, LocalDate } from '../../pathways/engine/vocabulary.js';
import { assessmentEdition, type AssessmentAnswers } from '../../pathways/recommend/questions.js';
import { prefill, type DischargeFacts, type Prefill } from '../../pathways/recommend/prefill.js';
import { recommend, type Recommendation } from '../../pathways/recommend/recommend.js';
import { scoresOf, type Scores } from '../../pathways/recommend/scores.js';
import { localDateOf } from '../../pathways/time.js';
import { announceChanges } from '../changes.js';
import { json, transact, type Db, type Sql } from '../client.js';
import { dischargeList } from '../read-models/discharge-list.js';

export type Assessment = { assessmentId: string; edition: number; answers: AssessmentAnswers; scores: Scores; recommendation: Recommendation; completedBy: string | null; completedAt: Instant };
export type AssessmentDraft = { prefill: Prefill; offered: string[]; last: Assessment | null };

type Clinical = Partial<Omit<DischargeFacts, 'admittedOn' | 'sex' | 'bornOn'>>;
type Stored = { clinical: Clinical; admittedAt: Instant | null; zone: string; sex: DischargeFacts['sex']; bornOn: LocalDate | null };

/** null: this hospital has no such discharge. */
export async function assessmentDraft(sql: Db, hospitalId: string, dischargeId: string): Promise<AssessmentDraft | null> {
  const [row] = await sql<Stored[]>`
    select d.clinical, d.admitted_at, h.zone, p.sex, p.birth_date as born_on from discharge d join hospital h on h.id = d.hospital_id join patient p on p.id = d.patient_id where d.id = ${dischargeId} and d.hospital_id = ${hospitalId}`;
  if (!row) return null;
  const [last] = await sql<Assessment[]>`select a.id as assessment_id, a.edition, a.answers, a.scores, a.recommendation, p.display_name as completed_by, a.completed_at
    from assessment a left join account p on p.id = a.completed_by where a.discharge_id = ${dischargeId} order by a.completed_at desc, a.id desc limit 1`;
  return { prefill: prefill(factsOf(row)), offered: await offeredPackages(sql, hospitalId), last: last ?? null };
}

const factsOf = ({ clinical: c, admittedAt, zone, sex, bornOn }: Stored): DischargeFacts => ({
  sex, bornOn,
  kind: c.kind ?? 'inpatient', reason: c.reason ?? '', admittedOn: admittedAt === null ? null : localDateOf(admittedAt, zone), dischargedOn: c.dischargedOn ?? null,
  conditions: c.conditions ?? [], procedures: c.procedures ?? [], medications: c.medications ?? [], findings: c.findings ?? {},
});

const offeredPackages = async (sql: Db, hospitalId: string): Promise<string[]> =>
  (await sql<{ id: string }[]>`select distinct id from pathway_version where hospital_id = ${hospitalId} order by id`).map(({ id }) => id);

/** By id or by the hospital's own number of the stay; refusals as of `today`. null: this hospital has no such discharge. */
export async function assessmentOf(sql: Sql, { hospitalId, ref, today }: { hospitalId: string; ref: string; today: LocalDate }): Promise<{ stay: string; draft: AssessmentDraft; refusals: LaunchRefusal[] } | null> {
  const [row] = await sql<{ id: string }[]>`select id from discharge where hospital_id = ${hospitalId} and (id::text = ${ref} or encounter_ref = ${ref})`;
  if (!row) return null;
  const [{ items: [listed] }, draft] = [await dischargeList(sql, { hospitalId, today, dischargeId: row.id, limit: 1 }), await assessmentDraft(sql, hospitalId, row.id)];
  return listed && draft ? { stay: listed.encounterRef, draft, refusals: listed.refusals } : null;
}

/** Every completed assessment is kept; the newest counts. null: no such discharge. */
export const storeAssessment = (sql: Sql, request: { hospitalId: string; dischargeId: string; answers: AssessmentAnswers; by: string | null }): Promise<Assessment | null> =>
  transact(sql, async (tx) => {
    const draft = await assessmentDraft(tx, request.hospitalId, request.dischargeId);
    if (!draft) return null;
    const scores = scoresOf(request.answers);
    const recommendation = recommend(request.answers, draft.offered);
    const id = uuidv7();
    await tx`insert into assessment (id, hospital_id, discharge_id, edition, answers, prefilled, scores, recommendation, completed_by)
      values (${id}, ${request.hospitalId}, ${request.dischargeId}, ${assessmentEdition}, ${json(tx, request.answers)}, ${json(tx, draft.prefill)}, ${json(tx, scores)}, ${json(tx, recommendation)}, ${request.by})`;
    await announceChanges(tx, request.hospitalId, [{ topic: 'discharge', ref: request.dischargeId }]);
    return (await assessmentDraft(tx, request.hospitalId, request.dischargeId))?.last ?? null;
  });
