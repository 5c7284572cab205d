import { describe, expect, it } from 'vitest';
import { readRoster, type RosterReading } from './roster-table.js';

const colleagues = [
  { accountId: 'a-li', login: 'li', displayName: '李明' }, { accountId: 'a-wang', login: 'wang', displayName: '王芳 Wang Fang' },
  { accountId: 'a-zhang1', login: 'zhang1', displayName: '张伟' }, { accountId: 'a-zhang2', login: 'zhang2', displayName: '张伟' },
];
const read = (...rows: string[][]): Extract<RosterReading, { ok: true }> => {
  const reading = readRoster(rows.map((cells, n) => ({ line: n + 1, cells })), { colleagues, zone: 'Asia/Shanghai' });
  if (!reading.ok) throw new Error(reading.problem);
  return reading;
};

describe('One duty a line', () => {
  it('is a shift in the hospital\'s zone; a night ends on the next day', () => {
    const { layout, verdicts } = read(['日期', '岗位', '姓名', '班次'], ['2026/3/2', '值班医生', '李明', '夜班']);
    expect(layout).toBe('duty-per-line');
    expect(verdicts).toEqual([{ line: 2, text: '2026/3/2 · 值班医生 · 李明 · 夜班', problem: null, duty: { accountId: 'a-li', login: 'li', role: 'duty-doctor', startsAt: '2026-03-02T12:00:00.000Z', endsAt: '2026-03-03T00:00:00.000Z' } }]);
  });
  it('may give its own times, in English too', () => {
    const { verdicts } = read(['date', 'role', 'login', 'from', 'until'], ['2026-03-02', 'head-nurse', 'WANG', '7:30', '15:30']);
    expect(verdicts[0]?.duty).toMatchObject({ role: 'head-nurse', accountId: 'a-wang', startsAt: '2026-03-01T23:30:00.000Z', endsAt: '2026-03-02T07:30:00.000Z' });
  });
  it('without a shift lasts from 8 to 8', () => {
    expect(read(['日期', '岗位', '姓名'], ['2026年3月2日', '总值班', '王芳']).verdicts[0]?.duty).toMatchObject({ role: 'chief-on-duty', startsAt: '2026-03-02T00:00:00.000Z', endsAt: '2026-03-03T00:00:00.000Z' });
  });
  it.each([
    [['2026-02-30', '值班医生', '李明', ''], '"2026-02-30" is no date'],
    [['2026-03-02', '院长', '李明', ''], '"院长" is no role'],
    [['2026-03-02', '值班医生', '赵六', ''], 'nobody with an active account is called "赵六"'],
    [['2026-03-02', '值班医生', '张伟', ''], '2 people are called "张伟"; write the login (zhang1, zhang2)'],
    [['2026-03-02', '值班医生', '', ''], 'no person is named'],
    [['2026-03-02', '值班医生', '李明', '大夜'], '"大夜" is no shift'],
  ])('that is wrong says why: %j', (cells, problem) => {
    const { verdicts } = read(['日期', '岗位', '姓名', '班次'], cells, ['2026-03-03', '值班医生', '李明', '白班']);
    expect(verdicts[0]).toMatchObject({ duty: null, problem: expect.stringContaining(problem) as string });
    expect(verdicts[1]?.problem).toBeNull();
  });
});

describe('One day a line', () => {
  it('has a duty for every name in every role\'s cell, each with its own verdict', () => {
    const { layout, verdicts } = read(['日期', '值班医生（白班）', '值班医生（夜班）', '护士长', '备注'], ['2026-03-02 周一', '李明', '李明、王芳', '赵六', ''], ['2026-03-03', '-', '', '王芳', '无']);
    expect(layout).toBe('day-per-line');
    expect(verdicts.map(({ line, text, problem }) => [line, text, problem === null])).toEqual([
      [2, '2026-03-02 周一 · 值班医生（白班） · 李明', true], [2, '2026-03-02 周一 · 值班医生（夜班） · 李明', true], [2, '2026-03-02 周一 · 值班医生（夜班） · 王芳', true], [2, '2026-03-02 周一 · 护士长 · 赵六', false], [3, '2026-03-03 · 护士长 · 王芳', true],
    ]);
    expect(verdicts[0]?.duty).toMatchObject({ startsAt: '2026-03-02T00:00:00.000Z', endsAt: '2026-03-02T12:00:00.000Z' });
  });
});

describe('A table that is no roster', () => {
  it.each([
    [[['日期', '值班医生']], 'The roster is empty'],
    [[['day', 'who'], ['1', '2']], 'There is no column for the date'],
    [[['日期', '天气'], ['2026-03-02', '晴']], 'No heading names a role'],
  ])('is refused as a whole: %j', (rows, problem) => expect(readRoster(rows.map((cells, n) => ({ line: n + 1, cells })), { colleagues, zone: 'Asia/Shanghai' })).toEqual({ ok: false, problem: expect.stringContaining(problem) as string }));
});
