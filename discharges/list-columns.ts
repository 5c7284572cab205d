/** The columns of a discharge list and the headings by which hospitals name them: only such as cannot mean anything else. docs/discharge-lists.md shows them. */

/** Column -> accepted headings. The first is the one in the template that the import page offers. */
export const columns = {
  mrn: ['病案号', '病案号码', '病案编号', 'mrn', 'medical_record_number'],
  name: ['姓名', '患者姓名', '病人姓名', 'name', 'patient_name'],
  sex: ['性别', '患者性别', '病人性别', 'sex', 'gender'],
  birthDate: ['出生日期', '出生年月日', '生日', 'birth_date', 'date_of_birth'],
  mobile: ['手机', '手机号', '手机号码', '联系电话', '本人手机', '本人手机号', '本人电话', '患者手机', '患者手机号', '患者电话', '患者联系电话', 'mobile', 'mobile_phone'],
  familyName: ['家属姓名', '联系人姓名', '联系人', 'family_name'],
  familyRelation: ['家属关系', '与患者关系', '与病人关系', '联系人关系', 'family_relation'],
  familyMobile: ['家属手机', '家属电话', '家属手机号', '家属手机号码', '家属联系电话', '联系人电话', '联系人手机', '联系人手机号', '联系人手机号码', 'family_mobile'],
  stay: ['住院号', '住院号码', 'stay', 'encounter', 'admission_number'],
  admitted: ['入院日期', '入院时间', 'admitted', 'admission_date'],
  discharged: ['出院日期', '出院时间', 'discharged', 'discharge_date'],
  diagnosis: ['出院诊断', '诊断', '出院诊断名称', 'diagnosis'],
  operation: ['手术名称', '手术', '手术操作名称', '手术及操作名称', 'operation'],
  operatedOn: ['手术日期', '手术时间', 'operated_on', 'operation_date'],
  medication: ['出院带药', '用药', '出院用药', 'medication'],
  smsConsent: ['短信同意', '同意短信', '同意接收短信', '是否同意短信', '是否同意接收短信', 'sms_consent'],
  familyConsent: ['家属联系同意', '同意联系家属', '是否同意联系家属', 'family_consent'],
  photoConsent: ['照片同意', '同意拍照', '是否同意拍照', 'photo_consent'],
  route: ['入院途径', '入院方式', 'admission_route'],
  barthel: ['Barthel', 'Barthel评分', 'Barthel指数', '自理能力评分', 'ADL', 'ADL评分'],
  morse: ['Morse', 'Morse评分', '跌倒评分', '跌倒风险评分'],
  haemoglobin: ['血红蛋白', 'haemoglobin', 'hemoglobin'],
  sodium: ['血钠', 'sodium'],
} as const;
export type Column = keyof typeof columns;

/** Without what changes no meaning: case, full width, spaces between characters, the star of a required field. */
const plain = (heading: string): string => heading.normalize('NFKC').trim().toLowerCase().replace(/(?<=\p{Script=Han})\s+(?=\p{Script=Han})/gu, '').replace(/^\*\s*|\s*[*:]$/g, '');

const known = new Map(Object.entries(columns).flatMap(([column, names]) => names.map((name) => [plain(name), column as Column] as const)));

/** Where each column stands; two headings may mean the same. `unknown`: headings that nobody understands, each once. */
export type Placed = { at: Map<Column, number[]>; unknown: string[] };

export function placeColumns(headings: readonly string[]): Placed {
  const at = new Map<Column, number[]>();
  const unknown = new Set<string>();
  for (const [index, written] of headings.entries()) {
    const column = known.get(plain(written));
    if (column !== undefined) at.set(column, [...(at.get(column) ?? []), index]);
    else if (written.trim() !== '') unknown.add(written.trim().slice(0, longestShown));
  }
  return { at, unknown: [...unknown] };
}

/** Of one heading, and of how many, in a report (limits of ours). */
const longestShown = 30;
const mostShown = 40;

export function unknownWords(unknown: readonly string[]): string[] {
  if (unknown.length === 0) return [];
  const [shown, more] = [unknown.slice(0, mostShown), unknown.length > mostShown];
  return [`未采用的列：${shown.join('、')}${more ? ' 等' : ''}。若其中有需要的内容，请改用模板中的标题再导入 · Columns that were not used: ${shown.join(', ')}${more ? ', ...' : ''}. If one of them matters, give it the heading of the template and import again.`];
}
