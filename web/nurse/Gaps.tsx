/** What the record still lacks, each line leading to its field. */
import { visitPath, type MyVisit } from './model.js';
import type { Gap } from './record-gaps.js';
import type { NurseView } from './shell.js';
import { sayUnit } from './VisitOver.js';

export const Gaps = ({ view: { t }, visit, gaps }: { view: NurseView; visit: MyVisit; gaps: readonly Gap[] }) =>
  gaps.length === 0 ? null : (
    <div class="card warn" role="note">
      <p>{t('gaps', { n: gaps.length })}</p>
      <ul>{gaps.map(({ form, question, title, text, range }) => (
        <li><a href={`${visitPath(visit)}/record#f.${form}.${question}`}>{t('gapOf', { form: title, question: text })}</a>{range === null ? '' : ` ${t('gapRange', { min: range.min, max: range.max, unit: sayUnit(range.unit) })}`}</li>
      ))}</ul>
    </div>
  );
