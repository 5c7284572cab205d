/**
 * What a migration says to staff. A published version cannot carry it: versions from before migrations exist must be able to be left and
 * returned to, and their content never changes.
 */
export const migrationTexts: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'zh-CN': { 'staff.visit-version': '{patient}的服务包已换到新版本，{date}{slot}的{label}访视仍按原约定，与新版本的安排不一致，请确认是否改期或取消。', 'staff.visit-version-undone': '{patient}的服务包已换回原版本，{date}{slot}的{label}访视按原约定进行，此前关于改期或取消的询问作废。' },
  en: { 'staff.visit-version': 'The package of {patient} moved to another version; the {label} visit on {date}, {slot}, stays as agreed, which that version would have otherwise. Please keep, move or cancel it.', 'staff.visit-version-undone': 'The package of {patient} is back on the version before; the {label} visit on {date}, {slot}, stays as agreed, and the question about it is void.' },
};
