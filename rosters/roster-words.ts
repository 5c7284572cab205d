/** The words of duty rosters: roles and shifts as they are written, in Chinese or English. */
import type { Instant, LocalDate, LocalTime, StaffRole } from '../pathways/engine/vocabulary.js';
import { staffRoles } from '../pathways/engine/vocabulary.js';
import { addDays, atLocal, isLocalTime } from '../pathways/time.js';

const roleWords: Readonly<Record<StaffRole, readonly string[]>> = {
  'responsible-nurse': ['责任护士', '值班护士', 'responsible nurse'], 'head-nurse': ['护士长', '值班护士长', 'head nurse'], 'duty-doctor': ['值班医生', '一线值班', '一线', '一值', 'duty doctor'],
  surgeon: ['手术医生', '主刀医生', '术者'], 'second-line-doctor': ['二线值班医生', '二线值班', '二线', '二值', 'second-line doctor', 'second line doctor'], 'chief-on-duty': ['医疗总值班', '总值班', 'chief on duty'],
  therapist: ['康复治疗师', '治疗师', 'rehab therapist'], 'case-manager': ['个案管理师', '个管师', 'case manager'], 'crisis-counsellor': ['心理危机干预人员', '心理危机干预员', '心理咨询师', 'crisis counsellor'],
};

export function roleOf(written: string): StaffRole | null {
  const word = written.trim().toLowerCase();
  return staffRoles.find((role) => role === word || roleWords[role].includes(word)) ?? null;
}

/** `until` at or before `from` means the next day. */
export type ShiftTimes = { from: LocalTime; until: LocalTime };

/** Usual shifts, by convention (C); a roster that means other times writes them, `08:00-20:00`. */
const shifts: readonly { words: readonly string[]; times: ShiftTimes }[] = [
  { words: ['', '24小时', '全天', '24h', 'whole day', 'all day', '值班'], times: { from: '08:00', until: '08:00' } },
  { words: ['白班', '白', '日班', 'day', 'day shift'], times: { from: '08:00', until: '20:00' } },
  { words: ['夜班', '夜', '晚班', 'night', 'night shift'], times: { from: '20:00', until: '08:00' } },
  { words: ['上午', 'morning'], times: { from: '08:00', until: '12:00' } },
  { words: ['下午', 'afternoon'], times: { from: '12:00', until: '18:00' } },
];

export function shiftOf(written: string): ShiftTimes | null {
  const word = written.trim().toLowerCase();
  const known = shifts.find(({ words }) => words.includes(word));
  if (known) return known.times;
  const [, from = '', until = ''] = /^(\d{1,2}[:：]\d{2})\s*[-–—~至到]\s*(\d{1,2}[:：]\d{2})$/.exec(word) ?? [];
  const clock = (text: string): LocalTime => text.replace('：', ':').padStart(5, '0');
  return isLocalTime(clock(from)) && isLocalTime(clock(until)) ? { from: clock(from), until: clock(until) } : null;
}

export const shiftSpan = (day: LocalDate, { from, until }: ShiftTimes, zone: string): { startsAt: Instant; endsAt: Instant } =>
  ({ startsAt: atLocal(day, from, zone), endsAt: atLocal(until > from ? day : addDays(day, 1), until, zone) });
