/**
 * Which coded or written diagnoses, procedures and medicines mean what to the assessment. ICD-10 ranges of the Charlson groups after Quan 2005
 * (Med Care 43:1130; mark K), SNOMED CT codes as they occur in exchanged records, and the words of Chinese and English discharge papers.
 * Only proposals: staff see each with its source and correct it.
 */
import type { LocalDate } from '../engine/vocabulary.js';

export type Group = { /** ICD-10 without the dot, matched as a beginning. */ icd10?: readonly string[]; snomed?: readonly string[]; words?: readonly string[]; /** Texts that hold a word but mean something else. */ not?: readonly string[] };

/** LACE's Charlson groups. */
export const charlsonGroups: Readonly<Record<string, Group>> = {
  'previous-mi': { icd10: ['I21', 'I22', 'I252'], snomed: ['22298006', '399211009'], words: ['心肌梗死', '心梗', 'myocardial infarction'] },
  cerebrovascular: { icd10: ['G45', 'G46', 'H340', 'I60', 'I61', 'I62', 'I63', 'I64', 'I65', 'I66', 'I67', 'I68', 'I69'], snomed: ['230690007'], words: ['脑梗', '脑出血', '卒中', '中风', '蛛网膜下腔出血', 'stroke', 'transient ischemic'] },
  'peripheral-vascular': { icd10: ['I70', 'I71', 'I731', 'I738', 'I739', 'I771', 'I790', 'I792', 'K551', 'K558', 'K559', 'Z958', 'Z959'], words: ['动脉硬化闭塞', '周围血管', 'peripheral vascular', 'peripheral arterial'] },
  'diabetes-uncomplicated': {
    icd10: ['E100', 'E101', 'E106', 'E108', 'E109', 'E110', 'E111', 'E116', 'E118', 'E119', 'E120', 'E121', 'E126', 'E128', 'E129', 'E130', 'E131', 'E136', 'E138', 'E139', 'E140', 'E141', 'E146', 'E148', 'E149'],
    snomed: ['44054006', '73211009', '46635009'], words: ['糖尿病', 'diabetes', 'diabetic'], not: ['糖尿病前期', 'prediabetes', '妊娠', 'gestational'],
  },
  'diabetes-end-organ': {
    icd10: ['E102', 'E103', 'E104', 'E105', 'E107', 'E112', 'E113', 'E114', 'E115', 'E117', 'E122', 'E123', 'E124', 'E125', 'E127', 'E132', 'E133', 'E134', 'E135', 'E137', 'E142', 'E143', 'E144', 'E145', 'E147'],
    snomed: ['127013003', '368581000119106', '422034002', '1551000119108'], words: ['糖尿病肾', '糖尿病足', '糖尿病视网膜', '糖尿病周围神经', 'diabetic renal', 'diabetic nephropathy', 'diabetic retinopathy', 'due to type 2 diabetes', 'due to type 1 diabetes'],
  },
  'heart-failure': { icd10: ['I099', 'I110', 'I130', 'I132', 'I255', 'I420', 'I425', 'I426', 'I427', 'I428', 'I429', 'I43', 'I50', 'P290'], snomed: ['84114007', '88805009', '42343007'], words: ['心力衰竭', '心衰', '心功能不全', 'heart failure'] },
  'chronic-lung': { icd10: ['I278', 'I279', 'J40', 'J41', 'J42', 'J43', 'J44', 'J45', 'J46', 'J47', 'J60', 'J61', 'J62', 'J63', 'J64', 'J65', 'J66', 'J67', 'J684', 'J701', 'J703'], snomed: ['13645005', '87433001', '185086009', '195967001'], words: ['慢性阻塞性肺', '慢阻肺', '肺气肿', '哮喘', '尘肺', '支气管扩张', 'chronic obstructive', 'emphysema', 'asthma', 'copd'] },
  'mild-liver-or-renal': { icd10: ['B18', 'K700', 'K701', 'K702', 'K703', 'K709', 'K713', 'K714', 'K715', 'K717', 'K73', 'K74', 'K760', 'K762', 'K763', 'K764', 'K768', 'K769', 'Z944', 'N181', 'N182', 'N183'], snomed: ['431855005', '431856006', '433144002'], words: ['慢性肝炎', '肝硬化', '慢性肾脏病1期', '慢性肾脏病2期', '慢性肾脏病3期', 'chronic kidney disease stage 1', 'chronic kidney disease stage 2', 'chronic kidney disease stage 3', 'cirrhosis'] },
  tumour: { icd10: ['C0', 'C1', 'C2', 'C3', 'C4', 'C5', 'C6', 'C70', 'C71', 'C72', 'C73', 'C74', 'C75', 'C76', 'C8', 'C90', 'C91', 'C92', 'C93', 'C94', 'C95', 'C96', 'C97'], snomed: ['93761005', '363406005', '109838007', '254837009'], words: ['癌', '恶性肿瘤', '白血病', '淋巴瘤', 'malignant neoplasm', 'malignant tumor', 'carcinoma', 'cancer', 'leukemia', 'lymphoma'] },
  dementia: { icd10: ['F00', 'F01', 'F02', 'F03', 'F051', 'G30', 'G311'], snomed: ['26929004', '230265002'], words: ['痴呆', '阿尔茨海默', 'dementia', 'alzheimer'] },
  'connective-tissue': { icd10: ['M05', 'M06', 'M315', 'M32', 'M33', 'M34', 'M351', 'M353', 'M360'], snomed: ['69896004', '200936003'], words: ['类风湿', '红斑狼疮', '结缔组织病', '硬皮病', 'rheumatoid', 'lupus erythematosus'] },
  'severe-liver-or-renal': { icd10: ['I850', 'I859', 'I864', 'I982', 'K704', 'K711', 'K721', 'K729', 'K765', 'K766', 'K767', 'N184', 'N185', 'N186', 'Z490', 'Z491', 'Z492', 'Z992', 'I120', 'I131'], snomed: ['431857002', '433146000', '46177005'], words: ['尿毒症', '透析', '终末期肾', '慢性肾脏病4期', '慢性肾脏病5期', '肝衰竭', '食管静脉曲张', 'end-stage renal', 'chronic kidney disease stage 4', 'chronic kidney disease stage 5', 'liver failure'] },
  hiv: { icd10: ['B20', 'B21', 'B22', 'B24'], snomed: ['86406008'], words: ['艾滋', 'human immunodeficiency'] },
  metastatic: { icd10: ['C77', 'C78', 'C79', 'C80'], snomed: ['94260004'], words: ['转移', 'metasta'] },
};

