/** Bands of the scored forms, in words. A band that this list lacks shows as the instrument spells it. */
import type { Catalogue } from '../text.js';

export const bandTexts = {
  low: ['低', 'low'], medium: ['中', 'medium'], high: ['高', 'high'], 'very-high': ['很高', 'very high'], intermediate: ['中间', 'intermediate'], none: ['无', 'none'], normal: ['正常', 'normal'], abnormal: ['异常', 'abnormal'],
  negative: ['阴性', 'negative'], positive: ['阳性', 'positive'], minimal: ['极轻', 'minimal'], mild: ['轻度', 'mild'], moderate: ['中度', 'moderate'], 'moderately-severe': ['中重度', 'moderately severe'], severe: ['重度', 'severe'],
  independent: ['自理', 'independent'], 'mild-dependence': ['轻度依赖', 'mild dependence'], 'moderate-dependence': ['中度依赖', 'moderate dependence'], 'severe-dependence': ['重度依赖', 'severe dependence'], dependent: ['完全依赖', 'dependent'],
  'at-risk': ['有风险', 'at risk'], malnourished: ['营养不良', 'malnourished'], robust: ['健壮', 'robust'], 'pre-frail': ['衰弱前期', 'pre-frail'], frail: ['衰弱', 'frail'], suspect: ['可疑', 'suspect'], possible: ['可能', 'possible'], probable: ['很可能', 'probable'], unlikely: ['不太可能', 'unlikely'],
  'few-symptoms': ['症状少', 'few symptoms'], symptomatic: ['有症状', 'symptomatic'], 'nil-by-mouth': ['禁食', 'nil by mouth'], dead: ['死亡', 'dead'],
} as const satisfies Catalogue;
