/** What a discharge does not say (discharges/fhir.ts, table.ts, read.ts), in the reader's language; an unknown one as it is. */
import type { Language } from '../../../text.js';

const chinese: Readonly<Record<string, string>> = {
  'end of the stay': '出院时间', 'birth date': '出生日期', 'a valid mobile number of the patient': '可用的患者手机号', mobile: '患者手机号', 'a family contact': '家属联系方式', 'family contact': '家属联系方式', 'a contact': '联系方式',
  'procedures of the stay': '本次住院的手术或操作', 'discharge medications': '出院带药', 'consents (FHIR bundles of this kind carry none)': '知情同意（此类FHIR文件不含）',
};

export const sayMissing = (what: string, language: Language): string => (language === 'en' ? what : (chinese[what] ?? what));
