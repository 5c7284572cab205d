/** A package that names the hours in which questions are answered, from the question to the alarm. */
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addHours } from '../../pathways/time.js';
import { transact } from '../client.js';
import { publishExample } from '../testing/example.js';
import { createSetting, type TestSetting } from '../testing/setting.js';
import { createPatient, createWorld, launchEpisode, type World } from '../testing/world.js';
import { actOnInquiry, addToInquiry } from './act.js';
import { raiseOverdueInquiries } from './overdue.js';
import { raiseInquiry } from './raise.js';

let setting: TestSetting;
let world: World;
let episodeId: string;
beforeAll(async () => {
  setting = await createSetting();
  world = await createWorld(setting.sql, { packages: ['hip-wound-care'] });
  await publishExample(setting.sql, world.hospitalId, 'answering');
});
afterAll(() => setting.close());
beforeEach(async () => {
  Object.assign(world, await createPatient(setting.sql, world.hospitalId));
  episodeId = await launchEpisode(setting.sql, world, 'example', { orderNo: uuidv7() });
});

/** D3 in Shanghai, by the clock of every episode of the patient. */
const clock = (time: string) => setting.sql`update episode set clock = jsonb_build_object('wallAnchor', to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'episodeAnchor', ${addHours(`2026-03-05T${time}:00.000Z`, -8)}::text, 'pace', 1) where patient_id = ${world.patientId}`;
const person = () => ({ hospitalId: world.hospitalId, patientId: world.patientId, contactId: null });
const ask = (kind: 'question' | 'complaint' = 'question') => transact(setting.sql, (tx) => raiseInquiry(tx, setting.deps.crypt, { person: person(), kind, text: '宝宝可以洗澡吗？' }));
const dueOf = async (id: string): Promise<{ minute: string; owner: string | null }> => {
  const [row] = await setting.sql<{ minute: string; owner: string | null }[]>`select to_char(due_at at time zone 'Asia/Shanghai', 'MM-DD HH24:MI') as minute, owner from inquiry where id = ${id}`;
  if (!row) throw new Error('no such inquiry');
  return row;
};
const alarms = () => setting.sql`select ref from alarm where code = 'inquiry-overdue' and hospital_id = ${world.hospitalId} and cleared_at is null`;
const reply = (inquiryId: string) => actOnInquiry(setting.sql, setting.deps.crypt, { hospitalId: world.hospitalId, inquiryId, by: world.accountId }, { act: 'reply', text: '可以。' });

describe('a question', () => {
  it('at noon waits for the evening and its half hour; one of the evening has half an hour', async () => {
    await clock('12:00');
    expect(await dueOf(await ask())).toEqual({ minute: '03-05 20:30', owner: world.accountId });
    await clock('21:00');
    expect((await dueOf(await ask())).minute).toBe('03-05 21:30');
  });

  it('about another package of the patient is answered in the hours that she was promised', async () => {
    await launchEpisode(setting.sql, world, 'hip-wound-care', { orderNo: uuidv7() });
    await clock('21:00');
    expect((await dueOf(await ask())).minute).toBe('03-05 21:30');
  });

  it('after the end of that package has the day of the hospital\'s own rule', async () => {
    await clock('21:00');
    await setting.sql`update episode set status = 'completed' where id = ${episodeId}`;
    expect((await dueOf(await ask())).minute).toBe('03-06 21:00');
  });

  it('asked again after the answer has its time anew', async () => {
    await clock('20:00');
    const id = await ask();
    await reply(id);
    await clock('21:40');
    expect(await addToInquiry(setting.sql, setting.deps.crypt, person(), id, '谢谢，还有一个问题')).toBe(true);
    expect((await dueOf(id)).minute).toBe('03-05 22:10');
  });

  it('that nobody answers in time is an alarm, once, until somebody answers', async () => {
    await clock('20:00');
    const id = await ask();
    expect(await raiseOverdueInquiries(setting.sql)).toBe(0);
    await setting.sql`update inquiry set due_wall_at = now() - interval '1 minute' where id = ${id}`;
    expect([await raiseOverdueInquiries(setting.sql), await raiseOverdueInquiries(setting.sql)]).toEqual([1, 0]);
    expect(await alarms()).toEqual([{ ref: id }]);
    await reply(id);
    expect(await alarms()).toEqual([]);
    expect(await raiseOverdueInquiries(setting.sql)).toBe(0);
  });

  it('is not what a complaint is: that keeps its five workdays', async () => {
    await clock('12:00');
    expect((await dueOf(await ask('complaint'))).minute).toBe('03-12 12:00');
  });
});
