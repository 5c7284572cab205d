import { describe, expect, it } from 'vitest';
import { charactersOf, render, renderDigest, Unrenderable, type Saying, type Setting } from './render.js';

const wording = {
  'visit.eve': '{surname}您好，医护人员将于明天{slot}上门服务，请保持电话畅通。改期请致电{phone}。',
  'survey.invite': '{surname}您好，出院第{day}天，请在{entry}“我的随访”填写3分钟问卷。不适请致电{phone}，急症拨120。',
  digest: '{surname}您好，今日事项：{items}。请在{entry}查看并完成，不适请致电{phone}。',
  'staff.alert': '{level}预警：{patient}。{instruction}。请立即接警（{case}）。',
  'do.W-2': '请查看伤口照片',
  'label.followUp': '随访', 'label.exercise': '训练', 'label.temperature': '体温',
};
const patientSms: Setting = {
  language: 'zh-CN', zone: 'Asia/Shanghai', channel: 'sms',
  hospital: { signature: 'XX医院', phone: '0571-88001234', entry: '小程序', training: false },
  patient: { surname: '张', reference: '张**（7f3a2b）' },
  code: null,
};
const saying = (key: string, params: Saying['params'] = {}, digestLabel: string | null = null): Saying => ({ key, params, wording, digestLabel });

describe('A message to Aunt Zhang 张阿姨', () => {
  it('names the slot of her visit in her own time zone, under the hospital\'s signature', () => {
    const { body, parts } = render(saying('visit.eve', { slotFrom: '2026-03-04T02:00:00.000Z', slotUntil: '2026-03-04T03:00:00.000Z' }), patientSms);
    expect(body).toBe('【XX医院】张您好，医护人员将于明天10:00-11:00上门服务，请保持电话畅通。改期请致电0571-88001234。');
    expect(parts).toBe(1);
  });

  it('hands template channels the values that were filled in, and nothing else', () => {
    const { template } = render(saying('survey.invite', { day: 3 }), { ...patientSms, channel: 'wechat' });
    expect(template).toEqual({ key: 'survey.invite', params: { surname: '张', day: '3', entry: '小程序', phone: '0571-88001234' } });
  });

  it('carries no signature outside SMS', () => {
    expect(render(saying('survey.invite', { day: 3 }), { ...patientSms, channel: 'wechat' }).body).toMatch(/^张您好/);
  });

  it('is marked as a drill in a training hospital', () => {
    const training = { ...patientSms, hospital: { ...patientSms.hospital, training: true } };
    expect(render(saying('survey.invite', { day: 3 }), training).body).toMatch(/^【XX医院】【演练】张您好/);
  });

  it('is never sent with a hole in it', () => {
    expect(() => render(saying('visit.eve'), patientSms)).toThrow(new Unrenderable('Text "visit.eve" asks for {slot}, which this message does not carry'));
    expect(() => render(saying('visit.gone'), patientSms)).toThrow(/no wording for "visit.gone"/);
  });

  it('counts the signature as the carrier does: 70 characters are one SMS, 71 are two', () => {
    const frame = charactersOf(render({ ...saying('x'), wording: { x: '' } }, patientSms).body);
    const long = (n: number) => render({ ...saying('x'), wording: { x: '字'.repeat(n - frame) } }, patientSms).parts;
    expect([long(70), long(71), long(134), long(135)]).toEqual([1, 2, 2, 3]);
  });
});

describe('An English text', () => {
  const english = { ...patientSms, language: 'en', hospital: { ...patientSms.hospital, signature: 'Example Hospital' } };

  it('is signed in brackets that leave it in the GSM alphabet: 160 characters are one SMS', () => {
    expect(render({ ...saying('x'), wording: { x: 'a'.repeat(139) } }, english)).toMatchObject({ body: expect.stringMatching(/^\[Example Hospital\] a/), parts: 1 });
    expect(render({ ...saying('x'), wording: { x: 'a'.repeat(140) } }, english).parts).toBe(2);
  });

  it('with one Chinese name in it is counted as Chinese', () => {
    expect(render({ ...saying('x'), wording: { x: `${'a'.repeat(60)}张` } }, english).parts).toBe(2);
  });
});

