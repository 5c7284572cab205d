/** Where a number or rule comes from, said so that nobody has to know our marks (docs/pathway-format.md). */
import type { Language } from '../schema/definition.js';

const kinds = {
  convention: ['惯例，须由医院确认', 'a convention, to be confirmed by the hospital'], known: ['公认的专业知识，未核对原文', 'known in the field, the original was not read'],
  cited: ['文献，见来源清单', 'cited: see the list of sources'], own: ['本院科室数值', 'the hospital’s own number'],
} as const;
export type SourceKind = keyof typeof kinds;

const own = 'override: ';

/** By the mark it begins with: C, K, `[n]`, or a department's `override: `. */
export const sourceKind = (source: string): SourceKind => (source.startsWith(own) ? 'own' : source.startsWith('C') ? 'convention' : source.startsWith('K') ? 'known' : 'cited');

/** `C：惯例，须由医院确认`. */
export function saySource(source: string, language: Language): string {
  const kind = sourceKind(source);
  const mark = kind === 'own' ? source.slice(own.length) : source;
  return language === 'zh-CN' ? `${mark}：${kinds[kind][0]}` : `${mark}: ${kinds[kind][1]}`;
}
