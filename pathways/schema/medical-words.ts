/**
 * Words that no SMS may carry unless it is a safety or dose text: diagnoses, drugs, departments (a phone lies open on a table). Own list,
 * convention C; extend it with what a hospital's packages are about. Matched as written for Chinese, as whole words for English.
 */
export const medicalWords = {
  'zh-CN': {
    diagnosis: ['卒中', '中风', '脑梗', '脑出血', '骨折', '置换', '心衰', '心梗', '冠心病', '糖尿病', '高血压', '肿瘤', '癌', '化疗', '抑郁', '焦虑', '血栓', '感染', '造口', '压疮', '褥疮', '慢阻肺', '流产', '肺炎', '心脏病', '透析', '肾衰', '贫血', '痴呆', '癫痫', '帕金森', '艾滋', '肝炎', '白血病', '淋巴瘤', '栓塞', '自杀', '自伤', '自残', '失禁'],
    drug: ['阿司匹林', '氯吡格雷', '华法林', '利伐沙班', '肝素', '胰岛素', '二甲双胍', '促红素', '抗凝', '抗血小板', '利尿', '降压药', '止痛药', '抗生素', '低分子', '他汀', '激素', '吗啡', '硝酸甘油', '地高辛', '铁剂', '化疗药'],
    department: ['骨科', '神经内科', '神经外科', '康复科', '心内科', '肿瘤科', '妇产科', '产科', '儿科', '精神科', '心理科', '内分泌科', '肾内科', '呼吸科', '普外科', '血液科', '消化科', '泌尿外科', '胸外科', '妇科', '感染科', '疼痛科', '老年科', '心脏中心', '血透室', '安宁疗护', '临终'],
  },
  en: {
    diagnosis: ['stroke', 'fracture', 'replacement', 'heart failure', 'infarction', 'diabetes', 'hypertension', 'tumour', 'tumor', 'cancer', 'chemotherapy', 'depression', 'anxiety', 'thrombosis', 'infection', 'stoma', 'pressure ulcer', 'copd', 'miscarriage', 'pneumonia', 'heart disease', 'dialysis', 'kidney failure', 'anaemia', 'anemia', 'dementia', 'epilepsy', 'parkinson', 'hiv', 'hepatitis', 'leukaemia', 'leukemia', 'lymphoma', 'embolism', 'suicide', 'self-harm', 'incontinence'],
    drug: ['aspirin', 'clopidogrel', 'warfarin', 'rivaroxaban', 'heparin', 'insulin', 'metformin', 'anticoagulant', 'antiplatelet', 'diuretic', 'painkiller', 'antibiotic', 'statin', 'steroid', 'hormone', 'morphine', 'nitroglycerin', 'digoxin', 'erythropoietin', 'epo', 'enoxaparin'],
    department: ['orthopaedics', 'orthopedics', 'neurology', 'neurosurgery', 'cardiology', 'oncology', 'obstetrics', 'gynaecology', 'psychiatry', 'paediatrics', 'endocrinology', 'nephrology', 'haematology', 'hematology', 'gastroenterology', 'urology', 'rheumatology', 'pulmonology', 'hospice', 'palliative'],
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