export const conditionGroups: Readonly<Record<string, Group>> = {
  stroke: { icd10: ['I60', 'I61', 'I62', 'I63', 'I64'], snomed: ['230690007'], words: ['脑梗死', '脑出血', '卒中', '中风', 'stroke'] },
  'heart-failure': charlsonGroups['heart-failure'] ?? {},
  copd: { icd10: ['J43', 'J44'], snomed: ['13645005', '87433001', '185086009'], words: ['慢性阻塞性肺', '慢阻肺', '肺气肿', 'chronic obstructive', 'emphysema', 'copd'] },
  hypertension: { icd10: ['I10', 'I11', 'I12', 'I13', 'I15'], snomed: ['38341003', '59621000'], words: ['高血压', 'hypertension'], not: ['肺动脉高压', '门脉高压', '门静脉高压', '妊娠', 'pulmonary hypertension', 'portal hypertension', 'gestational', 'pre-eclampsia', 'preeclampsia'] },
  diabetes: { icd10: ['E10', 'E11', 'E12', 'E13', 'E14'], snomed: ['44054006', '73211009', '46635009', '127013003', '368581000119106', '422034002'], words: ['糖尿病', 'diabetes'], not: ['糖尿病前期', 'prediabetes', '妊娠', 'gestational'] },
};

/** What makes cardiac rehabilitation due: asked of diagnoses and of procedures of the last months only. */
export const coronaryGroup: Group = {
  icd10: ['I200', 'I21', 'I22', 'I24'], snomed: ['22298006', '401303003', '401314000', '394659003', '415070008', '232717009'],
  words: ['急性心肌梗死', '心梗', '急性冠脉综合征', '冠脉支架', '冠状动脉支架', '经皮冠状动脉', '旁路移植', '搭桥', 'myocardial infarction', 'acute coronary', 'percutaneous coronary', 'coronary stent', 'coronary artery bypass'],
  not: ['陈旧', '史', 'history of', 'old myocardial'],
};

/** Pictures and punctures of the same places are no surgery. */
const noSurgery = ['x线', 'x-ray', 'ct检查', 'ct平扫', 'ct扫描', 'ct scan', 'computed tomography', '磁共振', 'mri', '超声', '摄片', '穿刺', 'radiograph', 'imaging', 'ultrasound', 'puncture', 'aspiration'];
export const surgeryGroups: Readonly<Record<string, Group>> = {
  hip: { snomed: ['52734007', '265157000'], words: ['髋', '股骨头置换', '股骨颈', 'replacement of hip', 'hip replacement', 'hip arthroplasty'], not: noSurgery },
  knee: { snomed: ['699253003', '609588000', '179344006'], words: ['膝', '交叉韧带', 'joint of knee', 'knee arthroplasty', 'knee replacement'], not: noSurgery },
  spine: { words: ['脊柱', '腰椎', '颈椎', '胸椎', '椎间盘', 'spinal fusion', 'laminectomy', 'lumbar', 'vertebr'], not: noSurgery },
};
/** Surgery of another place, by how procedures of that kind are called. */
export const otherSurgery: Group = {
  words: ['切除', '置换', '修补', '修复', '缝合', '吻合', '内固定', '剖宫产', '结扎', '移植', '造口', '切开', 'resection', 'excision', 'ectomy', 'removal of', 'replacement', 'repair', 'surgical', 'ligation', 'section', 'arthroplasty', 'graft', 'otomy', 'ostomy'],
  not: noSurgery,
};

