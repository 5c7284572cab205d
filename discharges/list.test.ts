import { describe, expect, it } from 'vitest';
import { readList } from './list.js';
import { nationalIdOf } from './national-id.js';
import { workbook, zip } from './testing/workbook.js';

const heading = ['病案号', '姓名', '性别', '出生日期', '手机', '住院号', '入院日期', '出院日期', '出院诊断', '入院途径', 'Barthel'];
const good = ['00812345', '张阿姨', '女', { day: '1953-05-04' }, 13800138000, 'ZY-1', '2026-02-20', { day: '2026-03-02' }, '股骨颈骨折；高血压', '急诊', 45];

describe('A list of discharges', () => {
  it('as a workbook gives the same rows as the same list in CSV', async () => {
    const [asXlsx, asCsv] = await Promise.all([
      readList(workbook([heading, good])),
      readList(new TextEncoder().encode([heading.join(','), '00812345,张阿姨,女,1953-05-04,13800138000,ZY-1,2026-02-20,2026-03-02,股骨颈骨折；高血压,急诊,45'].join('\n'))),
    ]);
    expect(asXlsx).toMatchObject({ ok: true, encoding: 'xlsx', rows: [{ line: 2, result: { ok: true, record: { contacts: [{ value: '+8613800138000' }], stay: { dischargedAt: '2026-03-02' }, findings: { acute: true, barthel: '45' } } } }] });
    expect(asXlsx.ok && asCsv.ok && asXlsx.rows).toEqual(asCsv.ok && asCsv.rows);
  });

  it('gives each bad row its reasons under the number that the row has in the file', async () => {
    const read = await readList(workbook([heading, good, ['', '', '', '', '', '', '', '', '', '', ''], ['', '李四', '男', '', 12345, 'ZY-2', '', '昨天', '', '', 47]]));
    expect(read.ok && read.rows.map(({ line, result }) => [line, result.ok])).toEqual([[2, true], [4, false]]);
    const bad = read.ok ? read.rows[1]?.result : null;
    expect(bad && !bad.ok && bad.problems).toEqual([
      '病案号 为空 · is empty', expect.stringMatching(/^手机 不是可拨打的号码 · is not a number that can be called/), '出院日期 应为日期，如 2026-03-02 · must be a date like 2026-03-02', 'Barthel 数值不正确 · must be a whole number from 0 to 100 in steps of 5, written as text',
    ]);
  });

  it('keeps a stray quote, a day that no calendar has and a short line to their own rows', async () => {
    const lines = ['病案号,姓名,住院号,出院日期,手机', '1,张"三,ZY-1,2026-03-02,13800138000', '2,李四,ZY-2,2026-02-30,13800138001', '3,王五', '4,赵六,ZY-4,20260302,13800138002', '5,孙七,ZY-5,0000-01-01,13800138003'];
    const read = await readList(new TextEncoder().encode(lines.join('\r\n')));
    expect(read.ok && read.rows.map(({ line, result }) => [line, result.ok ? result.record.stay.dischargedAt : result.problems])).toEqual([
      [2, '2026-03-02'], [3, ['出院日期 应为日期，如 2026-03-02 · must be a date like 2026-03-02']], [4, ['住院号 为空 · is empty', '出院日期 为空 · is empty']], [5, '2026-03-02'],
      [6, ['出院日期 应为日期，如 2026-03-02 · must be a date like 2026-03-02']],
    ]);
  });

  it('that is broken is refused in words', async () => {
    expect(await readList(workbook([heading, good]).subarray(0, 200))).toMatchObject({ ok: false, problems: [expect.stringMatching(/not a readable .xlsx workbook/)] });
    expect(await readList(zip({ 'readme.txt': 'no workbook' }))).toMatchObject({ ok: false });
  });
});

describe('A resident id number', () => {
  it('is believed by its check character only', () => {
    expect(nationalIdOf('11010519491231002x')).toBe('11010519491231002X');
    for (const wrong of ['110105194912310021', '11010519491231002', '', '44052418800101001A']) expect(nationalIdOf(wrong)).toBeNull();
  });
});
