/** An answer to "why": sections of bilingual lines for people, built from journal and ledger alone. */
import type { Instant } from '../../pathways/engine/vocabulary.js';

export type WhyLanguage = 'zh-CN' | 'en';
export type Phrase = { zh: string; en: string };
/** `program`: the same as the program has it (conditions, ids, codes), for who has to search by it. */
export type Line = Phrase & { program?: string };
export type Section = { title: Phrase; lines: Line[] };

export type Explanation = {
  kind: 'message' | 'escalation' | 'step';
  subject: string;
  episodeId: string;
  sections: Section[];
  /** The engine, run again over the journalled input with the plan of that version, decides the same. */
  verified: boolean;
};

export class NothingToExplain extends Error {
  override readonly name = 'NothingToExplain';
}

export const both = (text: string): Phrase => ({ zh: text, en: text });

export function say({ sections, verified }: Explanation, language: WhyLanguage): string {
  const pick = (phrase: Phrase): string => (language === 'en' ? phrase.en : phrase.zh);
  const body = sections.filter(({ lines }) => lines.length > 0).map(({ title, lines }) => `${pick(title)}\n${lines.flatMap((line) => [`  ${pick(line)}`, ...(line.program === undefined ? [] : [`      ${line.program}`])]).join('\n')}`);
  return `${[...body, pick(verified ? proved : unproved)].join('\n\n')}\n`;
}

const proved: Phrase = { zh: '✓ 已用该版本的规则重新推演日志，结论一致。', en: '✓ Verified: the engine, run again over the journal with this version, decides the same.' };
const unproved: Phrase = { zh: '✗ 重新推演的结论与日志不一致：请运行 wuyou audit。', en: '✗ The engine decides otherwise than the journal says: run wuyou audit.' };

/** `2026-03-05 10:00 (Asia/Shanghai)` and, where the anchor is known, `D3`. */
export type SayTime = (at: Instant) => string;
