/** What a text may leave open, and a long but real value of each, so that lengths are checked before a patient gets a cut text. */
import type { Language } from './definition.js';

/** Lengths of the Chinese samples follow the counts of the clinical text table: form of address 4, phone 12, entry 3. */
const samples = {
  surname: { 'zh-CN': '欧阳女士', en: 'Ms Featherston' },
  patient: { 'zh-CN': '欧阳女士', en: 'Ms Featherston' },
  day: { 'zh-CN': '90', en: '90' },
  entry: { 'zh-CN': '我院公众号', en: 'our WeChat account' },
  phone: { 'zh-CN': '0571-88888888', en: '0571-88888888' },
  slot: { 'zh-CN': '10:00-11:30', en: '10:00-11:30' },
  date: { 'zh-CN': '12月31日周三', en: 'Wed 31 December' },
  level: { 'zh-CN': '橙色', en: 'ORANGE' },
  instruction: { 'zh-CN': '请致电核实', en: 'Please call and check' },
  case: { 'zh-CN': '第12号', en: 'no. 12' },
} as const;

/** Filled from the plan's own labels, see `sampleValues`. */
const composed = ['items', 'label'] as const;

export const placeholders = [...Object.keys(samples), ...composed];

/** Usual length of a hospital's signature in front of every SMS. */
export const signatures: Record<Language, string> = { 'zh-CN': '【示例人民医院】', en: '[Example Hospital] ' };

export type Open = { name: string; at: number };

export const openIn = (wording: string): Open[] => [...wording.matchAll(/\{([^{}]*)\}/g)].map((match) => ({ name: match[1] ?? '', at: match.index }));

/** A digest of two items is one SMS; longer ones may become two parts. */
export function rendered(wording: string, language: Language, labels: readonly string[]): string {
  const longest = [...labels].sort((a, b) => b.length - a.length);
  const values: Record<string, string> = {
    ...Object.fromEntries(Object.entries(samples).map(([name, value]) => [name, value[language]])),
    label: longest[0] ?? '',
    items: longest.slice(0, 2).join(language === 'zh-CN' ? '、' : ', '),
  };
  return signatures[language] + wording.replace(/\{([^{}]*)\}/g, (whole, name: string) => values[name] ?? whole);
}
