import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fromMs, localDateOf } from '../../pathways/time.js';
import { loneApi, type LoneApi } from './lone-api.js';

const rows = 10_000;
/** One of a hundred, each in a way of its own. */
const bad = [
  (row: string[]) => row.with(2, '12'),
  (row: string[]) => row.with(0, ''),
  (row: string[]) => row.with(1, ''),
  (row: string[]) => row.with(4, '2026-02-30'),
];
const isBad = (n: number): boolean => n % 100 === 57;

let api: LoneApi;
let list: string;
beforeAll(async () => {
  api = await loneApi();
  const today = localDateOf(fromMs(Date.now()), api.hospital.zone);
  const good = (n: number): string[] => [`T${n}`, `张三${n}`, `138${String(n).padStart(8, '0')}`, `TC${n}`, today];
  const all = Array.from({ length: rows }, (_, n) => (isBad(n) ? (bad[Math.floor(n / 100) % bad.length] ?? good)(good(n) as never) : good(n)));
  list = ['病案号,姓名,手机,住院号,出院日期', ...all.map((row) => row.join(','))].join('\n');
});
afterAll(() => api.stop());

type Row = { line: number; verdict: string; problems: string[] };
type Said = { row?: Row; report?: { resumed: boolean; counts: Record<string, number>; rows: Row[] } };

/** Every line as it comes; ends early when the API dies. */
async function post(key: string, heard: (said: Said) => void): Promise<void> {
  const response = await fetch(`${api.url}/discharges/import`, {
    method: 'POST', body: list,
    headers: { authorization: `Bearer ${api.hospital.keys.caseManager}`, 'content-type': 'text/csv', accept: 'application/x-ndjson', 'idempotency-key': key },
  });
  if (!response.ok || response.body === null) throw new Error(`The import was answered ${response.status}: ${await response.text()}`);
  let rest = '';
  for await (const piece of response.body.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + piece).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) heard(JSON.parse(line) as Said);
  }
}

describe('An import of 10,000 rows, one of a hundred bad', () => {
  it('whose API is killed in the middle goes on where it stopped: a verdict for every row, and no row twice', { timeout: 1_800_000 }, async () => {
    let told = 0;
    await post('import-1', ({ row }) => {
      told += row ? 1 : 0;
      if (told === rows / 2) api.process().kill();
    }).catch(() => undefined); // its connection dies with it
    await api.process().ended;
    const [{ kept, taken } = { kept: 0, taken: 0 }] = await api.sql<{ kept: number; taken: number }[]>`select count(*)::int as kept, (count(*) filter (where verdict <> 'refused'))::int as taken from import_row`;
    expect(kept).toBeGreaterThanOrEqual(rows / 2);
    expect(kept).toBeLessThan(rows);

    await api.startAgain();
    let again = 0;
    let report: Said['report'];
    await post('import-2', (said) => {
      again += said.row ? 1 : 0;
      report = said.report ?? report;
    });
    const wrong = Array.from({ length: rows }, (_, n) => n).filter(isBad).length;
    // What was refused is judged anew.
    expect(again).toBe(rows - taken);
    expect(report).toMatchObject({ resumed: true, counts: { refused: wrong } });
    expect(report?.rows).toHaveLength(rows);
    expect(report?.rows.filter(({ verdict, problems }) => verdict === 'refused' && problems.length === 0)).toEqual([]);
    const [stored] = await api.sql`select count(*)::int as all, count(distinct encounter_ref)::int as different from discharge where encounter_ref like 'TC%'`;
    expect(stored).toEqual({ all: rows - wrong, different: rows - wrong });
  });
});
