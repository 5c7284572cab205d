/** What a patient takes home on paper: when somebody comes, calls or asks in the next thirty days, and when to call by herself. */
import { nextThirtyDays } from '../../pathways/engine/next-thirty-days.js';
import type { Instant } from '../../pathways/engine/vocabulary.js';
import type { Plan } from '../../pathways/engine/plan.js';
import type { Sql } from '../client.js';
import { planOf } from '../plans.js';
import { loadEpisode } from '../replay.js';

export type PlanLanguage = 'zh-CN' | 'en';
export type PlanItem = { at: Instant; kind: string; label: string; package: string; slotFrom: Instant | null; slotUntil: Instant | null };
export type PrintedPlan = {
  patient: { familyName: string; givenName: string; birthDate: string | null; sex: string }; hospital: { name: string; phone: string; entry: string }; zone: string;
  packages: { title: string; summary: string }[]; items: PlanItem[];
  /** From this temperature on the hospital wants a call, °C; null: no running package asks for it. */
  fever: string | null;
};

type Row = { familyName: string; givenName: string; birthDate: string | null; sex: string; name: string; phone: string; entry: string; zone: string };

/** null: this hospital has no such patient. An episode that has not begun yet is left out: a moment later it is there. */
export async function printedPlan(sql: Sql, f: { hospitalId: string; patientId: string; language: PlanLanguage }): Promise<PrintedPlan | null> {
  const [row] = await sql<Row[]>`select p.family_name, p.given_name, p.birth_date, p.sex, h.name, h.phone, h.entry, coalesce(p.zone, h.zone) as zone
    from patient p join hospital h on h.id = p.hospital_id where p.id = ${f.patientId} and p.hospital_id = ${f.hospitalId}`;
  if (!row) return null;
  const episodes = await sql<{ id: string; meta: { title: string; summary: string; parameters: Record<string, { value: unknown }> } }[]>`
    select e.id, v.meta from episode e join pathway_version v on (v.hospital_id, v.id, v.version) = (e.hospital_id, e.plan_id, e.plan_version)
    where e.patient_id = ${f.patientId} and e.hospital_id = ${f.hospitalId} and e.seq > 0 and e.status not in ('stopped', 'completed', 'launching') order by e.launched_at`;
  const { familyName, givenName, birthDate, sex, zone, ...hospital } = row;
  const plan: PrintedPlan = { patient: { familyName, givenName, birthDate, sex }, hospital, zone, packages: [], items: [], fever: null };
  for (const { id, meta } of episodes) {
    const loaded = await loadEpisode(sql, id);
    if (!loaded) continue;
    const { texts } = await planOf(sql, f.hospitalId, loaded.start.plan);
    const say = (key: string): string => texts[f.language]?.[key] ?? key;
    const title = say(meta.title);
    plan.packages.push({ title, summary: say(meta.summary) });
    plan.items.push(...nextThirtyDays(JSON.parse(loaded.planJson) as Plan, loaded.episode).firm.flatMap((item): PlanItem[] =>
      item.what === 'step' && item.kind !== 'message' && item.kind !== 'task' ? [{ at: item.at, kind: item.kind, label: say(item.label), package: title, slotFrom: item.slot?.from ?? null, slotUntil: item.slot?.until ?? null }] : []));
    const fever = meta.parameters['feverHigh']?.value;
    if (typeof fever === 'string' || typeof fever === 'number') plan.fever ??= String(fever);
  }
  plan.items.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  return plan;
}
