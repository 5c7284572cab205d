/**
 * Words that no SMS may carry unless it is a safety or dose text: diagnoses, drugs, departments (a phone lies open on a table). Own list,
 * convention C; extend it with what a hospital's packages are about. Matched as written for Chinese, as whole words for English.
 */
export const medicalWords = {
  'zh-CN': {
    diagnosis: ['卒中', '中风', '脑梗', '脑出血', '骨折', '置换', '心衰', '心梗', '冠心病', '糖尿病', '高血压', '肿瘤', '癌', '化疗', '抑郁', '焦虑', '血栓', '感染', '造口', '压疮', '褥疮', '慢阻肺', '流产', '肺炎'],
    drug: ['阿司匹林', '氯吡格雷', '华法林', '利伐沙班', '肝素', '胰岛素', '二甲双胍', '促红素', '抗凝', '抗血小板', '利尿', '降压药', '止痛药', '抗生素'],
    department: ['骨科', '神经内科', '神经外科', '康复科', '心内科', '肿瘤科', '妇产科', '产科', '儿科', '精神科', '心理科', '内分泌科', '肾内科', '呼吸科', '普外科'],
  },
  en: {
    diagnosis: ['stroke', 'fracture', 'replacement', 'heart failure', 'infarction', 'diabetes', 'hypertension', 'tumour', 'tumor', 'cancer', 'chemotherapy', 'depression', 'anxiety', 'thrombosis', 'infection', 'stoma', 'pressure ulcer', 'copd', 'miscarriage', 'pneumonia'],
    drug: ['aspirin', 'clopidogrel', 'warfarin', 'rivaroxaban', 'heparin', 'insulin', 'metformin', 'anticoagulant', 'antiplatelet', 'diuretic', 'painkiller', 'antibiotic'],
    department: ['orthopaedics', 'orthopedics', 'neurology', 'neurosurgery', 'cardiology', 'oncology', 'obstetrics', 'gynaecology', 'psychiatry', 'paediatrics', 'endocrinology', 'nephrology'],
  },
} as const;

export type MedicalWord = { word: string; kind: 'diagnosis' | 'drug' | 'department'; at: number };

/** The first such word of a text. */
export function medicalWordIn(text: string, language: keyof typeof medicalWords): MedicalWord | null {
  for (const kind of ['diagnosis', 'drug', 'department'] as const) {
    for (const word of medicalWords[language][kind]) {
      const at = language === 'en' ? text.toLowerCase().search(new RegExp(`\\b${word}s?\\b`)) : text.indexOf(word);
      if (at >= 0) return { word, kind, at };
    }
  }
  return null;
}
