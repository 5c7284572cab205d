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

export const anchorTexts = { discharge: ['出院', 'discharge'], surgery: ['手术', 'surgery'], delivery: ['分娩', 'delivery'], lmp: ['末次月经', 'last menstrual period'], 'chemo-cycle': ['化疗周期', 'chemo cycle'], 'last-maintenance': ['上次维护', 'last maintenance'], birth: ['出生', 'birth'], insertion: ['置管', 'insertion'], removal: ['拔除', 'removal'], 'first-dose': ['首次用药', 'first dose'] } as const satisfies Catalogue;

export const flagTexts = {
  anticoagulant: ['抗凝药', 'anticoagulant'], antiplatelet: ['抗血小板药', 'antiplatelet'], pregnant: ['孕期', 'pregnant'], implant: ['有植入物', 'implant'], livesAlone: ['独居', 'lives alone'], diabetes: ['糖尿病', 'diabetes'], nothingByMouth: ['不能经口进食', 'nothing by mouth'], hasFamilyContact: ['有家属联系人', 'family contact'],
} as const satisfies Catalogue;

export const levelTexts = { red: ['红色', 'RED'], orange: ['橙色', 'ORANGE'], yellow: ['黄色', 'YELLOW'] } as const satisfies Catalogue;

export const changeTexts = {
  EpisodeStarted: ['照护周期开始', 'episode started'], EpisodePaused: ['暂停', 'paused'], EpisodeResumed: ['恢复', 'resumed'], BadgeEarned: ['获得徽章', 'badge earned'], RewardEarned: ['获得奖励', 'reward earned'], GoalReached: ['已达疗程目标', 'goal of the course reached'], CourseCompleted: ['疗程结束，进入随访', 'course completed, follow-up begins'], EpisodeCompleted: ['照护周期完成', 'episode completed'], EpisodeStopping: ['终止', 'stopped early'], EpisodeStopped: ['已终止', 'stopped'],
  PatientDied: ['患者去世', 'patient died'], PatientReadmitted: ['患者再入院', 'patient readmitted'], OptedOut: ['退订提醒', 'opted out of texts'], OptedIn: ['恢复提醒', 'opted in again'], AwaySet: ['外出日期', 'days away'], FactsChanged: ['资料更新', 'facts changed'], ZoneChanged: ['时区更改', 'time zone changed'], AnchorSet: ['起算日', 'date to count from'], PersonalSet: ['个人数值更改', 'personal numbers changed'], EpisodeMigrated: ['服务包换版本', 'moved to another version of the package'], PackageEmbedded: ['启动内含服务包', 'included package started'],
  ContactQuarantined: ['号码停用', 'number not used any more'], StepStarted: ['加做步骤', 'step started'], StepSkipped: ['跳过步骤', 'step skipped'], Warned: ['需注意', 'warning'],
} as const satisfies Catalogue;

/** Services that packages sell; a code that is not here is shown as it is. */
export const serviceTexts = {
  'wound-dressing': ['伤口换药', 'wound dressing'], 'wound-care': ['伤口护理', 'wound care'], 'pressure-injury-care': ['压力性损伤护理', 'pressure injury care'], 'diabetic-foot-care': ['糖尿病足护理', 'diabetic foot care'], 'stoma-care': ['造口护理', 'stoma care'], 'picc-maintenance': ['PICC 维护', 'PICC maintenance'],
  'nurse-visit': ['护士上门', 'nurse visit'], 'home-safety-visit': ['居家安全评估', 'home safety visit'], 'rehab-visit': ['康复上门', 'rehab visit'], 'online-assessment': ['线上评估', 'online assessment'], 'discharge-assessment': ['出院评估', 'discharge assessment'],
  'wound-visit': ['伤口上门', 'wound visit'], 'drain-visit': ['引流管护理', 'drain care'], 'pi-visit': ['压力性损伤上门', 'pressure injury visit'], 'foot-visit': ['糖尿病足上门', 'foot visit'], 'tube-care': ['胃管护理', 'feeding tube care'], 'catheter-care': ['导尿管护理', 'catheter care'],
  'cardiac-assessment': ['心脏康复评估', 'cardiac assessment'], 'exercise-session': ['运动训练', 'exercise session'], 'clinic-review': ['门诊复评', 'clinic review'], 'online-teaching': ['线上宣教', 'online teaching'],
  'injection-visit': ['上门注射', 'injection at home'], 'postpartum-visit': ['母婴上门', 'mother and newborn visit'], 'postpartum-check': ['产后复查', 'postpartum check'], 'prenatal-check': ['产检', 'prenatal check'], 'prenatal-test': ['产前检查', 'prenatal test'], 'annual-nurse-visit': ['护士上门（年度）', 'nurse visit (annual)'], 'annual-rehab-visit': ['康复上门（年度）', 'rehab visit (annual)'], 'included-course': ['内含服务包', 'included package'],
} as const satisfies Catalogue;
