/**
 * A list of discharges as a table, whatever file it came from: Chinese or English headings, one discharge a line. Each row stands alone: a bad
 * one gets its reasons, its neighbours go on. The reasons are said in both languages: the list is mended by whoever exported it.
 */
import { answerProblem, type AssessmentAnswers } from '../pathways/recommend/questions.js';
import { columns, placeColumns, unknownWords, type Column, type Placed } from './list-columns.js';
import { acuteOf, dayOf, sexOf, yesNo } from './list-words.js';
import { phoneProblem, usableContact } from './phone.js';
import { DischargeRecord } from './record.js';
import type { ReadResult } from './record.js';
import { cellsProblem, consentProblem, endsWithOneCell } from './table-shape.js';

const required: readonly Column[] = ['mrn', 'name', 'stay', 'discharged'];

export type TableRows = { line: number; result: ReadResult }[];
/** `remarks`: what was not taken of the whole list, for whoever imports. */
export type TableResult = { ok: true; rows: TableRows; remarks: string[] } | { ok: false; problems: string[] };

/** `line` as a person counts in the file; the first row holds the headings. */
export type TableLine = { line: number; cells: string[] };

export function readTable(records: readonly TableLine[]): TableResult {
  const [first, ...lines] = records;
  const heading = first?.cells;
  if (!heading) return { ok: false, problems: ['文件是空的，第一行应为标题 · The file is empty; the first line must hold the headings.'] };
  const placed = placeColumns(heading);
  // Without a single known heading it may be a patient who stands there.
  if (placed.at.size === 0) return { ok: false, problems: ['第一行应为标题，但没有一个能识别：请使用模板中的标题 · The first line must hold the headings, and none is known: use those of the template.'] };
  const absent = required.filter((column) => !placed.at.has(column));
  if (absent.length > 0) return { ok: false, problems: absent.map((column) => `缺少“${columns[column][0]}”列 · The column ${columns[column][0]} (${english(column)}) is missing; headings found: ${heading.join(', ')}.`) };
  const spare = endsWithOneCell(heading, lines);
  const rows = lines.map(({ line, cells }) => ({ line, result: readRow(heading, placed, spare ? cells.slice(0, heading.length) : cells) }));
  return { ok: true, rows, remarks: unknownWords(placed.unknown) };
}

const english = (column: Column): string => columns[column].find((name) => /^[a-z_]+$/.test(name)) ?? columns[column][0];

