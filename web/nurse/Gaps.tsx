/** What the record still lacks, each line leading to its field. What nobody has written yet is counted by form: a list of twenty questions is no help. */
import { visitPath, type MyVisit } from './model.js';
import type { Gap } from './record-gaps.js';
import type { NurseView } from './shell.js';
import { sayUnit } from './VisitOver.js';

/** So many open questions of one form are still named one by one. C. */
const named = 2;

export function Gaps({ view: { t }, visit, gaps }: { view: NurseView; visit: MyVisit; gaps: readonly Gap[] }) {
  if (gaps.length === 0) return null;
  const line = (gap: Gap, words: string, after = '') => <li><a href={`${visitPath(visit)}/record#f.${gap.form}.${gap.question}`}>{words}</a>{after}</li>;
  const open = (form: string): Gap[] => gaps.filter((gap) => gap.form === form && gap.range === null);
  return (
    <div class="card warn" role="note">
      <p>{t('gaps')}</p>
      <ul>
        {gaps.map((gap) => (gap.range === null ? null : line(gap, t('gapOf', { form: gap.title, question: gap.text }), ` ${t('gapRange', { min: gap.range.min, max: gap.range.max, unit: sayUnit(gap.range.unit) })}`)))}
        {[...new Set(gaps.map(({ form }) => form))].flatMap((form) => {
          const [first, ...others] = open(form);
          if (!first) return [];
          return others.length < named ? [first, ...others].map((gap) => line(gap, t('gapOf', { form: gap.title, question: gap.text }))) : [line(first, t('gapCount', { form: first.title, n: others.length + 1 }))];
        })}
      </ul>
    </div>
  );
}
