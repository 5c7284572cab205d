/** Why somebody may not, or cannot, make a visit (pathways/visits/eligibility.ts, availability.ts), and skills by their words. */
import type { Catalogue } from '../../text.js';

export const unfitTexts = {
  profession: ['不是所需的职业', 'not the profession asked for'], skill: ['缺少所需技能', 'lacks the skill'], certificate: ['缺少所需证书', 'lacks the certificate'], 'certificate-expired': ['证书届时已失效', 'certificate not valid on that day'],
  'practice-years': ['从业年限不足', 'too few years of practice'], title: ['职称不够', 'rank too low'], district: ['不在服务片区', 'not in their districts'], leave: ['休假', 'on leave'], holiday: ['法定节假日', 'public holiday'], hours: ['不在工作时间', 'outside working hours'],
  'double-booked': ['同时另有访视', 'another visit at that time'], travel: ['来不及赶到', 'no time to get there'], load: ['已达每日上限', 'daily load reached'],
} as const satisfies Catalogue;

export const skillTexts = {
  wound: ['伤口', 'wound'], stoma: ['造口', 'stoma'], picc: ['PICC', 'PICC'], rehab: ['康复', 'rehabilitation'], injection: ['注射', 'injection'], gait: ['步态训练', 'gait training'],
} as const satisfies Catalogue;
