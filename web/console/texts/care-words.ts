import type { Catalogue } from '../../text.js';

/** The closed word lists of care as screens say them; docs/glossary.md is the authority. */
export const episodeStatusTexts = {
  launching: ['启动中', 'launching'], active: ['进行中', 'active'], paused: ['已暂停', 'paused'], stopping: ['终止中，尚有未结预警', 'stopping, cases still open'], stopped: ['已终止', 'stopped'], completed: ['已完成', 'completed'], halted: ['停滞', 'halted'],
  course: ['疗程', 'course'], 'follow-up': ['随访期', 'follow-up'],
} as const satisfies Catalogue;

export const kindTexts = {
  visit: ['访视', 'visits'], form: ['表单', 'forms'], call: ['电话', 'calls'], task: ['工作', 'tasks'], reading: ['监测值', 'readings'], message: ['消息', 'messages'], 'staff-message': ['员工通知', 'staff messages'], case: ['预警', 'cases'], change: ['周期变化', 'episode'],
} as const satisfies Catalogue;

export const oneKindTexts = {
  visit: ['访视', 'visit'], form: ['表单', 'form'], call: ['电话', 'call'], task: ['工作', 'task'], reading: ['监测', 'reading'], message: ['消息', 'message'], 'staff-message': ['员工通知', 'staff message'], case: ['预警', 'case'], change: ['周期变化', 'episode'],
} as const satisfies Catalogue;

/** Of occurrences, obligations, cases and readings. */
export const statusTexts = {
  planned: ['已计划', 'planned'], booked: ['已预约', 'booked'], 'checked-in': ['已签到', 'checked in'], open: ['进行中', 'open'], held: ['暂缓', 'held'],
  completed: ['已完成', 'completed'], failed: ['未完成', 'not done'], cancelled: ['已取消', 'cancelled'],
  released: ['已放行', 'released'], sending: ['发送中', 'on its way'], accepted: ['已发出，待回执', 'sent, receipt pending'], sent: ['已发送', 'sent'], suppressed: ['未发（有原因）', 'suppressed'],
  acknowledged: ['已接警', 'acknowledged'], contacted: ['已联系患者', 'contacted'], closed: ['已结束', 'closed'], joined: ['已并案', 'joined'], recorded: ['已记录', 'recorded'], rejected: ['未采信', 'not believed'], partly: ['部分填写', 'partly answered'],
} as const satisfies Catalogue;

export const channelTexts = { wechat: ['微信', 'WeChat'], sms: ['短信', 'SMS'], email: ['邮件', 'e-mail'], wecom: ['企业微信', 'WeCom'], 'phone-task': ['电话任务', 'phone task'] } as const satisfies Catalogue;

export const callOutcomeTexts = {
  reached: ['接通', 'reached'], proxy: ['代理人接听', 'proxy answered'], busy: ['占线', 'busy'], off: ['关机或无人接听', 'off or no answer'], refused: ['拒绝', 'refused'], readmitted: ['已再入院', 'readmitted'], died: ['已故', 'died'], 'wrong-number': ['号码有误', 'wrong number'],
} as const satisfies Catalogue;

/** Purposes of messages. Numbered ones (`remind-2`) and `<purpose>-undelivered` are put together by `words.ts`. */
export const purposeTexts = {
  invite: ['邀请填写', 'invitation'], remind: ['提醒', 'reminder'], eve: ['前一天提醒', 'reminder on the eve'], tell: ['告知', 'message'], measure: ['请测量', 'request to measure'], 'measure-again': ['请复测', 'request to measure again'], text: ['预警告知患者', 'advice to the patient'],
  alert: ['预警通知', 'alert'], climb: ['逐级上报', 'ladder'], call: ['电话', 'call'], 'call-instead': ['改为电话', 'call instead'], 'phone-task': ['转电话随访', 'handed to a caller'], family: ['请家属协助', 'asking the family'], 'family-call': ['致电家属', 'call to the family'], 'call-overdue': ['电话逾期', 'call overdue'], task: ['工作', 'task'], contradiction: ['说法不一致', 'packages disagree'], 'task-overdue': ['工作逾期', 'task overdue'],
  book: ['预约访视', 'visit to be booked'], 'visit-changed': ['访视变更', 'visit changed'], away: ['外出期间的访视', 'visit while away'], missed: ['访视逾期', 'visit missed'], held: ['访视暂缓', 'visit held'], 'unsafe-home': ['家中不安全', 'unsafe home'], late: ['迟到的答卷', 'late answer'], 'goal-visit': ['达标后仍有预约', 'visit booked after the goal'], loss: ['妊娠丢失后的电话', 'call after the loss of a pregnancy'], reward: ['奖励', 'reward'], rearrange: ['重新安排访视', 'visit to be arranged anew'], 'personal-changed': ['个人数值变更后的访视', 'visit after a number of the patient changed'],
  close: ['结束通知', 'closing note'], 'opt-out': ['退订确认', 'opt-out confirmed'], readmitted: ['再入院', 'readmitted'],
} as const satisfies Catalogue;

