/** What can be bought at this discharge: the newest version that may run here, with its price and what runs already. */
import type { Anchor } from '../../pathways/engine/vocabulary.js';
import type { Plan } from '../../pathways/engine/plan.js';
import { personalQuestions, type PersonalQuestion } from '../../pathways/chart/personal-questions.js';
import type { Sql } from '../client.js';

export type PackageOffer = {
  packageId: string; version: number; title: { zh: string; en: string }; summary: { zh: string; en: string }; units: { service: string; count: number }[];
  /** Yuan; null: the hospital has set no price. */
  amount: string | null; funding: 'self-pay' | 'insured' | null; examplePrice: boolean;
  /** Signed by two, so that it may run for real patients. */
  signed: boolean;
  /** Dates that it cannot count without. */
  anchors: Anchor[];
  /** Numbers and times that are given for each patient. */
  personal: PersonalQuestion<{ zh: string | null; en: string | null }>[];
  /** Somebody visits the patient at home: an address is needed. */
  atHome: boolean;
  /** Running for this discharge already. */
  episodeId: string | null;
};

type Texts = Partial<Record<'zh-CN' | 'en', Record<string, string>>>;
type Row = Omit<PackageOffer, 'anchors' | 'personal' | 'atHome'> & { plan: string; texts: Texts | null };

export async function packageOffers(sql: Sql, hospitalId: string, dischargeId: string): Promise<PackageOffer[]> {
  const rows = await sql<Row[]>`
    with version as (
      select v.*, (select count(distinct s.account_id) from version_signature s where (s.hospital_id, s.id, s.version, s.hash) = (v.hospital_id, v.id, v.version, v.hash)) >= 2 as signed
      from pathway_version v where v.hospital_id = ${hospitalId})
    select distinct on (v.id) v.id as package_id, v.version, v.signed, v.plan, case when v.plan::jsonb ? 'personal' then v.texts end as texts, coalesce(v.meta->'units', '[]') as units,
      jsonb_build_object('zh', v.texts->'zh-CN'->>(v.meta->>'title'), 'en', v.texts->'en'->>(v.meta->>'title')) as title,
      jsonb_build_object('zh', v.texts->'zh-CN'->>(v.meta->>'summary'), 'en', v.texts->'en'->>(v.meta->>'summary')) as summary,
      to_char(p.amount_fen / 100.0, 'FM9999999990.00') as amount, p.funding, coalesce(p.example, false) as example_price,
      (select e.id from episode e where e.discharge_id = ${dischargeId} and e.plan_id = v.id and e.status not in ('stopped', 'completed') order by e.launched_at desc limit 1) as episode_id
    from version v join hospital h on h.id = v.hospital_id left join package_price p on p.hospital_id = v.hospital_id and p.package_id = v.id
    order by v.id, (h.kind = 'training' or v.signed) desc, v.version desc`;
  return rows.map(({ plan: text, texts, ...row }) => {
    const plan = JSON.parse(text) as Plan;
    return { ...row, anchors: anchorsOf(plan), atHome: plan.steps.some((step) => step.kind === 'visit' && step.place === 'home'), personal: personalQuestions(plan, (key) => ({ zh: texts?.['zh-CN']?.[key] ?? null, en: texts?.en?.[key] ?? null })) };
  });
}

const anchorsOf = ({ anchors }: Plan): Anchor[] => Object.entries(anchors).flatMap(([anchor, need]) => (need === 'required' && anchor !== 'discharge' ? [anchor as Anchor] : []));
