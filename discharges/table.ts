/**
 * A list of discharges as a table, whatever file it came from: Chinese or English headings, one discharge a line. Each row stands alone: a bad
 * one gets its reasons, its neighbours go on. The reasons are said in both languages: the list is mended by whoever exported it.
 */
import { answerProblem, type AssessmentAnswers } from '../pathways/recommend/questions.js';
import { isLocalDate } from '../pathways/time.js';
import { phoneProblem, usableContact } from './phone.js';
import { DischargeRecord, notInYearZero } from './record.js';
import type { ReadResult } from './record.js';

/** Column -> accepted headings. The first is the one in the template that docs show. */
export const columns = {
  mrn: ['病案号', 'mrn', 'medical_record_number'],
  name: ['姓名', 'name'],
  sex: ['性别', 'sex'],
  birthDate: ['出生日期', 'birth_date'],
  mobile: ['手机', '联系电话', 'mobile'],
  familyName: ['家属姓名', 'family_name'],
  familyRelation: ['家属关系', 'family_relation'],
  familyMobile: ['家属手机', '家属电话', 'family_mobile'],
  stay: ['住院号', 'stay', 'encounter'],
  admitted: ['入院日期', 'admitted'],
  discharged: ['出院日期', 'discharged'],
  diagnosis: ['出院诊断', '诊断', 'diagnosis'],
  operation: ['手术名称', '手术', 'operation'],
  operatedOn: ['手术日期', 'operated_on'],
  medication: ['出院带药', '用药', 'medication'],
  smsConsent: ['短信同意', 'sms_consent'],
  familyConsent: ['家属联系同意', 'family_consent'],
  photoConsent: ['照片同意', 'photo_consent'],
  route: ['入院途径', '入院方式', 'admission_route'],
  barthel: ['Barthel', 'barthel', '自理能力评分', 'ADL'],
  morse: ['Morse', 'morse', '跌倒评分'],
  haemoglobin: ['血红蛋白', 'haemoglobin', 'hemoglobin'],
  sodium: ['血钠', 'sodium'],
} as const;
type Column = keyof typeof columns;
const required: readonly Column[] = ['mrn', 'name', 'stay', 'discharged'];

export type TableRows = { line: number; result: ReadResult }[];
export type TableResult = { ok: true; rows: TableRows } | { ok: false; problems: string[] };

/** `line` as a person counts in the file; the first row holds the headings. */
export type TableLine = { line: number; cells: string[] };

export function readTable(records: readonly TableLine[]): TableResult {
  const [first, ...lines] = records;
  const heading = first?.cells;
  if (!heading) return { ok: false, problems: ['文件是空的，第一行应为标题 · The file is empty; the first line must hold the headings.'] };
  const place = new Map(Object.entries(columns).flatMap(([column, names]) => {
    const index = heading.findIndex((h) => (names as readonly string[]).includes(h.trim().toLowerCase()) || (names as readonly string[]).includes(h.trim()));
    return index < 0 ? [] : [[column as Column, index] as const];
  }));
  const absent = required.filter((column) => !place.has(column));
  if (absent.length > 0) return { ok: false, problems: absent.map((column) => `缺少“${columns[column][0]}”列 · The column ${columns[column][0]} (${columns[column][1]}) is missing; headings found: ${heading.join(', ')}.`) };
  return { ok: true, rows: lines.map(({ line, cells }) => ({ line, result: readRow((column) => cells[place.get(column) ?? -1]?.trim() ?? '') })) };
}

function readRow(cell: (column: Column) => string): ReadResult {
  const problems: string[] = [];
  for (const column of required) if (cell(column) === '') problems.push(`${columns[column][0]} 为空 · is empty`);
  const date = (column: Column): string | null => {
    const written = cell(column);
    if (written === '') return null;
    const iso = written.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3').replace(/[年月./]/g, '-').replace(/日/g, '').replace(/-(\d)(?=-|$)/g, '-0$1');
    if (!isLocalDate(iso) || !notInYearZero.test(iso)) problems.push(`${columns[column][0]} 应为日期，如 2026-03-02 · must be a date like 2026-03-02`);
    return iso;
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
  const yes = (column: Column): boolean => /^(是|y|yes|true|1|同意)$/i.test(cell(column));
  const dates = { birth: date('birthDate'), admitted: date('admitted'), discharged: date('discharged'), operated: date('operatedOn') };
  const findings = findingsOf(cell, problems);
  if (problems.length > 0) return { ok: false, problems };
  const parts = (column: Column): string[] => cell(column).split(/[;；、]/).map((p) => p.trim()).filter((p) => p !== '');
  const checked = DischargeRecord.safeParse({
    patient: {
      identifiers: [{ system: 'mrn', value: cell('mrn') }],
      familyName, givenName, birthDate: dates.birth,
      sex: /^(男|m|male)$/i.test(cell('sex')) ? 'male' : /^(女|f|female)$/i.test(cell('sex')) ? 'female' : 'unknown',
    },
    contacts: [
      ...(own ? [{ owner: 'patient', ...own }] : []),
      ...(family ? [{ owner: 'family', ...family, ...(cell('familyRelation') ? { relation: cell('familyRelation') } : {}), ...(cell('familyName') ? { name: cell('familyName') } : {}) }] : []),
    ],
    consents: { sms: yes('smsConsent'), family: yes('familyConsent'), photos: yes('photoConsent'), familyDoctor: false },
    stay: { ref: cell('stay'), reason: parts('diagnosis')[0] ?? '', admittedAt: dates.admitted, dischargedAt: dates.discharged },
    conditions: parts('diagnosis').map((display) => ({ display })),
    procedures: parts('operation').map((display) => ({ display, performedAt: dates.operated })),
    medications: parts('medication').map((display) => ({ display })),
    ...(Object.keys(findings).length === 0 ? {} : { findings }),
  });
  if (!checked.success) return { ok: false, problems: checked.error.issues.map((i) => `${i.path.join('.')} 不符合要求 · ${i.message}`) };
  const record = checked.data;
  return { ok: true, source: 'csv', record, understood: [`${record.stay.kind} stay, discharged ${dates.discharged ?? 'never'}`], missing: [...(own ? [] : ['mobile']), ...(family ? [] : ['family contact'])] };
}

/** What the list says about the needs assessment; an impossible value is the row's problem, for somebody would score by it. */
function findingsOf(cell: (column: Column) => string, problems: string[]): AssessmentAnswers {
  const findings: AssessmentAnswers = {};
  const route = cell('route');
  if (/急诊|emergency/i.test(route)) findings.acute = true;
  else if (/门诊|择期|elective|planned/i.test(route)) findings.acute = false;
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
