/**
 * Screen before a home visit: is it safe for whoever goes? Own short items (C); lone-worker practice asks for the like, but no published
 * instrument was found that may be copied here, so neither items nor weights claim to be one.
 */
export type RiskItem = { id: string; weight: number; zh: string; en: string };

export const riskItems: readonly RiskItem[] = [
  { id: 'violence', weight: 3, zh: '家中有人曾威胁、打骂医护人员或他人', en: 'Somebody in the home has threatened or hurt staff or others' },
  { id: 'intoxication', weight: 2, zh: '家中有人酗酒或使用毒品', en: 'Somebody in the home drinks heavily or takes drugs' },
  { id: 'confusion', weight: 1, zh: '患者谵妄、躁动或意识不清', en: 'The patient is confused or agitated' },
  { id: 'dispute', weight: 2, zh: '患方与医院有纠纷或投诉未结', en: 'An open dispute or complaint with the hospital' },
  { id: 'animal', weight: 1, zh: '家中有未拴的犬或其他危险动物', en: 'A dog or another dangerous animal that is not tied' },
  { id: 'infection', weight: 1, zh: '家中有人患需隔离的传染病', en: 'Somebody in the home has an infection that needs isolation' },
  { id: 'access', weight: 1, zh: '位置偏僻、夜间或无手机信号', en: 'Remote, after dark, or no mobile signal' },
  { id: 'alone', weight: 1, zh: '上门时没有家属或他人在场', en: 'Nobody but the patient will be there' },
];

export const riskLevels = ['low', 'medium', 'high'] as const;
export type RiskLevel = (typeof riskLevels)[number];

/** Sum of weights (C): from 3 high, from 1 medium. One item of violence alone is high. */
export const highFrom = 3;

export function riskLevel(answers: Readonly<Record<string, boolean>>): RiskLevel {
  const sum = riskItems.reduce((total, { id, weight }) => total + (answers[id] === true ? weight : 0), 0);
  return sum >= highFrom ? 'high' : sum > 0 ? 'medium' : 'low';
}

/** Items without an answer: a screen counts only when it is complete. */
export const unanswered = (answers: Readonly<Record<string, boolean>>): string[] => riskItems.filter(({ id }) => answers[id] === undefined).map(({ id }) => id);

/** At this level nobody goes alone. */
export const needsTwoPeople = (level: RiskLevel): boolean => level === 'high';
