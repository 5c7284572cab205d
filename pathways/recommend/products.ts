/** What can be recommended. A hospital offers those that it has published; the others are named as not offered there. */
export type Phrase = { zh: string; en: string };
export type Product = { id: string; title: Phrase; /** Costs the patient nothing. */ free?: true };

const product = (id: string, zh: string, en: string): Product => ({ id, title: { zh, en } });

/** In the order in which they are recommended (C): what cannot wait first, what is free last. */
export const products: readonly Product[] = [
  product('picc-care', 'PICC居家维护', 'PICC care at home'),
  product('gastric-tube-care', '鼻胃管居家护理', 'Gastric tube care at home'),
  product('urinary-catheter-care', '留置尿管居家护理', 'Urinary catheter care at home'),
  product('drain-care', '引流管居家护理', 'Drain care at home'),
  product('hip-wound-care', '髋关节置换术后伤口护理', 'Wound care after hip replacement'),
  product('wound-care', '居家伤口护理', 'Wound care at home'),
  product('stoma-care', '造口居家护理', 'Stoma care at home'),
  product('diabetic-foot-care', '糖尿病足居家护理', 'Diabetic foot care at home'),
  product('pressure-injury-care', '压力性损伤居家护理', 'Pressure injury care at home'),
  product('hip-home-rehab', '髋关节置换术后居家康复', 'Home rehabilitation after hip replacement'),
  product('ortho-home-rehab', '骨科术后居家康复', 'Orthopaedic rehabilitation at home'),
  product('lmwh-injections', '低分子肝素居家注射', 'LMWH injections at home'),
  product('epo-injections', '促红素居家注射', 'EPO injections at home'),
  product('stroke-rehab', '卒中居家康复', 'Stroke rehabilitation at home'),
  product('heart-failure-companion', '心衰陪伴', 'Heart failure companion'),
  product('copd-companion', '慢阻肺陪伴', 'COPD companion'),
  product('diabetes-companion', '糖尿病陪伴', 'Diabetes companion'),
  product('hypertension-companion', '高血压陪伴', 'Hypertension companion'),
  product('postpartum-care', '产后居家康复', 'Postpartum care at home'),
  product('oncology-follow-up', '化疗副作用随访', 'Oncology side-effect follow-up'),
  product('home-safety-visit', '居家安全评估', 'Home safety visit'),
  product('annual-care', '尊享全年', 'Annual care'),
  { ...product('discharge-follow-up', '出院随访', 'Discharge follow-up'), free: true },
];
export const freeFollowUp = 'discharge-follow-up';
