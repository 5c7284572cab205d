/** What can be recommended: the whole menu. A hospital offers those that it has published; the others are named as not offered there. */
export type Phrase = { zh: string; en: string };
export type Product = {
  id: string;
  /** Shown where the hospital has no published title of its own. */
  title: Phrase;
  /** Costs the patient nothing. */
  free?: true;
  /** No rule offers it: it is sold to whoever asks, and why no assessment should propose it. */
  onRequest?: Phrase;
};

const product = (id: string, zh: string, en: string): Product => ({ id, title: { zh, en } });

/** In the order in which they are recommended (C): what cannot wait first, what is free last. */
export const products: readonly Product[] = [
  product('picc-care', 'PICC居家维护', 'PICC care at home'),
  product('nasogastric-tube', '居家鼻饲管护理', 'Nasogastric tube care at home'),
  product('urinary-catheter', '居家导尿管护理', 'Urinary catheter care at home'),
  product('drain-care', '引流管居家护理', 'Drain care at home'),
  product('hip-wound-care', '髋关节置换术后伤口护理', 'Wound care after hip replacement'),
  product('stoma-care', '造口居家护理', 'Stoma care at home'),
  product('diabetic-foot', '糖尿病足居家护理', 'Diabetic foot care at home'),
  product('pressure-injury', '压力性损伤居家护理', 'Pressure injury care at home'),
  product('wound-visit', '单次伤口上门护理', 'One wound visit at home'),
  product('lmwh-injection', '低分子肝素居家注射', 'LMWH injections at home'),
  product('epo-injection', '促红素居家注射', 'EPO injections at home'),
  product('injection-visit', '居家注射', 'Injections at home'),
  product('cancer-care', '化疗副作用随访', 'Follow-up between chemotherapy cycles'),
  product('hip-home-rehab', '髋关节置换术后居家康复', 'Home rehabilitation after hip replacement'),
  product('orthopaedic-rehab', '骨科术后居家康复', 'Orthopaedic rehabilitation at home'),
  product('stroke-rehab', '卒中居家康复', 'Stroke rehabilitation at home'),
  product('cardiac-rehab', '心脏康复', 'Cardiac rehabilitation'),
  product('heart-failure', '心衰陪伴', 'Heart failure companionship'),
  product('copd', '慢阻肺陪伴', 'COPD companionship'),
  product('diabetes', '糖尿病陪伴', 'Diabetes companionship'),
  product('hypertension', '高血压陪伴', 'Hypertension companionship'),
  product('medication-supervision', '用药督导', 'Medication supervision'),
  product('postpartum', '产后居家康复', 'Postpartum care for mother and newborn'),
  product('home-safety-visit', '居家安全评估', 'Home safety visit'),
  product('annual', '尊享全年', 'Annual care'),
  {
    ...product('prenatal', '孕期通关', 'Prenatal care'),
    onRequest: {
      zh: '由产科门诊建档时选择；孕期出院多因并发症，不宜在出院时推荐打卡得勋章',
      en: 'chosen when the antenatal record is opened; who leaves hospital while pregnant mostly had a complication, and that is no moment to propose badges',
    },
  },
  {
    ...product('seven-day', '术后7天订阅', 'Seven days after surgery'),
    onRequest: { zh: '是便利服务，没有哪项评估结果说明必需；其联系内容已含在其他术后服务包中', en: 'a convenience that no finding makes necessary; the packages after surgery contain its contacts' },
  },
  { ...product('discharge-follow-up', '出院随访', 'Discharge follow-up'), free: true },
];
export const freeFollowUp = 'discharge-follow-up';
export const titleOf = (id: string): Phrase => products.find((one) => one.id === id)?.title ?? { zh: id, en: id };