export const tubeGroups: Readonly<Record<string, Group>> = {
  picc: { words: ['picc', '外周中心静脉', 'peripherally inserted central'] },
  gastric: { words: ['鼻胃管', '胃管', '鼻饲', 'nasogastric', 'gastrostomy'] },
  urinary: { words: ['导尿', '尿管', 'urinary catheter', 'catheterization of bladder', 'catheterisation of bladder'] },
  drain: { words: ['引流管', '引流术', 'insertion of drain'] },
};

export const injectionGroups: Readonly<Record<string, Group>> = {
  lmwh: { words: ['低分子', '依诺肝素', '达肝素', '那屈肝素', '那曲肝素', 'enoxaparin', 'dalteparin', 'nadroparin', 'tinzaparin', 'bemiparin'] },
  epo: { words: ['促红素', '促红细胞生成素', 'epoetin', 'darbepoetin', 'erythropoietin'] },
};

/** Injected, but neither of these: insulin is the patient's own, vaccines and infusions are the hospital's. */
export const otherInjections: Group = { words: ['注射', 'inject', 'syringe'], not: ['胰岛素', 'insulin', '疫苗', 'vaccine', '输注', 'infusion', '肝素', 'heparin'] };

export const deliveryGroup: Group = {
  icd10: ['O80', 'O81', 'O82', 'O83', 'O84'], snomed: ['11466000', '85548006', '236974004', '177184002'],
  words: ['分娩', '剖宫产', '顺产', 'cesarean', 'caesarean', 'childbirth', 'episiotomy', 'vaginal delivery'], not: ['先兆', '史', 'history of'],
};
/** After a loss nothing about mother and newborn is proposed; staff who know what happened decide. ICD-10 O00-O08, O36.4, Z37 stillbirths, P95 (mark K). */
export const lossGroup: Group = {
  icd10: ['O00', 'O01', 'O02', 'O03', 'O04', 'O05', 'O06', 'O07', 'O08', 'O364', 'Z371', 'Z373', 'Z374', 'Z376', 'Z377', 'P95'], snomed: ['19169002', '17369002', '237364002', '34801009'],
  words: ['流产', '死胎', '死产', '胎停', '引产', '异位妊娠', '宫外孕', '葡萄胎', 'miscarriage', 'stillb', 'fetal death', 'foetal death', 'abortion', 'ectopic pregnancy'], not: ['先兆流产', '史', 'threatened', 'history of'],
};
export const chemotherapyGroup: Group = { icd10: ['Z511'], snomed: ['367336001', '385798007'], words: ['化疗', 'chemotherapy'] };
export const stomaGroup: Group = {
  icd10: ['Z932', 'Z933', 'Z434', 'Z433'], words: ['造口', '造瘘', 'colostomy', 'ileostomy'],
  not: ['还纳', '气管', '胃造', '膀胱造', '肾造', 'closure of', 'reversal'],
};

export type Coded = { system: string; code: string; display: string };
/** `onset`: the day on which it began or was found, where the sender says so. */
export type Diagnosed = Coded & { onset?: LocalDate | null };

/** A diagnosis that is only suspected, excluded or of a relative says nothing about the patient. */
const elsewhere = ['家族史', '排除', '待排', '？', '?', 'family history', 'suspected', 'rule out'];

export function belongs(coded: Coded, group: Group): boolean {
  const text = coded.display.toLowerCase();
  if (elsewhere.some((word) => text.includes(word)) || (group.not ?? []).some((word) => text.includes(word))) return false;
  const code = coded.code.replace('.', '').toUpperCase();
  const icd = /icd-?10/i.test(coded.system) || (!/snomed/i.test(coded.system) && /^[A-Z]\d{2}/.test(code));
  return (icd && (group.icd10 ?? []).some((beginning) => code.startsWith(beginning)))
    || (group.snomed ?? []).includes(coded.code)
    || (text !== '' && (group.words ?? []).some((word) => text.includes(word)));
}

export const isSurgery = (procedure: Coded): boolean => [...Object.values(surgeryGroups), otherSurgery].some((group) => belongs(procedure, group));
