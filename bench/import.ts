/** `npm run bench -- import`: a list of discharges as a hospital exports it, some of its rows bad, over the API: time, memory, a verdict per row. */
import { loadavg } from 'node:os';
import { v7 as uuidv7 } from 'uuid';
import { createAccount } from '../db/accounts.js';
import { createApiKey } from '../db/api-keys.js';
import { addDays } from '../pathways/time.js';
import { openDatabase } from './hospital/servers.js';
import { openApi } from './hospital/api.js';
import { beginning } from './measure/machine.js';
import { optionsOf } from './measure/options.js';
import { print, rangeText, table } from './measure/table.js';

const options = optionsOf({ rounds: 3, rows: 10_000, bad: 100 }, { rounds: 1, rows: 200, bad: 5 });
const heading = '病案号,姓名,性别,出生日期,手机,家属姓名,家属关系,家属手机,住院号,入院日期,出院日期,出院诊断,手术名称,手术日期,短信同意,家属联系同意,照片同意';
const surnames = ['赵', '钱', '孙', '李', '周', '吴', '郑', '王', '冯', '陈'];
const givens = ['秀英', '建国', '桂兰', '玉珍', '志强', '淑华', '国庆', '春梅', '德明', '凤霞'];

/** Four kinds of bad rows in turn, spread over the list: no record number, no such date, a number that nobody can dial, no name. */
function row(round: number, n: number): string {
  const bad = n % Math.floor(options.rows / options.bad) === 1 ? (n % 4) + 1 : 0;
  const [id, day] = [`R${round}N${n}`, addDays('2026-11-01', n % 20)];
  return [
    bad === 1 ? '' : `MRN-${id}`, bad === 4 ? '' : `${surnames[n % 10]}${givens[(n >> 3) % 10]}`, n % 2 === 0 ? '女' : '男', addDays('1938-01-01', (n * 397) % 16_000), bad === 3 ? '12345' : `138${String(n).padStart(8, '0')}`,
    '', '女儿', `139${String(n).padStart(8, '0')}`, `S-${id}`, addDays(day, -8), bad === 2 ? '2026-13-45' : day, '股骨颈骨折', '全髋关节置换术', addDays(day, -6), '是', '是', '是',
  ].join(',');
}

type Report = { counts: Record<string, number>; rows: { verdict: string; problems: string[] }[] };
type Round = { seconds: number; perSecond: number; growthMb: number; refused: number; explained: number; resumedSeconds: number };

const database = await openDatabase();
const { sql } = database;
const hospitalId = uuidv7();
await sql`insert into hospital (id, name, kind, zone, sms_signature, phone, entry) values (${hospitalId}, 'Bench', 'real', 'Asia/Shanghai', 'XX医院', '0571-00000000', '随访入口')`;
const key = await createApiKey(sql, { hospitalId, accountId: await createAccount(sql, { hospitalId, login: 'bench', displayName: 'bench', roles: ['case-manager', 'admin', 'his'], password: null }) });
const api = await openApi(database.url);
const rounds: Round[] = [];
try {
  const ending = beginning(`import ${options.words}`, 'POST /discharges/import, the API in this process on a PostgreSQL of its own; later rounds find the patients of earlier ones there');
  for (let round = 1; round <= options.rounds; round++) {
    const body = `${heading}\n${Array.from({ length: options.rows }, (_, n) => row(round, n)).join('\n')}\n`;
    const send = async (): Promise<Report> => {
      const response = await api.request('/discharges/import', { method: 'POST', body, headers: { authorization: `Bearer ${key}`, 'content-type': 'text/csv' } });
      if (response.status !== 200) throw new Error(`The list was refused with ${response.status}: ${await response.text()}`);
      return (await response.json()) as Report;
    };
    const before = process.memoryUsage().rss;
    let most = before;
    const watch = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 50);
    const startedAt = performance.now();
    const report = await send();
    const seconds = (performance.now() - startedAt) / 1_000;
    clearInterval(watch);
    const again = performance.now();
    await send();
    if (report.rows.length !== options.rows) throw new Error(`${report.rows.length} verdicts for ${options.rows} rows`);
    const refused = report.rows.filter(({ verdict }) => verdict === 'refused');
    rounds.push({ seconds, perSecond: options.rows / seconds, growthMb: (most - before) / 2 ** 20, refused: refused.length, explained: refused.filter(({ problems }) => problems.length > 0).length, resumedSeconds: (performance.now() - again) / 1_000 });
    print(`round ${round}: ${JSON.stringify(report.counts)}, load ${loadavg()[0]?.toFixed(1) ?? ''}`);
  }
  print();
  table([`${options.rows} rows, ${options.bad} meant to be bad`, 'least / middle / most'], [
    ['seconds', rangeText(rounds.map(({ seconds }) => seconds))],
    ['rows a second', rangeText(rounds.map(({ perSecond }) => perSecond))],
    ['memory above the start, MB', rangeText(rounds.map(({ growthMb }) => growthMb))],
    ['rows refused', rangeText(rounds.map(({ refused }) => refused))],
    ['of these with their reason', rangeText(rounds.map(({ explained }) => explained))],
    ['the same file again (resumes), seconds', rangeText(rounds.map(({ resumedSeconds }) => resumedSeconds))],
  ]);
  ending();
} finally {
  await api.close();
  await database.stop();
}
process.exit(0);
