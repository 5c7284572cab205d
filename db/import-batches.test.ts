import { afterAll, beforeAll, expect, it } from 'vitest';
import { readCsv } from '../discharges/csv.js';
import { batchRows, importRow, openBatch } from './import-batches.js';
import { correctBirthDate } from './people/birth-date.js';
import { createSetting, type TestSetting } from './testing/setting.js';
import { createWorld, type World } from './testing/world.js';

let setting: TestSetting;
let world: World;
beforeAll(async () => {
  setting = await createSetting();
  world = await createWorld(setting.sql);
});
afterAll(() => setting.close());

/** The lines that were judged this time, and what the report says of each afterwards. */
async function imported(csv: string) {
  const list = readCsv(new TextEncoder().encode(csv));
  if (!list.ok) throw new Error(list.problems.join());
  const batch = await openBatch(setting.sql, { hospitalId: world.hospitalId, source: 'csv', sha256: csv, format: 'csv', rows: list.rows.length, by: null });
  const waiting = list.rows.filter(({ line }) => !batch.done.has(line));
  for (const row of waiting) await importRow(setting.sql, { id: world.hospitalId, zone: 'Asia/Shanghai' }, batch.id, row, '2026-03-07T02:00:00.000Z');
  return { judged: waiting.map(({ line }) => line), report: (await batchRows(setting.sql, world.hospitalId, batch.id)).map(({ line, verdict, problems }) => ({ line, verdict, problems })) };
}

it('A row that was refused is judged anew when the same file comes again: what it ran into was mended here, as its words advise', async () => {
  await setting.sql`insert into patient_identifier (hospital_id, patient_id, system, value) values (${world.hospitalId}, ${world.patientId}, 'mrn', 'M-1')`;
  await setting.sql`update patient set family_name = '章', birth_date = '1945-01-01' where id = ${world.patientId}`;
  const csv = '病案号,姓名,出生日期,住院号,出院日期\nM-1,张阿姨,1954-01-01,Z-1,2026-03-06\nM-2,王芳,1950-01-01,Z-2,2026-03-06\n';
  expect(await imported(csv)).toMatchObject({ judged: [2, 3], report: [{ line: 2, verdict: 'refused' }, { line: 3, verdict: 'imported' }] });
  await correctBirthDate(setting.sql, { hospitalId: world.hospitalId, patientId: world.patientId, birthDate: '1954-01-01', by: world.accountId });
  expect(await imported(csv)).toMatchObject({ judged: [2], report: [{ line: 2, verdict: 'imported' }, { line: 3, verdict: 'imported' }] });
  expect(await imported(csv)).toMatchObject({ judged: [] });
});

it('What was not taken of a row is said of it', async () => {
  const { report } = await imported('病案号,姓名,性别,住院号,出院日期\nM-3,李丽,女 1,Z-3,2026-03-06\n');
  expect(report).toEqual([{ line: 2, verdict: 'imported', problems: ['性别 未能识别，未采用 · was not understood and not taken'] }]);
});
