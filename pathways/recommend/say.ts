/** A needs assessment in words, for people at a terminal; names nobody. */
import type { Prefill } from './prefill.js';
import type { Phrase } from './products.js';
import type { AssessmentAnswers } from './questions.js';
import type { Reason, Recommendation, Recommended } from './recommend.js';
import type { Scores } from './scores.js';

export type AssessmentView = {
  /** Number of the stay, or name of the file. */
  subject: string;
  edition: number;
  /** null: nobody completed one yet; the answers are what the discharge says. */
  completedAt: string | null;
  answers: AssessmentAnswers;
  prefill: Prefill;
  scores: Scores;
  /** null: the patient has died, nothing is proposed. */
  recommendation: Recommendation | null;
  /** Why no package can be launched; empty: nothing speaks against it. */
  refusals: readonly { code: string; detail: string }[];
};
export type SayLanguage = 'zh-CN' | 'en';

/** `[2] C` stands as it is, `C` becomes `[C]`. */
export const sourceMark = (source: string): string => (source.startsWith('[') ? source : `[${source}]`);

export function sayAssessment(view: AssessmentView, language: SayLanguage): string {
  const pick = ({ zh, en }: Phrase): string => (language === 'en' ? en : zh);
  const word = (zh: string, en: string): string => pick({ zh, en });
  const because = (reasons: readonly Reason[]): string => reasons.map((reason) => `${pick(reason)} ${sourceMark(reason.source)}`).join(word('；', '; '));
  const elsewhere = (one: { offered: boolean }): string => (one.offered ? '' : word('（本院暂无）', ' (not offered here)'));
  const line = (one: Recommended): string => `  ${pick(one.title)}${elsewhere(one)} · ${one.packageId}\n      ${because(one.reasons)}`;
  const block = (title: string, lines: readonly string[]): string[] => (lines.length === 0 ? [] : [`${title}\n${lines.join('\n')}`]);
  const { answers, prefill, scores, recommendation } = view;
  const state = view.completedAt === null ? word('尚未由医护完成，以下为资料预填', 'not completed by staff yet: what the discharge says') : word(`完成于 ${view.completedAt}`, `completed ${view.completedAt}`);
  return `${[
    `${view.subject} · ${word(`需求评估第${view.edition}版`, `needs assessment, edition ${view.edition}`)} · ${state}`,
    ...block(word('不能启动', 'No launch'), view.refusals.map(({ code, detail }) => `  ${code}: ${detail}`)),
    ...block(word('回答', 'Answers'), Object.entries(answers).map(([id, value]) => {
      const from = prefill[id as keyof Prefill];
      const source = from && JSON.stringify(from.value) === JSON.stringify(value) ? ` ← ${pick(from.source)}` : '';
      return `  ${id} = ${Array.isArray(value) ? (value.join(', ') || word('无', 'none')) : String(value)}${source}`;
    })),
    ...block(word('评分', 'Scores'), Object.entries(scores).map(([id, score]) => ('missing' in score ? `  ${id} – ${word('还缺', 'missing')} ${score.missing.join(', ')}` : `  ${id} ${score.total} (${score.band})`))),
    ...(recommendation === null ? [] : [
      ...block(word('不需要付费服务包', 'No paid package is needed'), recommendation.noPaidPackage === null ? [] : [`  ${because(recommendation.noPaidPackage)}`]),
      ...block(word('建议（由医护与患者决定，不会自动购买）', 'Recommended (staff and patient decide; nothing is bought)'), recommendation.recommended.map(line)),
      ...block(word('建议增加的联系', 'Contacts to add'), recommendation.extraContacts === null ? [] : [`  ${recommendation.extraContacts.days.map((day) => `D${day}`).join(', ')} · ${because(recommendation.extraContacts.reasons)}`]),
      ...block(word('还不能判断', 'Cannot be judged yet'), recommendation.undecided.map((one) => `  ${pick(one.title)}${elsewhere(one)} · ${word('还缺', 'missing')} ${one.missing.join(', ')}`)),
      ...block(word('不建议', 'Not recommended'), recommendation.notRecommended.map(line)),
      ...block(word('仅应要求提供', 'On request only'), (recommendation.onRequest ?? []).map(line)),
    ]),
  ].join('\n\n')}\n`;
}
