import type { Catalogue } from '../../text.js';

/** The questions of the needs assessment, in our own words (clinical content section 6 says which instruments' items may be shown). */
export const questionTexts = {
  stayDays: ['住院天数', 'Days in hospital'],
  acute: ['急性或经急诊入院', 'Acute admission, or through the emergency department'],
  emergencyVisits: ['此前6个月急诊次数（不含本次）', 'Emergency visits in the 6 months before (not this one)'],
  admissions: ['此前12个月住院次数', 'Hospital stays in the 12 months before'],
  procedure: ['本次住院做过手术或操作', 'Any procedure in this stay'],
  oncologyWard: ['从肿瘤科出院', 'Discharged from oncology'],
  haemoglobin: ['出院时血红蛋白（g/L）', 'Haemoglobin at discharge (g/L)'],
  sodium: ['出院时血钠（mmol/L）', 'Sodium at discharge (mmol/L)'],
  charlson: ['合并疾病（LACE）', 'Other diseases (for LACE)'],
  tubes: ['带管出院', 'Goes home with'],
  wound: ['有开放伤口', 'An open wound'],
  stoma: ['有造口', 'A stoma'],
  push: ['压力性损伤 PUSH 总分', 'Pressure injury: PUSH total'],
  wagner: ['糖尿病足 Wagner 分级', 'Diabetic foot: Wagner grade'],
  surgery: ['本次住院的手术', 'Surgery in this stay'],
  medicines: ['出院后要用的药（种数）', 'Medicines to take after discharge (how many)'],
  injections: ['出院后注射', 'Injections after discharge'],
  conditions: ['需要长期管理的疾病', 'Diseases that need lasting care'],
  delivery: ['本次住院分娩', 'Gave birth in this stay'],
  chemotherapy: ['正在化疗', 'On chemotherapy'],
  barthel: ['Barthel 指数总分', 'Barthel index, total'],
  mrs: ['mRS（改良Rankin，0–6）', 'mRS (modified Rankin, 0–6)'],
  braden: ['Braden 总分', 'Braden total'],
  morse: ['Morse 跌倒评估总分', 'Morse fall scale, total'],
  fatigue: ['近4周大部分时间感到疲乏', 'Tired most of the time in the past 4 weeks'],
  resistance: ['独自上一层楼有困难', 'Difficulty climbing one flight of stairs alone'],
  ambulation: ['独自走一个街区有困难', 'Difficulty walking a block alone'],
  illnesses: ['患有5种以上慢性病', 'More than 5 chronic illnesses'],
  weightLoss: ['近一年体重下降超过5%', 'Lost more than 5% of weight within a year'],
} as const satisfies Catalogue;

export const optionTexts = {
  'previous-mi': ['心肌梗死', 'previous heart attack'], cerebrovascular: ['脑血管病', 'cerebrovascular disease'], 'peripheral-vascular': ['周围血管病', 'peripheral vascular disease'],
  'diabetes-uncomplicated': ['糖尿病（无并发症）', 'diabetes, uncomplicated'], 'heart-failure': ['心力衰竭', 'heart failure'], 'diabetes-end-organ': ['糖尿病（有器官损害）', 'diabetes with organ damage'],
  'chronic-lung': ['慢性肺病', 'chronic lung disease'], 'mild-liver-or-renal': ['轻度肝或肾病', 'mild liver or kidney disease'], tumour: ['肿瘤', 'tumour'], dementia: ['痴呆', 'dementia'],
  'connective-tissue': ['结缔组织病', 'connective tissue disease'], 'severe-liver-or-renal': ['中重度肝或肾病', 'moderate or severe liver or kidney disease'], hiv: ['艾滋病', 'HIV'], metastatic: ['转移癌', 'metastatic tumour'],
  picc: ['PICC', 'PICC'], gastric: ['鼻胃管', 'gastric tube'], urinary: ['尿管', 'urinary catheter'], drain: ['引流管', 'drain'],
  hip: ['髋', 'hip'], knee: ['膝', 'knee'], spine: ['脊柱', 'spine'], other: ['其他', 'other'],
  lmwh: ['低分子肝素', 'LMWH'], epo: ['促红素', 'EPO'],
  coronary: ['近期急性冠脉综合征、支架或搭桥', 'recent acute coronary syndrome, stent or bypass'],
  stroke: ['卒中', 'stroke'], copd: ['慢阻肺', 'COPD'], hypertension: ['高血压', 'hypertension'], diabetes: ['糖尿病', 'diabetes'],
} as const satisfies Catalogue;

export const bandTexts = {
  low: ['低', 'low'], moderate: ['中', 'moderate'], high: ['高', 'high'], intermediate: ['中', 'intermediate'], severe: ['极高', 'severe'], mild: ['轻', 'mild'], none: ['无', 'none'],
  'severe-dependence': ['重度依赖', 'severe dependence'], 'moderate-dependence': ['中度依赖', 'moderate dependence'], 'mild-dependence': ['轻度依赖', 'mild dependence'], independent: ['无需依赖', 'independent'],
  robust: ['健壮', 'robust'], 'pre-frail': ['衰弱前期', 'pre-frail'], frail: ['衰弱', 'frail'],
} as const satisfies Catalogue;

export const scoreTexts = { lace: ['LACE', 'LACE'], hospital: ['HOSPITAL', 'HOSPITAL'], barthel: ['Barthel', 'Barthel'], morse: ['Morse', 'Morse'], frail: ['FRAIL', 'FRAIL'], braden: ['Braden', 'Braden'] } as const satisfies Catalogue;

export const sectionTexts = { stay: ['住院与再入院风险', 'The stay and the risk of coming back'], care: ['出院后的护理需要', 'Care needed at home'], function: ['自理、跌倒与衰弱', 'Function, falls and frailty'] } as const satisfies Catalogue;