function readRow(heading: readonly string[], placed: Placed, cells: readonly string[]): ReadResult {
  const misplaced = cellsProblem(heading, cells);
  if (misplaced !== null) return { ok: false, problems: [misplaced] };
  const problems: string[] = [];
  const remarks: string[] = [];
  // Of two headings that mean the same, whatever stands under one of them.
  const found = new Map([...placed.at].map(([column, places]) => {
    const written = places.map((index) => ({ heading: heading[index]?.trim() ?? '', text: cells[index]?.trim() ?? '' })).filter(({ text }) => text !== '');
    const other = written.find(({ text }) => text !== written[0]?.text);
    if (other) problems.push(`“${written[0]?.heading}”和“${other.heading}”意思相同而内容不同，请只保留一列 · "${written[0]?.heading}" and "${other.heading}" mean the same and differ: keep one of them`);
    return [column, written[0]?.text ?? ''] as const;
  }));
  const cell = (column: Column): string => found.get(column) ?? '';
  for (const column of required) if (cell(column) === '') problems.push(`${columns[column][0]} 为空 · is empty`);
  const date = (column: Column): string | null => {
    if (cell(column) === '') return null;
    const day = dayOf(cell(column));
    if (day === null) problems.push(`${columns[column][0]} 应为日期，如 2026-03-02 · must be a date like 2026-03-02`);
    return day;
  };
  const agreed = (column: Column): boolean => {
    const said = yesNo(cell(column));
    if (said === null) problems.push(`${columns[column][0]} 应为“是”或“否” · must be yes or no`);
    return said === true;
  };
  /** What is not needed may stay unknown, but not in silence. */
  const understood = <T>(column: Column, said: T | null): T | undefined => {
    if (said === null) remarks.push(`${columns[column][0]} 未能识别，未采用 · was not understood and not taken`);
    return said ?? undefined;
  };
  const phone = (column: Column) => {
    const written = cell(column);
    if (written === '') return null;
    const usable = usableContact(written, 'phone');
    if (!usable) problems.push(`${columns[column][0]} 不是可拨打的号码 · ${phoneProblem(written) ?? ''}`);
    return usable;
  };
  const own = phone('mobile');
  const family = phone('familyMobile');
  const [familyName = '', givenName = ''] = splitName(cell('name'));
  const sex = understood('sex', sexOf(cell('sex'))) ?? 'unknown';
  const dates = { birth: date('birthDate'), admitted: date('admitted'), discharged: date('discharged'), operated: date('operatedOn') };
  const consents = { sms: agreed('smsConsent'), family: agreed('familyConsent'), photos: agreed('photoConsent'), familyDoctor: false };
  const moved = consentProblem(heading, cells, consents);
  if (moved !== null) problems.push(moved);
  const findings = findingsOf(cell, understood('route', acuteOf(cell('route'))), problems);
  if (problems.length > 0) return { ok: false, problems };
  const parts = (column: Column): string[] => cell(column).split(/[;；、]/).map((p) => p.trim()).filter((p) => p !== '');
  const checked = DischargeRecord.safeParse({
    patient: {
      identifiers: [{ system: 'mrn', value: cell('mrn') }],
      familyName, givenName, birthDate: dates.birth, sex,
    },
    contacts: [
      ...(own ? [{ owner: 'patient', ...own }] : []),
      ...(family ? [{ owner: 'family', ...family, ...(cell('familyRelation') ? { relation: cell('familyRelation') } : {}), ...(cell('familyName') ? { name: cell('familyName') } : {}) }] : []),
    ],
    consents,
    stay: { ref: cell('stay'), reason: parts('diagnosis')[0] ?? '', admittedAt: dates.admitted, dischargedAt: dates.discharged },
    conditions: parts('diagnosis').map((display) => ({ display })),
    procedures: parts('operation').map((display) => ({ display, performedAt: dates.operated })),
    medications: parts('medication').map((display) => ({ display })),
    ...(Object.keys(findings).length === 0 ? {} : { findings }),
  });
  if (!checked.success) return { ok: false, problems: checked.error.issues.map((i) => `${i.path.join('.')} 不符合要求 · ${i.message}`) };
  const record = checked.data;
  return { ok: true, source: 'csv', record, understood: [`${record.stay.kind} stay, discharged ${dates.discharged ?? 'never'}`], missing: [...(own ? [] : ['mobile']), ...(family ? [] : ['family contact'])], remarks };
}

/** What the list says about the needs assessment; an impossible value is the row's problem, for somebody would score by it. */
function findingsOf(cell: (column: Column) => string, acute: boolean | undefined, problems: string[]): AssessmentAnswers {
  const findings: AssessmentAnswers = acute === undefined ? {} : { acute };
  for (const column of ['barthel', 'morse', 'haemoglobin', 'sodium'] as const) {
    const written = cell(column);
    if (written === '') continue;
    const problem = answerProblem(column, written);
    if (problem === null) findings[column] = written;
    else problems.push(`${columns[column][0]} 数值不正确 · ${problem}`);
  }
  return findings;
}

const doubleSurnames = /^(欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|长孙|宇文|司徒|夏侯|端木|百里|南宫)/;
function splitName(name: string): [string, string] {
  if (/^[\p{Script=Han}·]+$/u.test(name)) {
    const length = doubleSurnames.test(name) ? 2 : 1;
    return [name.slice(0, length), name.slice(length)];
  }
  const words = name.split(/\s+/);
  return [words.at(-1) ?? '', words.slice(0, -1).join(' ')];
}
