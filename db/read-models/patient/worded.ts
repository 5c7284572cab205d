/** A timeline's line in its reader's words. */
import type { Sql } from '../../client.js';
import { wordingsOf, type ScreenLanguage, type Wording } from '../../wording.js';
import type { EntryRow } from '../patient-timeline.js';

/** `text`: what there is to say beyond the label, e.g. `150/90 mmHg` or what a case asks people to do; '' when nothing. */
export type TimelineEntry = Omit<EntryRow, 'planId' | 'planVersion' | 'planHash'> & { packageTitle: string; label: string; text: string };

export async function worded(sql: Sql, hospitalId: string, rows: readonly EntryRow[], language: ScreenLanguage): Promise<TimelineEntry[]> {
  const wording = await wordingsOf(sql, hospitalId, rows, language);
  return rows.map(({ planHash: _, ...row }) => {
    const words = wording(row);
    const { planId: _p, planVersion: _v, ...entry } = row;
    return { ...entry, packageTitle: words.packageTitle, label: labelOf(row, words), text: textOf(row, words) };
  });
}

function labelOf({ kind, step, detail }: Pick<EntryRow, 'kind' | 'step' | 'detail'>, words: Wording): string {
  if (step !== null) return words.stepLabel(step);
  if (kind === 'reading') return words.readingTitle(String(detail['reading']));
  return kind === 'case' ? list(detail['rules']).join('、') : '';
}

function textOf({ kind, detail }: Pick<EntryRow, 'kind' | 'detail'>, words: Wording): string {
  if (kind === 'reading') return readingText(String(detail['reading']), detail['values'], words);
  return kind === 'case' ? words.say(String(detail['instruction'])) : '';
}

/** Joined by a slash as people write a blood pressure. A stored plan has its keys sorted, so the larger of two comes first by its limits. */
function readingText(kind: string, values: unknown, { plan }: Wording): string {
  const components = Object.entries(plan.readings[kind]?.components ?? {}).sort(([, a], [, b]) => Number(b.max) - Number(a.max));
  const given = typeof values === 'object' && values !== null ? Object.entries(values) : [];
  const written = components.flatMap(([id]) => given.filter(([name]) => name === id).map(([, value]) => String(value)));
  const units = new Set(components.map(([, { unit }]) => unit));
  return written.length === 0 ? '' : `${written.join('/')}${units.size === 1 ? ` ${[...units].join('')}` : ''}`;
}

const list = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);
