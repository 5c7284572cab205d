import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { connect, type Sql } from '../db/client.js';
import { storeDischarge } from '../db/discharges.js';
import { storeAssessment } from '../db/people/assessments.js';
import { DischargeRecord } from '../discharges/record.js';
import { UsageError, PlainError } from '../platform/plain-error.js';
import { fromMs, localDateOf } from '../pathways/time.js';
import { dischargeOf } from '../test/support/discharge.js';
import { testKeyVariables } from '../test/support/keys.js';
import { freshDatabase } from '../test/support/postgres.js';
import { run } from './assess.js';

const folder = mkdtempSync(join(tmpdir(), 'wuyou-assess-'));
const now = fromMs(Date.now());
const today = localDateOf(now, 'Asia/Shanghai');
let sql: Sql;
let drop: () => Promise<void>;
let hospitalId: string;
let dischargeId: string;

beforeAll(async () => {
  const database = await freshDatabase();
  drop = database.drop;
  sql = connect(database.url, { max: 2 });
  for (const [name, value] of Object.entries({ ...testKeyVariables, DATABASE_URL: database.url })) vi.stubEnv(name, value);
  const [row] = await sql<{ id: string }[]>`insert into hospital (id, name, kind, zone, pace, sms_signature, phone, entry) values (gen_random_uuid(), 'Test', 'training', 'Asia/Shanghai', 1, 'Test', '000', 'entry') returning id`;
  hospitalId = row?.id ?? '';
  const record = DischargeRecord.parse(dischargeOf('ZY-1', today, { findings: { acute: false } }));
  const stored = await storeDischarge(sql, { id: hospitalId, zone: 'Asia/Shanghai' }, record, { understood: [], missing: [] }, now);
  dischargeId = stored.verdict === 'refused' ? '' : stored.dischargeId;
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await sql.end();
  await drop();
  rmSync(folder, { recursive: true });
});

async function said(...args: string[]): Promise<string> {
  const written: string[] = [];
  const spy = vi.spyOn(process.stdout, 'write').mockImplementation((text) => written.push(String(text)) > 0);
  try {
    expect(await run(args)).toBe(0);
  } finally {
    spy.mockRestore();
  }
  return written.join('');
}
const read = async (...args: string[]) => JSON.parse(await said(...args, '--json')) as { subject: string; completedAt: string | null; answers: Record<string, unknown>; recommendation: { recommended: { packageId: string; offered: boolean }[] } | null; refusals: { code: string }[] };

describe('wuyou assess', () => {
  it('says of a file what it needs by the built-in packages, with sources, and stores nothing', async () => {
    const file = join(folder, 'bundle.json');
    writeFileSync(file, JSON.stringify(dischargeOf('ZY-9', today)));
    const view = await read(file);
    expect(view).toMatchObject({ subject: 'bundle.json', completedAt: null, refusals: [], recommendation: { recommended: [{ packageId: 'hip-wound-care', offered: true }, { packageId: 'hip-home-rehab', offered: true }] } });
    const words = await said(file, '--lang', 'en');
    expect(words).toContain('surgery = hip ← procedures of the stay: Total replacement of hip');
    expect(words).toContain('hip surgery in this stay [C]');
    expect(words).not.toMatch(/张|阿姨|138/);
    expect(await sql`select 1 from discharge where encounter_ref = 'ZY-9'`).toHaveLength(0);
  });

  it('finds a discharge by its id or stay number, and shows the last completed assessment', async () => {
    expect(await read('ZY-1')).toMatchObject({ subject: 'ZY-1', completedAt: null, answers: { acute: false, surgery: ['hip'] }, recommendation: { recommended: [{ packageId: 'hip-wound-care', offered: false }, { packageId: 'wound-visit' }, { packageId: 'hip-home-rehab' }, { packageId: 'orthopaedic-rehab' }, { packageId: 'discharge-follow-up' }] } });
    await storeAssessment(sql, { hospitalId, dischargeId, answers: { tubes: ['drain'] }, by: null });
    expect(await read(dischargeId)).toMatchObject({ completedAt: expect.any(String), answers: { tubes: ['drain'] }, recommendation: { recommended: [{ packageId: 'drain-care' }, { packageId: 'discharge-follow-up' }] } });
    expect(await read('ZY-1', '--answer', 'tubes=', '--answer', 'barthel=40')).toMatchObject({ completedAt: null, answers: { tubes: [], barthel: '40' }, recommendation: { recommended: [{ packageId: 'pressure-injury' }, { packageId: 'discharge-follow-up' }] } });
  });

  it('proposes nothing to the dead', async () => {
    const file = join(folder, 'died.json');
    const found = dischargeOf('ZY-8', today);
    writeFileSync(file, JSON.stringify({ ...found, patient: { ...found.patient, died: today } }));
    expect(await read(file)).toMatchObject({ recommendation: null, refusals: [{ code: 'dead' }] });
    expect(await said(file)).not.toContain('建议');
  });

  it.each([
    [['ZY-404'], PlainError, 'no discharge "ZY-404"'], [['ZY-1', '--answer', 'barthel=47'], UsageError, 'in steps of 5'], [['ZY-1', '--answer', 'mood=good'], UsageError, 'questions are stayDays'],
    [['ZY-1', '--answer', 'acute=perhaps'], UsageError, 'must be true or false'], [['ZY-1', '--lang', 'de'], UsageError, 'zh-CN or en'], [[], UsageError, 'Name one discharge'],
  ] as const)('refuses %j in a sentence', async (args, error, sentence) => {
    const refusal = run([...args]);
    await expect(refusal).rejects.toThrow(error);
    await expect(refusal).rejects.toThrow(sentence);
  });
});
