import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { household } from '../testing/household.js';
import { createSetting, wound, type TestSetting } from '../testing/setting.js';
import { createWorld, launchEpisode } from '../testing/world.js';
import { whyEscalation } from './escalation.js';
import { say } from './explanation.js';
import { whyMessage } from './message.js';
import { whyNotStep } from './step.js';

let setting: TestSetting;
let episodeId: string;
beforeAll(async () => {
  setting = await createSetting();
  const world = await createWorld(setting.sql);
  episodeId = await launchEpisode(setting.sql, world);
  const home = await household(setting.sql, setting.activities, [episodeId]);
  await home.send({ hospitalId: world.hospitalId, episodeId, by: world.accountId, kind: 'answer-received', input: { commandId: 'a-1', answers: wound({ redness: 'over-2cm' }), answeredBy: 'patient' } }, '2026-03-05T02:00:00.000Z');
  await home.send({ hospitalId: world.hospitalId, episodeId, by: world.accountId, kind: 'opt-out', input: { commandId: 'o-1' } }, '2026-03-05T03:00:00.000Z');
  await home.runUntil('2026-03-10T00:00:00.000Z');
});
afterAll(() => setting.close());

const oneId = async (query: ReturnType<TestSetting['sql']>): Promise<string> => {
  const [row] = (await query) as unknown as { id: string }[];
  if (!row) throw new Error('nothing found');
  return row.id;
};

describe('Why did she get this message', () => {
  it('names the schedule, the policy and the way it went, and is verified by the engine', async () => {
    const id = await oneId(setting.sql`select o.id from obligation o where purpose = 'invite' and state in ('sent', 'accepted') order by due_at limit 1`);
    const found = await whyMessage(setting.sql, id, null);
    if (!found) throw new Error('not explained');
    const text = say(found, 'zh-CN');
    expect(found.verified).toBe(true);
    expect(text).toMatch(/按方案排期：.+ 第 1 次/);
    expect(text).toMatch(/微信：已交服务商\n +wechat\/wx accepted/);
    expect(text).toContain('随访消息：免打扰时段顺延');
    expect(text).toMatch(/hip-wound-care@1/);
    expect(text).not.toContain('openid-zhang');
  });

  it('can be asked with the id of the attempt, and reveals text and address only when told to', async () => {
    const attempt = await oneId(setting.sql`select a.id from attempt a join obligation o on o.id = a.obligation_id where a.channel = 'wechat' and o.purpose = 'invite' order by a.claimed_at limit 1`);
    const found = await whyMessage(setting.sql, attempt, { crypt: setting.deps.crypt });
    expect(found && say(found, 'en')).toMatch(/→ openid-zhang: .*张女士您好/);
  });

  it('not sent is explained with the reason in words', async () => {
    const id = await oneId(setting.sql`select id from obligation where state = 'suppressed' and reason = 'opted-out' limit 1`);
    const found = await whyMessage(setting.sql, id, null);
    expect(found && say(found, 'en')).toContain('Not sent: the patient opted out\n');
    expect(found && say(found, 'zh-CN')).toContain('未发送：患者已退订提醒\n');
  });

  it('belonging to a case leads back to the finding', async () => {
    const id = await oneId(setting.sql`select o.id from obligation o join escalation x on x.id = o.escalation where o.class = 'staff-alert' and 'W-2' = any(x.rules) order by o.due_at limit 1`);
    const found = await whyMessage(setting.sql, id, null);
    expect(found && say(found, 'en')).toMatch(/Belongs to the case of .*W-2[\s\S]*Rule W-2, case 1, was true/);
  });
});

describe('Why was this case raised', () => {
  it('names the rule, its condition, and every other rule that was looked at; values only when revealed', async () => {
    const id = await oneId(setting.sql`select id from escalation where 'W-2' = any(rules) limit 1`);
    const masked = await whyEscalation(setting.sql, id, false);
    const text = masked ? say(masked, 'en') : '';
    expect(masked?.verified).toBe(true);
    expect(text).toMatch(/ORANGE case/);
    expect(text).toMatch(/Condition: .*"Is the skin around the wound red\?" is "Yes, more than 2 cm".*\n +.*wound\.redness == 'over-2cm'/);
    expect(text).toMatch(/W-1 not true: .*•••\n +wound\.pus = •••/);
    expect(text).toContain('(source C: a convention, to be confirmed by the hospital)');
    expect(text).not.toMatch(/wound\.redness = over-2cm/);
    const revealed = await whyEscalation(setting.sql, id, true);
    expect(revealed && say(revealed, 'en')).toMatch(/wound\.redness = over-2cm/);
  });

  it('is said in the reader’s language: no line of it is program text, which stands apart', async () => {
    const id = await oneId(setting.sql`select id from escalation where 'W-2' = any(rules) limit 1`);
    for (const { lines } of (await whyEscalation(setting.sql, id, true))?.sections ?? []) {
      for (const { zh, en } of lines) {
        for (const said of [zh, en]) expect(said).not.toMatch(/==|&&|\|\||\w\(\w+\.|\b[a-z]+\.[a-z]+\b|[0-9a-f]{8}-[0-9a-f]{4}|\{\w+\}|→/);
        expect(zh).not.toMatch(/\b(?:alert|climb|call|text|invite|accepted|planned|answer-received)\b/);
      }
    }
  });
});

describe('Why did this step not happen', () => {
  it('shows the instances with their reasons', async () => {
    const text = say(await whyNotStep(setting.sql, episodeId, 'follow-up-d7', false), 'en');
    expect(text).toMatch(/#1 2026-03-09 .*: open/);
    expect(text).toMatch(/invitation \(patient\): suppressed, the patient opted out/);
  });

  it('shows for a triggered step which rule would start it and what that rule said', async () => {
    const triggered = await setting.sql<{ step: string }[]>`select s->>'id' as step from pathway_version v, jsonb_array_elements(v.plan::jsonb->'steps') s where s->'schedule'->>'kind' = 'triggered'`;
    for (const { step } of triggered) {
      const found = await whyNotStep(setting.sql, episodeId, step, false);
      expect(found.verified, step).toBe(true);
      expect(say(found, 'en'), step).toMatch(/starts it when: |started by a rule/);
    }
  });

  it('says which steps there are when the name is wrong', async () => {
    await expect(whyNotStep(setting.sql, episodeId, 'dresing', false)).rejects.toThrow(/has no step "dresing"; it has: .*dressing/);
  });
});
