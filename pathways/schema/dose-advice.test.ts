import { describe, expect, it } from 'vitest';
import { doseAdviceIn } from './dose-advice.js';

const kinds = (text: string, language: 'zh-CN' | 'en'): string[] => doseAdviceIn(text, language).map(({ kind }) => kind);

describe('Words that change a medicine', () => {
  it.each([
    '今天起停药。', '请停止服药并休息', '请暂停喂养和经管给药', '明早请加倍', '漏打的今晚补打一针', '请多吃一片药', '今晚再打一针', '请减量', '请调整胰岛素剂量', '改用另一种药', '今晚不要打针', '先别服药', '跳过今天的注射', '这次不用吃药',
  ])('are found in Chinese: %s', (text) => expect(kinds(text, 'zh-CN')).toContain('tells'));

  it.each([
    'Stop taking the tablets.', 'Double tonight’s dose', 'please skip today’s injection', 'Take two tablets now', 'Do not take the tablet tonight', 'Take an extra dose', 'Hold your insulin', 'Your dose is doubled from today',
    'Reduce the medicine by half', 'Make up for the missed dose', 'no longer use the insulin', 'Take more if the pain stays', 'Give no insulin today', 'Half a tablet is enough now', 'switch to the other medicine',
  ])('are found in English: %s', (text) => expect(kinds(text, 'en')).toContain('tells'));

  it.each([['不要自行停药、改量。', 'zh-CN'], ['漏打不要加倍', 'zh-CN'], ['切勿补打', 'zh-CN'], ['Never stop a medicine on your own.', 'en'], ['Do not double the next dose.', 'en'], ['Stop or change no medicine.', 'en'], ['Please never double or skip a dose', 'en']] as const)(
    'may be forbidden: %s', (text, language) => {
      expect(kinds(text, language).length).toBeGreaterThan(0);
      expect(new Set(kinds(text, language))).toEqual(new Set(['forbids']));
    });

  it.each([['有没有自己停药、少用或多用？', 'zh-CN'], ['Did you stop a medicine, or take less or more of one?', 'en']] as const)('may be asked: %s', (text, language) => expect(new Set(kinds(text, language))).toEqual(new Set(['asks'])));

  it.each([['不要担心。今天停药。', 'zh-CN'], ['有没有不适？今天停药。', 'zh-CN'], ['Do not worry; stop the tablets.', 'en'], ['Are you unwell? Stop the tablets.', 'en']] as const)(
    'are not excused by the sentence before: %s', (text, language) => expect(kinds(text, language)).toContain('tells'));

  it.each([
    ['今晚20:00请注射，注射后在“我的随访”打卡。', 'zh-CN'], ['请吃15克糖，15分钟后再测；仍低再吃一份糖。', 'zh-CN'], ['请停止训练并休息', 'zh-CN'], ['您的药今天复查时带来', 'zh-CN'], ['停车后请步行', 'zh-CN'],
    ['Please take tonight’s dose at 20:00.', 'en'], ['If unwell, stop exercising and call.', 'en'], ['Eat sugar again after 15 minutes.', 'en'], ['Bring your medicines to the review.', 'en'], ['Please change the dressing tomorrow.', 'en'],
  ] as const)('are not seen where there are none: %s', (text, language) => expect(kinds(text, language)).toEqual([]));
});