describe('A digest', () => {
  it('lists each label once', () => {
    const { body } = renderDigest('digest', [saying('a', {}, 'label.followUp'), saying('b', {}, 'label.exercise'), saying('c', {}, 'label.exercise')], patientSms);
    expect(body).toContain('今日事项：随访、训练。');
  });

  it('says how many there are when one SMS does not hold them all', () => {
    const many = Object.fromEntries(Array.from({ length: 9 }, (_, n) => [`label.${n}`, `很长的项目名称${n}`]));
    const sayings = Object.keys(many).map((label) => ({ ...saying('a', {}, label), wording: { ...wording, ...many } }));
    const [first, ...rest] = sayings;
    if (!first) throw new Error('no sayings');
    const { body, parts } = renderDigest('digest', [first, ...rest], patientSms);
    expect(parts).toBe(1);
    expect(body).toContain('等9项');
  });
});

describe('An alert to staff', () => {
  it('names level, patient reference, what to do and the short case number', () => {
    const alert = saying('staff.alert', { level: 'red', instruction: 'do.W-2', case: '0198c2f0-0000-7000-8000-00000abcdef0/escalation/2' });
    expect(render(alert, { ...patientSms, channel: 'wecom' }).body).toBe('红色预警：张**（7f3a2b）。请查看伤口照片。请立即接警（bcdef0-2）。');
  });
});

describe('The entry, to a reader with a personal code', () => {
  const reader = { ...patientSms, code: '482913' };

  it('is said with the code in an SMS', () => {
    expect(render(saying('survey.invite', { day: 3 }), reader)).toMatchObject({ parts: 1, body: '【XX医院】张您好，出院第3天，请在小程序（码482913）“我的随访”填写3分钟问卷。不适请致电0571-88001234，急症拨120。' });
  });

  it('is said more tersely when only that keeps the text in one part', () => {
    const frame = charactersOf(render({ ...saying('x'), wording: { x: '{entry}' } }, patientSms).body);
    const said = (n: number) => render({ ...saying('x'), wording: { x: `{entry}${'字'.repeat(n - frame)}` } }, reader);
    expect(said(61)).toMatchObject({ parts: 1, body: expect.stringContaining('小程序（码482913）') });
    expect(said(62)).toMatchObject({ parts: 1, body: expect.stringContaining('小程序 码482913字') });
    expect(said(63)).toMatchObject({ parts: 1, body: expect.stringContaining('小程序码482913字') });
    // None fits: the clearest one.
    expect(said(64)).toMatchObject({ parts: 2, body: expect.stringContaining('小程序（码482913）') });
  });

  it('stays within what a WeChat field holds: the code is a value of its own there', () => {
    const { body, template } = render(saying('survey.invite', { day: 3 }), { ...reader, channel: 'wechat' });
    expect(template.params).toEqual({ surname: '张', day: '3', entry: '小程序', code: '482913', phone: '0571-88001234' });
    expect(body).toContain('小程序（码482913）');
  });

  it('is said in English without leaving the GSM alphabet', () => {
    const { body } = render({ ...saying('x'), wording: { x: 'Please see {entry}.' } }, { ...reader, language: 'en', hospital: { ...reader.hospital, entry: 'our page' } });
    expect(body).toBe('[XX医院] Please see our page (code 482913).');
  });

  it('is not mentioned where a text names no entry', () => {
    const { body, template } = render(saying('visit.eve', { slotFrom: '2026-03-04T02:00:00.000Z', slotUntil: '2026-03-04T03:00:00.000Z' }), reader);
    expect(body + JSON.stringify(template)).not.toContain('482913');
  });

  it('stands in a digest, which then names fewer items before it grows', () => {
    const digest = renderDigest('digest', [saying('a', {}, 'label.followUp'), saying('b', {}, 'label.exercise')], reader);
    expect(digest.body).toContain('小程序（码482913）查看');
    expect(digest.parts).toBe(1);
  });
});
