/** What an import says when a row is about another person than its numbers, and what a person should look at in a row that was taken. */

/** Why a row is refused: nothing of it was stored. */
export const identityRefusals = {
  'number-of-another': {
    zh: '病案号已属于另一位患者：档案中的姓名和出生日期都与此不符。请核对病案号、姓名和出生日期；没有保存任何内容。',
    en: 'The record number belongs to another patient: neither the name nor the birth date agrees with the record. Check the record number, the name and the birth date; nothing was stored.',
  },
  'national-id-differs': {
    zh: '病案号已属于身份证号不同的患者。请核对病案号和身份证号；没有保存任何内容。',
    en: 'The record number belongs to a patient with another resident id number. Check both numbers; nothing was stored.',
  },
  'stay-of-another': {
    zh: '住院号已属于另一位患者。请核对住院号和病案号；没有保存任何内容。',
    en: 'The stay number belongs to another patient. Check the stay number and the record number; nothing was stored.',
  },
} as const satisfies Record<string, { zh: string; en: string }>;
export type IdentityRefusal = keyof typeof identityRefusals;

/** What was taken, but not as it stands in the row. */
export const importRemarks = {
  'birth-date-kept': {
    zh: '出生日期与档案不符：已保留档案中的日期。请核对病案号；若档案有误，请核对证件后在患者页面更正。',
    en: 'The birth date differs from the record, which was kept as it is. Check the record number; if the record is wrong, look at the identity document and correct it on the patient page.',
  },
  'name-replaced': {
    zh: '姓名与档案不同：档案已改用此姓名。若不是同一人，请核对病案号。',
    en: 'The name differs from the record, which has this name now. If it is another person, check the record number.',
  },
  'death-not-taken': {
    zh: '此行写明患者已去世，但此前有人在患者页面撤销过去世登记：未采用，联系照常。若确已去世，请在患者页面登记。',
    en: 'The row says that the patient has died, which a person has taken back on the patient page: it was not taken, and contacts go on. If it is true, record it on the patient page.',
  },
} as const satisfies Record<string, { zh: string; en: string }>;
export type ImportRemark = keyof typeof importRemarks;

/** In both languages, as all that a list's report says. */
export const refusalWords = (refusal: IdentityRefusal): string => `${identityRefusals[refusal].zh} · ${identityRefusals[refusal].en}`;
export const remarkWords = (remark: ImportRemark): string => `${importRemarks[remark].zh} · ${importRemarks[remark].en}`;
