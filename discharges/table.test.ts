import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readCsv } from './csv.js';
import { columns } from './list-columns.js';
import { yesNo } from './list-words.js';

const list = (...lines: string[]) => {
  const read = readCsv(new TextEncoder().encode(lines.join('\n')));
  if (!read.ok) throw new Error(read.problems.join());
  return read;
};
/** Of each row: what was taken of it, or why it was not. */
const rows = (...lines: string[]) => list(...lines).rows.map(({ result }) => (result.ok ? result.record : result.problems.join()));
const needed = '病案号,姓名,住院号,出院日期';
const wang = '1,王芳,Z1,2026-03-06';
const withMore = (headings: string, cells: string) => rows(`${needed},${headings}`, `${wang},${cells}`)[0];
const wordsOf = (headings: string, cells: string): string => { const row = withMore(headings, cells); return typeof row === 'string' ? row : 'taken'; };

describe('A row of a list whose cells do not stand under their headings', () => {
  const head = 'mrn,name,stay,discharged,diagnosis,operation,operated_on,medication,sms_consent,family_consent';
  it('is refused, in words that say what to do, and stops nobody', () => {
    const [shifted, good] = rows(head, '1,Wang Fang,Z1,2026-03-06,Hip fracture, osteoporosis,,,,yes,no', '2,Li Li,Z2,2026-03-06,"Hip fracture, osteoporosis",,,,yes,no');
    expect(shifted).toMatch(/这一行有 11 个单元格，标题只有 10 个.* · This row has 11 cells and there are 10 headings: put a cell that holds a comma into double quotes/);
    expect(good).toMatchObject({ consents: { sms: true, family: false }, conditions: [{ display: 'Hip fracture, osteoporosis' }] });
  });
  it('is refused also when what was pushed out at the end is empty', () => {
    expect(rows(head, '1,Wang Fang,Z1,2026-03-06,Hip fracture, osteoporosis,,,,yes,', '2,Li Li,Z2,2026-03-06,Hip fracture,,,,yes,no')[0]).toMatch(/11 cells/);
    expect(rows(`${head},,`, '1,Wang Fang,Z1,2026-03-06,Hip fracture, osteoporosis,,,,yes,no,')[0]).toMatch(/under no heading/);
  });
  it('is taken when every line of the file ends with the same empty cell', () =>
    expect(rows(needed, `${wang},`, '2,李丽,Z2,2026-03-06,')).toMatchObject([{ stay: { ref: 'Z1' } }, { stay: { ref: 'Z2' } }]));
  it('is refused when cells are missing and it gives a consent, which may be that of the next column', () => {
    expect(rows(head, '1,Wang Fang,Z1,2026-03-06,Hip fracture,,,yes,yes')[0]).toMatch(/这一行只有 9 个单元格，标题有 10 个.* · This row has only 9 cells/);
    expect(rows(head, '1,Wang Fang,Z1,2026-03-06,Hip fracture')[0]).toMatchObject({ consents: { sms: false, family: false } });
  });
  it('is refused when an open quotation mark has swallowed its neighbours', () =>
    expect(rows('mrn,name,stay,discharged,diagnosis', '1,王芳,Z1,2026-03-06,"hip', '2,李丽,Z2,2026-03-06,knee"', '3,赵云,Z3,2026-03-06,"hip', 'and knee"'))
      .toMatchObject([expect.stringMatching(/引号.* · .*quotation mark/), { conditions: [{ display: 'hip\nand knee' }] }]));
  it('is taken with several lines in one cell', () =>
    expect(withMore('手机,出院带药', '13800138000,"阿司匹林,100mg,每日一次,口服\n利伐沙班,10mg,每日一次,口服"')).toMatchObject({ medications: [{ display: expect.stringContaining('利伐沙班') }] }));
});

