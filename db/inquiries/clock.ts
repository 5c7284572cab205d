/** By when the hospital answers. */
import { bundledCalendar } from '../../pathways/calendar/calendar-for.js';
import { isWorkday } from '../../pathways/calendar/workdays.js';
import type { Calendar } from '../../pathways/engine/inputs.js';
import type { Instant } from '../../pathways/engine/vocabulary.js';
import { addDays, addHours, atLocal, localDateOf, localTimeOf } from '../../pathways/time.js';
import type { InquiryKind } from './rules.js';

/**
 * A question: convention (C). A complaint that needs looking into: feedback within 5 workdays, and whoever is asked first is responsible
 * (首诉负责制): 医疗机构投诉管理办法, National Health Commission order no. 3, in force since 2019-04-10 (K).
 */
export const answerWithin = { questionHours: 24, complaintWorkdays: 5 } as const;

export function inquiryDue(kind: InquiryKind, at: Instant, zone: string, calendar: Calendar | null): Instant {
  if (kind === 'question') return addHours(at, answerWithin.questionHours);
  const list = calendar ?? bundledCalendar();
  let date = localDateOf(at, zone);
  for (let left = answerWithin.complaintWorkdays; left > 0; ) {
    date = addDays(date, 1);
    if (isWorkday(list, date).is) left -= 1;
  }
  return atLocal(date, localTimeOf(at, zone), zone);
}
