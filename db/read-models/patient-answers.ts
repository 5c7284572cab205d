/** What was answered, question by question in the reader's language, with its scores and which rules it met. Newest first. */
import type { AnswerValue, Answers } from '../../pathways/engine/inputs.js';
import type { RuleVerdict } from '../../pathways/engine/events.js';
import type { Decimal, Instant, Level } from '../../pathways/engine/vocabulary.js';
import { sayCondition, sayInput } from '../../pathways/outline/condition-words.js';
import { saySource } from '../../pathways/outline/source-words.js';
import type { Sql } from '../client.js';
import { wordingsOf, type ScreenLanguage, type Wording } from '../wording.js';
import { decodeCursor, pageOf, type Page } from './cursor.js';

export type AnsweredQuestion = { id: string; question: string; answer: string; /** Photos: ids of files. */ files: string[] };
export type MetRule = { rule: string; level: Level | null; instruction: string; condition: string; source: string };
export type AnswerSheet = {
  answerId: string; episodeId: string; packageTitle: string; occurrence: string | null; step: string | null; label: string; at: Instant; answeredBy: string; by: string | null; late: boolean;
  forms: { id: string; title: string; questions: AnsweredQuestion[]; score: Decimal | null; instrument: string | null }[];
  met: MetRule[];
  /** Rules that were looked at without being met, and those that lacked a value. */
  notMet: string[]; undecided: { rule: string; missing: string[] }[];
};

type Row = {
  answerId: string; episodeId: string; planId: string; planVersion: number; planHash: string; occurrence: string | null; at: Instant; answers: Answers; scores: Record<string, Decimal>; answeredBy: string; by: string | null;
  displayName: string | null; late: boolean; verdicts: { fired: RuleVerdict[]; rejected: RuleVerdict[]; undecided: RuleVerdict[] }[];
};

export async function patientAnswers(sql: Sql, f: { hospitalId: string; patientId: string; episodeId?: string | undefined; answerId?: string | undefined; language: ScreenLanguage; after?: string | undefined; limit: number }): Promise<Page<AnswerSheet>> {
  const after = decodeCursor(f.after);
  const rows = await sql<Row[]>`
    select a.id as answer_id, a.episode_id, e.plan_id, e.plan_version, e.plan_hash, a.occurrence, a.at, a.answers, a.scores, a.answered_by, r.by, c.display_name, a.late, coalesce(v.verdicts, '[]') as verdicts
    from answer a join episode e on e.id = a.episode_id
      left join lateral (select t.seq, t.idx, t.data->>'by' as by from timeline t
        where t.episode_id = a.episode_id and t.type = 'AnswerRecorded' and t.data->>'submission' = split_part(a.id, '/', 2) limit 1) r on true
      left join lateral (select jsonb_agg(t.data order by t.idx) as verdicts from timeline t where t.episode_id = a.episode_id and t.seq = r.seq and t.type = 'RulesEvaluated') v on true
      left join account c on c.id::text = r.by and c.hospital_id = a.hospital_id
    where a.hospital_id = ${f.hospitalId} and a.patient_id = ${f.patientId} and a.shared_from is null
      ${f.episodeId === undefined ? sql`` : sql`and a.episode_id = ${f.episodeId}`}
      ${f.answerId === undefined ? sql`` : sql`and a.id = ${f.answerId}`}
      ${after === null ? sql`` : sql`and (a.at, a.id) < (${after[0] ?? ''}, ${after[1] ?? ''})`}
    order by a.at desc, a.id desc limit ${f.limit + 1}`;
  const wording = await wordingsOf(sql, f.hospitalId, rows, f.language);
  return pageOf(rows.map((row) => sheetOf(row, wording(row), f.language)), f.limit, (r) => [r.at, r.answerId]);
}

function sheetOf({ planId: _p, planVersion: _v, planHash: _h, answers, scores, verdicts, displayName, ...row }: Row, wording: Wording, language: ScreenLanguage): AnswerSheet {
  const step = row.occurrence === null ? null : (row.occurrence.split('/').at(-2) ?? null);
  const forms = Object.entries(answers).map(([id, values]) => ({
    id, title: wording.formTitle(id), score: scores[id] ?? null, instrument: wording.meta.forms[id]?.instrument ?? null,
    questions: (wording.plan.forms[id]?.questions ?? []).flatMap((q): AnsweredQuestion[] => {
      const value = values[q.id];
      return value === undefined ? [] : [{ id: q.id, question: wording.pathLabel(`${id}.${q.id}`), answer: q.type === 'photo' ? '' : wording.answer(`${id}.${q.id}`, value), files: q.type === 'photo' ? filesIn(value) : [] }];
    }),
  }));
  return {
    ...row, by: displayName, packageTitle: wording.packageTitle, step, label: step === null ? forms.map(({ title }) => title).join('、') : wording.stepLabel(step), forms,
    met: verdicts.flatMap(({ fired }) => fired).map((verdict) => metRule(verdict, wording, language)),
    notMet: verdicts.flatMap(({ rejected }) => rejected.map(({ rule }) => rule)),
    undecided: verdicts.flatMap(({ undecided }) => undecided.map(({ rule, missing }) => ({ rule, missing: missing.map((name) => sayInput(name, null, wording.spoken)) }))),
  };
}

/** A photo question is answered with the ids of its files, in one text or a list. */
const filesIn = (value: AnswerValue): string[] => [...String(value).matchAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g)].map(([id]) => id);

/** `condition`: what had to be true, in words; the values stand in the answers beside it. */
export function metRule({ rule: id, case: index }: Pick<RuleVerdict, 'rule' | 'case'>, wording: Wording, language: ScreenLanguage): MetRule {
  const rule = wording.plan.rules.find((candidate) => candidate.id === id);
  const of = index === null ? undefined : rule?.cases[index];
  return { rule: id, level: of?.level ?? null, instruction: wording.say(of?.instruction), condition: of ? sayCondition(of.when, wording.spoken) : '', source: saySource(rule?.source ?? '', language) };
}