describe('Headings of a list', () => {
  it.each([['手机号码', '13800138000', { contacts: [{ owner: 'patient', value: '+8613800138000' }] }], ['出生年月日', '1950-01-01', { patient: { birthDate: '1950-01-01' } }], ['患者姓名', '李丽', 'same'], ['出院时间', '2026-03-07 09:30', 'same'],
    ['联系人电话', '13900139000', { contacts: [{ owner: 'family' }] }], ['是否同意接收短信', '√', { consents: { sms: true } }], [' 短 信 同 意 *', '是', { consents: { sms: true } }], ['ＢＡＲＴＨＥＬ', '45', { findings: { barthel: '45' } }], ['barthel评分', '45', { findings: { barthel: '45' } }]] as const)(
    '%s is understood', (heading, cell, expected) => {
      if (expected === 'same') expect(rows(needed.replace(heading === '患者姓名' ? '姓名' : '出院日期', heading), heading === '患者姓名' ? '1,李丽,Z1,2026-03-06' : `1,李丽,Z1,${cell}`)).toMatchObject([{ patient: { familyName: '李' }, stay: { ref: 'Z1' } }]);
      else expect(withMore(heading, cell)).toMatchObject(expected);
    });

  it('that nobody understood are listed, without any cell', () => {
    const { remarks } = list(`${needed},科室,移动号,,科室`, `${wang},骨科,13800138000,,`);
    expect(remarks).toEqual([expect.stringMatching(/^未采用的列：科室、移动号。.* · Columns that were not used: 科室, 移动号\./)]);
    expect(list(needed, wang).remarks).toEqual([]);
  });

  it('of one meaning: what stands in one of them is taken, two that differ refuse the row', () => {
    expect(withMore('联系电话,手机', ',13800138000')).toMatchObject({ contacts: [{ value: '+8613800138000' }] });
    expect(withMore('联系电话,手机', '13800138000,13800138000')).toMatchObject({ contacts: [{ value: '+8613800138000' }] });
    expect(wordsOf('联系电话,手机', '13700137000,13800138000')).toMatch(/“联系电话”和“手机”意思相同而内容不同.* · "联系电话" and "手机" mean the same and differ/);
    expect(wordsOf('联系电话,手机', '13700137000,13800138000')).not.toMatch(/13[78]00/);
  });

  it('are not repeated when the first line is a patient', () => {
    const read = readCsv(new TextEncoder().encode('1,王芳,13800138000,Z1'));
    expect(read.ok ? '' : read.problems.join()).toMatch(/第一行应为标题.* · The first line must hold the headings/);
    expect(read.ok ? '' : read.problems.join()).not.toMatch(/王芳|13800138000/);
  });
});

describe('Yes and no in a list', () => {
  it.each(['是', '有', '√', '✓', '✔', '☑', 'Y', 'yes', 'TRUE', '1', '１', '同意', '已同意', '已签署', '愿意'])('%s means yes', (word) => expect(yesNo(word)).toBe(true));
  it.each(['', '否', '无', '不', '不同意', '未签署', '拒绝', 'n', 'No', 'false', '0', '×', '✗', '□', '-', '/'])('"%s" means no', (word) => expect(yesNo(word)).toBe(false));
  it.each(['x', '☒', '是/否', '待定', '2', '13800138000', '女儿同意'])('%s means neither', (word) => expect(yesNo(word)).toBeNull());
  it('refuses the row when it is neither, without repeating it', () => {
    expect(wordsOf('短信同意,照片同意', '王芳的女儿,是')).toMatch(/^短信同意 应为“是”或“否” · must be yes or no/);
    expect(wordsOf('短信同意,照片同意', '王芳的女儿,是')).not.toMatch(/女儿|王芳/);
  });
});

describe('What a list says of the patient', () => {
  it.each([['男', 'male'], ['女性', 'female'], ['F', 'female'], ['不详', 'unknown'], ['', 'unknown'], ['女 1', 'unknown']])('sex %s is %s', (written, sex) => expect(withMore('性别', written)).toMatchObject({ patient: { sex } }));
  it('is said not to be understood where it is a word of another kind, and the row is taken', () => {
    const [row] = list(`${needed},性别,入院途径`, `${wang},女 1,走廊`).rows;
    expect(row?.result).toMatchObject({ ok: true, remarks: ['性别 未能识别，未采用 · was not understood and not taken', '入院途径 未能识别，未采用 · was not understood and not taken'] });
    expect(list(`${needed},性别,入院途径`, `${wang},不详,其他`).rows[0]?.result).toMatchObject({ ok: true, remarks: [] });
  });
  it.each(['2026/3/6 9:05', '2026-03-06T09:05:00', '2026年3月6日 09:05', '20260306'])('a day with its time is that day: %s', (written) => expect(rows(needed, `1,王芳,Z1,${written}`)).toMatchObject([{ stay: { dischargedAt: '2026-03-06' } }]));
});

it('The document of the format names every heading', () => {
  const document = readFileSync(new URL('../docs/discharge-lists.md', import.meta.url), 'utf8');
  expect(Object.values(columns).flat().filter((heading) => !document.includes(`\`${heading}\``))).toEqual([]);
});
