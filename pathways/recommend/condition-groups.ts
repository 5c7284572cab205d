/**
 * Which coded or written diagnoses, procedures and medicines mean what to the assessment. ICD-10 ranges of the Charlson groups after Quan 2005
 * (Med Care 43:1130; mark K), SNOMED CT codes as they occur in exchanged records, and the words of Chinese and English discharge papers.
 * Only proposals: staff see each with its source and correct it.
 */
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
  hypertension: { icd10: ['I10', 'I11', 'I12', 'I13', 'I15'], snomed: ['38341003', '59621000'], words: ['高血压', 'hypertension'], not: ['肺动脉高压', 'pulmonary hypertension', 'portal hypertension'] },
  diabetes: { icd10: ['E10', 'E11', 'E12', 'E13', 'E14'], snomed: ['44054006', '73211009', '46635009', '127013003', '368581000119106', '422034002'], words: ['糖尿病', 'diabetes'], not: ['糖尿病前期', 'prediabetes', '妊娠', 'gestational'] },
};

export const surgeryGroups: Readonly<Record<string, Group>> = {
  hip: { snomed: ['52734007', '265157000'], words: ['髋', '股骨头置换', '股骨颈', 'replacement of hip', 'hip replacement', 'hip arthroplasty'] },
  knee: { snomed: ['699253003', '609588000', '179344006'], words: ['膝', '交叉韧带', 'joint of knee', 'knee arthroplasty', 'knee replacement'] },
  spine: { words: ['脊柱', '腰椎', '颈椎', '胸椎', '椎间盘', 'spinal fusion', 'laminectomy', 'lumbar', 'vertebr'] },
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

export const deliveryGroup: Group = { icd10: ['O80', 'O81', 'O82', 'O83', 'O84'], snomed: ['11466000', '85548006', '236974004', '177184002'], words: ['分娩', '剖宫产', '顺产', 'cesarean', 'caesarean', 'childbirth', 'episiotomy', 'vaginal delivery'] };
export const chemotherapyGroup: Group = { icd10: ['Z511'], snomed: ['367336001', '385798007'], words: ['化疗', 'chemotherapy'] };
export const stomaGroup: Group = { icd10: ['Z932', 'Z933', 'Z434', 'Z433'], words: ['造口', '造瘘', 'colostomy', 'ileostomy'] };

export type Coded = { system: string; code: string; display: string };

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
