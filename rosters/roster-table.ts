/**
 * A duty roster (值班表) as hospitals keep it, as rows of text: either one duty a line (date, role, person, shift), or one day a line with a
 * column per role and names in the cells. Each line, and each name in a cell, stands alone: a bad one gets its reason, the others go on.
 */
import type { TableLine } from '../discharges/table.js';
import type { Instant, LocalDate, StaffRole } from '../pathways/engine/vocabulary.js';
import { isLocalDate } from '../pathways/time.js';
import { roleOf, shiftOf, shiftSpan } from './roster-words.js';

export type Colleague = { accountId: string; login: string; displayName: string };
export type Duty = { accountId: string; login: string; role: StaffRole; startsAt: Instant; endsAt: Instant };
/** `text`: what the verdict is about, as it was written. Exactly one of `duty` and `problem` is null. */
export type DutyVerdict = { line: number; text: string; duty: Duty | null; problem: string | null };
export type RosterReading = { ok: true; layout: 'duty-per-line' | 'day-per-line'; verdicts: DutyVerdict[] } | { ok: false; problem: string };

type Surroundings = { colleagues: readonly Colleague[]; zone: string };

const headings = {
  date: ['日期', 'date', '值班日期'], person: ['姓名', '工号', '人员', '值班人', 'name', 'person', 'login'], role: ['岗位', '角色', '职责', 'role', 'duty'],
  shift: ['班次', '班', 'shift'], from: ['开始', '开始时间', 'from', 'start'], until: ['结束', '结束时间', 'until', 'end'],
} as const;
type Heading = keyof typeof headings;

/** `lines`: the first holds the headings; `line` is its number in the file. */
export function readRoster([first, ...lines]: readonly TableLine[], around: Surroundings): RosterReading {
  const head = first?.cells;
  if (!head || lines.length === 0) return { ok: false, problem: 'The roster is empty: the first line holds the headings, each further line one duty or one day' };
  const place = (heading: Heading): number => head.findIndex((cell) => (headings[heading] as readonly string[]).includes(cell.trim().toLowerCase()));
  const date = place('date');
  if (date < 0) return { ok: false, problem: `There is no column for the date (日期 or date); headings found: ${head.join(', ')}` };
  if (place('person') >= 0 && place('role') >= 0) {
    const columns = { date, person: place('person'), role: place('role'), shift: place('shift'), from: place('from'), until: place('until') };
    return { ok: true, layout: 'duty-per-line', verdicts: lines.map(({ line, cells }) => dutyLine(cells, line, columns, around)) };
  }
  const roles = head.map((cell, index) => ({ index, heading: cell, ...roleAndShift(cell) })).filter(({ index }) => index !== date && head[index]?.trim() !== '');
  if (!roles.some(({ role }) => role !== null)) return { ok: false, problem: `No heading names a role (e.g. 值班医生, 护士长, duty doctor), and there are no columns for person and role; headings found: ${head.join(', ')}` };
  return { ok: true, layout: 'day-per-line', verdicts: lines.flatMap(({ line, cells }) => dayLine(cells, line, date, roles, around)) };
}

type Columns = Record<Heading, number>;

function dutyLine(cells: readonly string[], line: number, columns: Columns, around: Surroundings): DutyVerdict {
  const cell = (heading: Heading): string => cells[columns[heading]]?.trim() ?? '';
  const text = cells.filter((one) => one.trim() !== '').join(' · ');
  const role = roleOf(cell('role'));
  const [from, until] = [cell('from'), cell('until')];
  const shift = from !== '' || until !== '' ? `${from}-${until}` : cell('shift');
  if (role === null) return refused(line, text, `"${cell('role')}" is no role; write e.g. 值班医生, 责任护士 or duty-doctor`);
  return verdict({ line, text, date: cell('date'), role, person: cell('person'), shift }, around);
}

type RoleColumn = { index: number; heading: string; role: StaffRole | null; shift: string };

function dayLine(cells: readonly string[], line: number, dateAt: number, roles: readonly RoleColumn[], around: Surroundings): DutyVerdict[] {
  const date = cells[dateAt]?.trim() ?? '';
  return roles.flatMap(({ index, heading, role, shift }) => {
    const names = (cells[index] ?? '').split(/[、,，;；/\n]|\s{2,}/).map((name) => name.trim()).filter((name) => name !== '' && !/^[-–—无]$/.test(name));
    return names.map((person) => {
      const text = `${date} · ${heading} · ${person}`;
      return role === null ? refused(line, text, `the heading "${heading}" names no role`) : verdict({ line, text, date, role, person, shift }, around);
    });
  });
}

/** `值班医生（夜班）`: role and shift in one heading; without a shift the whole day. */
function roleAndShift(heading: string): { role: StaffRole | null; shift: string } {
  const [, name = heading, shift = ''] = /^(.*?)\s*[（(](.*)[)）]\s*$/.exec(heading) ?? [];
  return { role: roleOf(name), shift };
}

type Written = { line: number; text: string; date: string; role: StaffRole; person: string; shift: string };

function verdict({ line, text, date, role, person, shift }: Written, { colleagues, zone }: Surroundings): DutyVerdict {
  const day = dayOf(date);
  if (day === null) return refused(line, text, `"${date}" is no date; write it like 2026-03-02`);
  const span = shiftOf(shift);
  if (span === null) return refused(line, text, `"${shift}" is no shift; write 白班, 夜班, 24小时, or times like 08:00-20:00`);
  const found = colleagueOf(person, colleagues);
  if (typeof found === 'string') return refused(line, text, found);
  const { startsAt, endsAt } = shiftSpan(day, span, zone);
  return { line, text, problem: null, duty: { accountId: found.accountId, login: found.login, role, startsAt, endsAt } };
}

const refused = (line: number, text: string, problem: string): DutyVerdict => ({ line, text, duty: null, problem });

/** `2026-03-02`, `2026/3/2`, `2026年3月2日`, `2026-03-02 周一`. */
function dayOf(written: string): LocalDate | null {
  const [, year = '', month = '', day = ''] = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(\s*[(（]?(周|星期)?[一二三四五六日天]?[)）]?)?$/.exec(written) ?? [];
  const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return isLocalDate(iso) ? iso : null;
}

/** By login, by the name shown, or by its Chinese part; a sentence when nobody or more than one person is meant. */
function colleagueOf(written: string, colleagues: readonly Colleague[]): Colleague | string {
  if (written === '') return 'no person is named';
  const same = (text: string): boolean => text.trim().toLowerCase() === written.toLowerCase();
  const exact = colleagues.filter(({ login }) => same(login));
  const named = exact.length > 0 ? exact : colleagues.filter(({ displayName }) => same(displayName) || same(chinesePart(displayName)));
  const [one, other] = named;
  if (one && !other) return one;
  return other ? `${named.length} people are called "${written}"; write the login (${named.map(({ login }) => login).join(', ')})` : `nobody with an active account is called "${written}"; create the account first`;
}

const chinesePart = (name: string): string => /^[\p{Script=Han}·]+/u.exec(name)?.[0] ?? name;
