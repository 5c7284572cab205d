/** Forms that wait for an answer, with their questions in one language: what the phone page, a caller or a nurse at the bedside fills in. */
import type { Expr, Question, Step } from '../../pathways/engine/plan.js';
import type { Instant } from '../../pathways/engine/vocabulary.js';
import type { FormMeta } from '../../pathways/schema/definition.js';
import { withLicensedWording } from '../../pathways/schema/licensed-wording.js';
import type { Sql } from '../client.js';
import { installedWording } from '../licensed-wording.js';
import { planOf } from '../plans.js';

export type OpenForm = { occurrence: string; episodeId: string; patientId: string; step: string; kind: string; status: string; dueAt: Instant; forms: FormText[] };
export type FormText = { id: string; title: string; /** Scores the form as it is filled in; null: not scored. */ instrument: string | null; questions: QuestionText[] };
export type QuestionText = { id: string; type: Question['type']; required: boolean; text: string; options: { id: string; text: string }[]; min: string | null; max: string | null; decimals: number | null; unit: string | null; /** Asked only when true over the answers so far; null: always asked. */ askWhen: Expr | null };

type Row = Omit<OpenForm, 'forms'> & { planId: string; planVersion: number; planHash: string; meta: { forms: Record<string, FormMeta> } };

/** `occurrence`: this one, also when it is closed. */
export async function formList(sql: Sql, f: { hospitalId: string; episodeId?: string | undefined; patientId?: string | undefined; occurrence?: string | undefined; language: string; limit: number }): Promise<OpenForm[]> {
  const rows = await sql<Row[]>`
    select o.id as occurrence, o.episode_id, o.patient_id, o.step, o.kind, o.status, o.due_at, e.plan_id, e.plan_version, e.plan_hash, v.meta
    from occurrence o join episode e on e.id = o.episode_id join pathway_version v on v.hospital_id = e.hospital_id and v.id = e.plan_id and v.version = e.plan_version
    where o.hospital_id = ${f.hospitalId} and ${f.occurrence === undefined ? sql`(o.kind in ('form', 'call', 'task') and o.status = 'open' or o.kind = 'visit' and o.status in ('planned', 'booked', 'checked-in'))` : sql`o.id = ${f.occurrence}`}
      ${f.episodeId === undefined ? sql`` : sql`and o.episode_id = ${f.episodeId}`}
      ${f.patientId === undefined ? sql`` : sql`and o.patient_id = ${f.patientId}`}
    order by o.due_at, o.id limit ${f.limit}`;
  const installed = await installedWording(sql, f.hospitalId);
  return Promise.all(
    rows.map(async ({ planId, planVersion, planHash, meta, ...row }) => {
      const { plan, texts } = await planOf(sql, f.hospitalId, { id: planId, version: planVersion, hash: planHash });
      const own = (key: string | null | undefined): string => (key ? (texts[f.language]?.[key] ?? texts['zh-CN']?.[key] ?? key) : '');
      const step = plan.steps.find(({ id }) => id === row.step);
      const { forms: worded, say } = withLicensedWording(meta.forms, own, installed, f.language);
      const forms = formsOf(step).flatMap((id) => {
        const form = plan.forms[id];
        return form ? [{ id, title: say(worded[id]?.title), instrument: form.instrument ?? null, questions: form.questions.map((q) => questionText(q, worded[id], say)) }] : [];
      });
      return { ...row, forms };
    }),
  );
}

const formsOf = (step: Step | undefined): string[] => (step === undefined ? [] : step.kind === 'visit' ? step.record : step.kind === 'form' || step.kind === 'call' || step.kind === 'task' ? step.forms : []);

function questionText(q: Question, meta: FormMeta | undefined, say: (key: string | null | undefined) => string): QuestionText {
  const words = meta?.questions[q.id];
  const number = q.type === 'number' ? q : null;
  const options = q.type === 'choice' || q.type === 'multi' ? q.options.map((id) => ({ id, text: say(words?.options[id]) || id })) : [];
  return { id: q.id, type: q.type, required: q.required, text: say(words?.text), options, min: number?.min ?? null, max: number?.max ?? null, decimals: number?.decimals ?? null, unit: number?.unit ?? null, askWhen: q.askWhen ?? null };
}