export const anchorTexts = { discharge: ['出院', 'discharge'], surgery: ['手术', 'surgery'], delivery: ['分娩', 'delivery'], lmp: ['末次月经', 'last menstrual period'], 'chemo-cycle': ['化疗周期', 'chemo cycle'], 'last-maintenance': ['上次维护', 'last maintenance'], birth: ['出生', 'birth'], insertion: ['置管', 'insertion'], removal: ['拔除', 'removal'], 'first-dose': ['首次用药', 'first dose'] } as const satisfies Catalogue;

export const flagTexts = {
  anticoagulant: ['抗凝药', 'anticoagulant'], antiplatelet: ['抗血小板药', 'antiplatelet'], pregnant: ['孕期', 'pregnant'], implant: ['有植入物', 'implant'], livesAlone: ['独居', 'lives alone'], diabetes: ['糖尿病', 'diabetes'], hasFamilyContact: ['有家属联系人', 'family contact'],
} as const satisfies Catalogue;

export const levelTexts = { red: ['红色', 'RED'], orange: ['橙色', 'ORANGE'], yellow: ['黄色', 'YELLOW'] } as const satisfies Catalogue;

export const changeTexts = {
  EpisodeStarted: ['照护周期开始', 'episode started'], EpisodePaused: ['暂停', 'paused'], EpisodeResumed: ['恢复', 'resumed'], BadgeEarned: ['获得徽章', 'badge earned'], RewardEarned: ['获得奖励', 'reward earned'], GoalReached: ['已达疗程目标', 'goal of the course reached'], CourseCompleted: ['疗程结束，进入随访', 'course completed, follow-up begins'], EpisodeCompleted: ['照护周期完成', 'episode completed'], EpisodeStopping: ['终止', 'stopped early'], EpisodeStopped: ['已终止', 'stopped'],
  PatientDied: ['患者去世', 'patient died'], PatientReadmitted: ['患者再入院', 'patient readmitted'], OptedOut: ['退订提醒', 'opted out of texts'], OptedIn: ['恢复提醒', 'opted in again'], AwaySet: ['外出日期', 'days away'], FactsChanged: ['资料更新', 'facts changed'], ZoneChanged: ['时区更改', 'time zone changed'], AnchorSet: ['起算日', 'date to count from'], PersonalSet: ['个人数值更改', 'personal numbers changed'],
  ContactQuarantined: ['号码停用', 'number not used any more'], StepStarted: ['加做步骤', 'step started'], StepSkipped: ['跳过步骤', 'step skipped'], Warned: ['需注意', 'warning'],
} as const satisfies Catalogue;

/** Services that packages sell; a code that is not here is shown as it is. */
export const serviceTexts = {
  'wound-dressing': ['伤口换药', 'wound dressing'], 'wound-care': ['伤口护理', 'wound care'], 'pressure-injury-care': ['压力性损伤护理', 'pressure injury care'], 'diabetic-foot-care': ['糖尿病足护理', 'diabetic foot care'], 'stoma-care': ['造口护理', 'stoma care'], 'picc-maintenance': ['PICC 维护', 'PICC maintenance'],
  'nurse-visit': ['护士上门', 'nurse visit'], 'home-safety-visit': ['居家安全评估', 'home safety visit'], 'rehab-visit': ['康复上门', 'rehab visit'], 'online-assessment': ['线上评估', 'online assessment'], 'discharge-assessment': ['出院评估', 'discharge assessment'],
} as const satisfies Catalogue;
