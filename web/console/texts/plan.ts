import type { Catalogue } from '../../text.js';

/** The printed plan: for the patient, so plain words and no abbreviations. */
export const planTexts = {
  title: ['打印计划', 'Printed plan'],
  make: ['生成二维码', 'Make the QR code'], again: ['重新生成', 'Make a new one'], print: ['打印', 'Print'], planLanguage: ['计划的语言', 'Language of the plan'],
  makeHint: ['二维码是患者本人的入口，只显示这一次；重新生成后旧的仍有效，可在患者页停用。', 'The QR code is the patient’s own way in and is shown only now; an older one stays valid until it is revoked on the patient’s page.'],
  heading: ['出院后的服务计划', 'Your plan after discharge'],
  for: ['{name}', 'For {name}'],
  from: ['{hospital} · 电话 {phone}', '{hospital} · phone {phone}'],
  scan: ['扫码查看今天的安排、填写问卷、联系护士', 'Scan it to see today, answer questions and write to your nurse'],
  code: ['不能扫码时，在{entry}输入：{code}', 'Without a camera: type {code} in {entry}'],
  factor: ['进入时需要您的出生日期。请不要把二维码给别人看。', 'You will be asked for your birth date. Show the code to nobody else.'],
  upcoming: ['接下来30天', 'The next 30 days'],
  nothing: ['目前没有进行中的服务。', 'No package is running at present.'],
  visit: ['医护人员上门或门诊', 'A visit'], form: ['请您填写问卷', 'Questions to answer'], call: ['我们给您打电话', 'We call you'], reading: ['请您测量', 'Please measure'],
  toAgree: ['时间另约', 'hour to be agreed'],
  agreed: ['已约 {from}', 'agreed for {from}'],
  day: ['日期', 'Day'], time: ['时间', 'Time'], whatHappens: ['内容', 'What'], service: ['服务', 'Package'],
  daily: ['{label}：{n}次，{from}至{until}', '{label}: {n} times, {from} to {until}'],
  emergency: ['立即拨打120', 'Call 120 at once'],
  emergencyList: ['胸痛、突然喘不上气、晕倒；脸歪、手脚无力、说不清话、突然看不清或站不稳；出血按压10分钟仍不止。记下开始的时间，不要自己开车。', 'Chest pain, sudden breathlessness, fainting; a drooping face, a weak arm or leg, unclear speech, sudden trouble seeing or standing; bleeding that does not stop after pressing for 10 minutes. Note the time it began, and do not drive.'],
  callUs: ['请给我们打电话', 'Call us'],
  callUsList: ['发热{fever}℃及以上；疼痛很重或越来越重；伤口流脓、裂开或越来越红；跌倒；漏服药物（不要自己加倍）。', 'Fever of {fever} °C or more; strong or growing pain; a wound with pus, opening or getting redder; a fall; missed medicine (do not double it).'],
  callUsListNoFever: ['疼痛很重或越来越重；伤口流脓、裂开或越来越红；跌倒；漏服药物（不要自己加倍）。', 'Strong or growing pain; a wound with pus, opening or getting redder; a fall; missed medicine (do not double it).'],
  training: ['培训用，不是真实患者', 'For training; not a real patient'],
} as const satisfies Catalogue;
