/** The bench runs and prints every row that docs/scale.md reads: launches, answers and queues on a real server, reads of copied patients, a list. No time is judged here. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

/** A number, or least / middle / most. */
const number = /^\d+(\.\d+)?( \/ \d+(\.\d+)? \/ \d+(\.\d+)?)?$/;

type Row = { name: string; cells: string[] };

/** The rows of every table that a part printed: text, then numbers, two blanks or more between them, under a line of dashes. */
async function rowsOf(part: string, ...options: string[]): Promise<{ rows: Map<string, string[]>; printed: string }> {
  const path = fileURLToPath(new URL('../../bench/run.ts', import.meta.url));
  const printed = await new Promise<string>((resolve, reject) => {
    execFile(process.execPath, ['--import', 'tsx', path, part, '--short', ...options], (error, stdout, stderr) => (error ? reject(new Error(`${stdout}\n${stderr}`)) : resolve(stdout)));
  });
  const tables = printed.split('\n\n').filter((block) => block.split('\n')[1]?.startsWith('--'));
  const rows = tables.flatMap((block): Row[] => block.split('\n').slice(2).map((line) => line.split(/ {2,}/)).map(([name = '', ...cells]) => ({ name, cells })));
  return { printed, rows: new Map(rows.map(({ name, cells }) => [name, cells])) };
}

function expectNumbers(rows: Map<string, string[]>, columns: number): void {
  for (const [name, cells] of rows) {
    expect(cells, name).toHaveLength(columns);
    for (const cell of cells) expect(cell, name).toMatch(number);
  }
}

describe.concurrent('the short forms of the bench', () => {
  it('launch and answer on Wuyou, the bare workflow and three queues', async () => {
    const { rows, printed } = await rowsOf('latency', '--server', 'dev', '--minutes', '0');
    const [queues, ours] = [[...rows].filter(([, cells]) => cells.length === 2), [...rows].filter(([, cells]) => cells.length !== 2)];
    expectNumbers(new Map(ours), 3);
    expect(ours.map(([name]) => name.split(/[:,]/)[0])).toEqual(['launch', 'launch', 'answer', 'answer', 'answers per second']);
    expectNumbers(new Map(queues), 2);
    expect(queues.map(([name]) => name.split(' ')[0])).toEqual(['polling', 'graphile-worker', 'pg-boss']);
    expect(printed).toContain('aim at most 1.5: not judged by the short form');
  });

  it('read from hospitals of three sizes', async () => {
    const { rows } = await rowsOf('reads', '--times', '1', '--middle', '3', '--most', '6');
    expectNumbers(rows, 8);
    expect([...rows.keys()]).toEqual(expect.arrayContaining(['worklist: cases', 'patient page: timeline', 'search by name', 'discharges, newest first', 'worker: seal, every 60 s', 'a new patient for five days: every claim, answer and entry']));
  });

  it('import a list and refuse its bad rows, each with its reason', async () => {
    const { rows } = await rowsOf('import', '--rows', '40', '--bad', '4');
    expectNumbers(rows, 1);
    expect([rows.get('rows refused'), rows.get('of these with their reason')]).toEqual([['4.00'], ['4.00']]);
  });
});
