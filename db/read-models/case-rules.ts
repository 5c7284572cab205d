/** Of an escalation row x for which several rules stand: which of their cases were met since it was raised, as `MetCase[]`. */
import type { Db } from '../client.js';

export const metCases = (sql: Db) => sql`case when cardinality(x.rules) > 1 then coalesce((select jsonb_agg(distinct jsonb_build_object('rule', f->'rule', 'case', f->'case'))
  from timeline v cross join lateral jsonb_array_elements(v.data->'fired') f
  where v.episode_id = x.episode_id and v.hospital_id = x.hospital_id and v.type = 'RulesEvaluated' and v.at >= x.raised_at and f->>'rule' = any(x.rules)), '[]') else '[]' end`;
