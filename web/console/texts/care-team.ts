import type { Catalogue } from '../../text.js';

export const careTeamTexts = {
  title: ['照护团队', 'Care team'],
  nobody: ['暂无成员', 'Nobody yet'],
  named: ['指定成员', 'named'],
  visit: ['承担访视', 'by a visit'],
  case: ['负责预警或任务', 'by a case or task'],
  emergency: ['紧急查阅中', 'by an emergency access'],
  colleague: ['添加同事', 'Add a colleague'],
  nobodyFound: ['没有找到', 'Nobody found'],
  add: ['添加', 'Add'],
  added: ['{name}已加入照护团队', '{name} is in the care team now'],
  remove: ['移出', 'Remove'],
  removeOf: ['移出照护团队：{name}', 'Remove from the care team: {name}'],
  removed: ['{name}不再是指定成员；因访视、预警或任务仍在团队中的，会继续列出', '{name} is not named any more; whoever has a visit, case or task of the patient stays listed by that'],
} as const satisfies Catalogue;

/** "Breaking the glass" and its review. */
export const emergencyTexts = {
  title: ['紧急查阅', 'Emergency access'],
  // Asking for it
  outside: ['这份档案没有对您打开：患者不在您的照护团队中，或您的紧急查阅已经结束。', 'This record is not open to you: the patient is in none of your care teams, or your emergency access has ended.'],
  lead: ['如果您现在必须查阅，请写明原因：档案立即打开，8小时后自动关闭。', 'If you need it now, say why: the record opens at once and closes by itself after 8 hours.'],
  warning: ['提交后会立即向科室负责人发出警报。您的姓名、时间和原因会被记录，并由他人审核是否正当；不正当的立即关闭。', 'An alarm goes to the head at once. Your name, the time and the reason are written down, and somebody else reviews whether it was justified; what was not ends at once.'],
  recordNumber: ['病案号', 'Record number'],
  recordNumberHint: ['见腕带或出院小结', 'It stands on the wristband and on the discharge letter'],
  birthDate: ['出生日期', 'Birth date'],
  reason: ['原因', 'Reason'],
  reasonHint: ['10至500字，审核人会看到', '10 to 500 characters, for whoever reviews it'],
  missing: ['请填写', 'Please fill this in'],
  tooShort: ['至少10个字，现在{n}个', 'At least 10 characters; these are {n}'],
  notFound: ['没有病案号和出生日期都相符的患者：请核对腕带或出院小结，或致电随访中心', 'No patient has both this record number and this birth date: look at the wristband or the discharge letter, or call the centre'],
  open: ['打开档案', 'Open the record'],
  opened: ['档案已打开，至 {at} 为止', 'The record is open until {at}'],
  openAnyway: ['您本来就可以查阅此患者：没有发起紧急查阅', 'You may see this patient anyway: no emergency access was begun'],
  // Where a search finds nobody
  nobodyFound: ['患者不在您的照护团队中，而您现在必须查阅？', 'Is the patient in none of your care teams, and you need the record now?'],
  // Review
  reviewLead: ['有人在照护团队之外查阅了患者档案。请逐一审核；认定为不正当的，查阅立即结束。', 'Records that somebody outside the care team opened. Review each; what was not justified ends at once.'],
  waiting: ['待审核（{n}）', 'To review ({n})'],
  noneWaiting: ['没有待审核的紧急查阅', 'Nothing to review'],
  reviewed: ['已审核', 'Reviewed'],
  noneReviewed: ['还没有审核过的紧急查阅', 'Nothing was reviewed yet'],
  more: ['显示更多', 'Show more'],
  patient: ['患者：', 'Patient: '],
  patientPage: ['打开患者页面', 'Open the patient’s page'],
  lasts: ['{from} 至 {until}', '{from} until {until}'],
  justified: ['正当', 'Justified'],
  'not-justified': ['不正当', 'Not justified'],
  judge: ['{verdict}：{name}，{at}', '{verdict}: {name}, {at}'],
  'sure-justified': ['认定为正当：查阅到原定时间结束。审核后不能更改。', 'Justified: it goes on until its time is over. A review cannot be changed.'],
  'sure-not-justified': ['认定为不正当：查阅立即结束。审核后不能更改。', 'Not justified: it ends at once. A review cannot be changed.'],
  confirm: ['确认', 'Confirm'],
  'done-justified': ['已审核：正当', 'Reviewed: justified'],
  'done-not-justified': ['已审核：不正当，查阅已结束', 'Reviewed: not justified; the access has ended'],
  own: ['这是您自己的查阅，须由他人审核', 'This one is your own: somebody else has to review it'],
  reviewedBy: ['{name}于 {at} 审核', 'reviewed by {name}, {at}'],
} as const satisfies Catalogue;
