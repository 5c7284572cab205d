/** The words of "why". Every reason that the ledger knows has a sentence here; the compiler sees to it. */
import type { EpisodeInput } from '../../pathways/engine/inputs.js';
import type { CallOutcome, ChannelName, FailureReason, MessageClass, Recipient, SuppressionReason } from '../../pathways/engine/vocabulary.js';
import type { Phrase } from './explanation.js';

export const suppressionWords: Readonly<Record<SuppressionReason, Phrase>> = {
  superseded: { zh: '已被新的安排取代', en: 'a newer arrangement replaced it' },
  answered: { zh: '已经填写，无需再提醒', en: 'it was answered before' },
  done: { zh: '事项已完成或已结束', en: 'the matter was done or closed before' },
  paused: { zh: '服务暂停中', en: 'the episode was paused' },
  stopped: { zh: '服务已终止', en: 'the episode had been stopped' },
  completed: { zh: '服务已完成', en: 'the episode had been completed' },
  died: { zh: '患者已去世，不再联系', en: 'the patient has died; nobody is contacted' },
  readmitted: { zh: '患者再次住院', en: 'the patient was readmitted' },
  lost: { zh: '患者失访', en: 'the patient was lost to follow-up' },
  withdrawn: { zh: '患者退出服务', en: 'the patient withdrew' },
  'opted-out': { zh: '患者已退订提醒', en: 'the patient opted out' },
  'no-consent': { zh: '没有患者的同意', en: 'there is no consent for this way of contact' },
  'no-contact': { zh: '没有可用的联系方式', en: 'there is no number or account for it' },
  quarantined: { zh: '号码已停用：确认有误，或机主已退订、取消关注', en: 'the number is out of use: known to be wrong, or whoever has it unsubscribed or unfollowed' },
  expired: { zh: '已过有效时间', en: 'it would have come too late' },
  'spend-cap': { zh: '全院当日短信已达上限，转人工告知', en: 'the hospital had sent as many SMS as it may in a day, so a person was given it' },
  'daily-cap': { zh: '当日短信已达上限，本类让位', en: 'the daily cap was reached and this class yields' },
  'same-text-today': { zh: '当天已发送过相同内容', en: 'the same text went out that day' },
  shared: { zh: '同一次联系已由患者的另一服务完成', en: 'another package of the patient made the same contact' },
  'same-case': { zh: '同一情况已由患者另一服务的预警处理', en: 'a case of another package already acts on it' },
  'anchor-missing': { zh: '缺少起算日期', en: 'the date it counts from is not known' },
  away: { zh: '患者不在家', en: 'the patient was away from home' },
  'condition-ended': { zh: '条件已不再成立', en: 'its condition had ended' },
  'held-by-red': { zh: '红色预警期间暂缓', en: 'a RED case held it' },
  'cancelled-by-clinician': { zh: '医护人员已取消', en: 'a clinician cancelled it' },
  'content-rejected': { zh: '内容被服务商拒绝', en: 'the vendor refused the content' },
  'not-given': { zh: '尚未给出该患者的个人数值', en: 'a number of this patient was not given' },
  'already-open': { zh: '已有一项正在进行', en: 'one of the same kind was open already' },
  'goal-reached': { zh: '疗程目标已达到', en: 'the course had reached its goal' },
  contradiction: { zh: '另一个服务包的说法不一致，由人决定', en: 'another package says something else, so a person decides' },
  'not-needed': { zh: '已确认不再需要', en: 'a colleague said that it is not needed' },
  'used-up': { zh: '约定的次数已用完', en: 'it was used as often as the package allows' },
  'pregnancy-loss': { zh: '妊娠丢失，改由专人联系', en: 'the pregnancy was lost; a person calls instead' },
  'new-round': { zh: '起算日重新设定，新一轮已开始', en: 'its anchor was set anew and a new round began' },
  'schedule-ended': { zh: '已到计划的最后一天', en: 'its schedule had reached its last day' },
};

export const failureWords: Readonly<Record<FailureReason, Phrase>> = {
  'all-channels-failed': { zh: '所有渠道均未送达', en: 'no channel got through' },
  'nobody-on-duty': { zh: '该岗位无人值班', en: 'nobody was on duty for the role' },
  unconfirmed: { zh: '无法确认是否送达，且不允许重复发送', en: 'nobody can say whether it arrived, and it must not go out twice' },
  'provider-rejected': { zh: '服务商拒绝了内容', en: 'the provider refused it' },
  poison: { zh: '反复失败或文字无法生成，已停止重试', en: 'it failed too often or its text cannot be made' },
};

export const levelWords: Readonly<Record<'red' | 'orange' | 'yellow', Phrase>> = {
  red: { zh: '红色', en: 'RED' }, orange: { zh: '橙色', en: 'ORANGE' }, yellow: { zh: '黄色', en: 'YELLOW' },
};

export const callWords: Readonly<Record<CallOutcome, Phrase>> = {
  reached: { zh: '接通', en: 'reached' }, proxy: { zh: '代理人接听', en: 'the proxy answered' }, busy: { zh: '占线', en: 'busy' }, off: { zh: '关机或无人接听', en: 'off or no answer' },
  refused: { zh: '拒绝', en: 'refused' }, readmitted: { zh: '已再入院', en: 'readmitted' }, died: { zh: '已故', en: 'died' }, 'wrong-number': { zh: '号码有误', en: 'wrong number' },
};

const recipientWords: Readonly<Record<Recipient, Phrase>> = {
  patient: { zh: '患者', en: 'patient' }, family: { zh: '家属', en: 'family' }, 'responsible-nurse': { zh: '责任护士', en: 'responsible nurse' }, 'head-nurse': { zh: '护士长', en: 'head nurse' },
  'duty-doctor': { zh: '值班医生', en: 'duty doctor' }, surgeon: { zh: '手术医生', en: 'surgeon' }, 'second-line-doctor': { zh: '二线值班医生', en: 'second-line doctor' },
  'chief-on-duty': { zh: '医疗总值班', en: 'chief on duty' }, therapist: { zh: '康复治疗师', en: 'therapist' }, 'case-manager': { zh: '个案管理师', en: 'case manager' },
  'crisis-counsellor': { zh: '心理危机干预人员', en: 'crisis counsellor' },
};
/** What a role is called; a name that is no role of ours stays as it is. */
export const roleWords = (role: string): Phrase => Object.entries(recipientWords).find(([known]) => known === role)?.[1] ?? { zh: role, en: role };

const stateWords: Readonly<Record<string, Phrase>> = {
  planned: { zh: '已计划', en: 'planned' }, released: { zh: '已放行', en: 'released' }, sending: { zh: '发送中', en: 'being sent' }, accepted: { zh: '已交服务商', en: 'accepted by the provider' },
  sent: { zh: '已发', en: 'sent' }, suppressed: { zh: '未发', en: 'suppressed' }, failed: { zh: '失败', en: 'failed' },
};
/** What became of an obligation. */
export const obligationWords = (state: string): Phrase => stateWords[state] ?? { zh: state, en: state };

export const channelWords: Readonly<Record<ChannelName, Phrase>> = {
  wechat: { zh: '微信', en: 'WeChat' }, sms: { zh: '短信', en: 'SMS' }, email: { zh: '邮件', en: 'e-mail' }, wecom: { zh: '企业微信', en: 'WeCom' }, 'phone-task': { zh: '电话任务', en: 'a phone task' },
};
export const channelOf = (channel: string): Phrase => Object.entries(channelWords).find(([known]) => known === channel)?.[1] ?? { zh: channel, en: channel };

export const classWords: Readonly<Record<MessageClass, Phrase>> = {
  safety: { zh: '安全消息', en: 'a safety message' }, dose: { zh: '用药消息', en: 'a dose message' }, visit: { zh: '访视消息', en: 'a visit message' }, form: { zh: '随访消息', en: 'a follow-up message' }, measurement: { zh: '监测消息', en: 'a measurement message' },
  education: { zh: '宣教消息', en: 'an education message' }, 'staff-alert': { zh: '员工预警', en: 'an alert to staff' }, 'staff-task': { zh: '员工任务', en: 'a task for staff' },
};

/** What came in, in words. */
export const inputWords: Readonly<Record<EpisodeInput['kind'], Phrase>> = {
  'episode-started': { zh: '服务包启动', en: 'the package was launched' }, 'clock-reached': { zh: '到了预定时间', en: 'a planned time came' }, 'answer-received': { zh: '收到答卷', en: 'answers came in' }, 'reading-received': { zh: '收到监测值', en: 'a reading came in' },
  'call-recorded': { zh: '登记了一次通话', en: 'a call was recorded' }, 'messages-settled': { zh: '消息有了结果', en: 'messages came to their end' }, 'task-recorded': { zh: '工作任务有了结果', en: 'a task was recorded' }, 'step-ticked': { zh: '步骤标记为完成', en: 'a step was ticked off' }, 'steps-start': { zh: '工作人员加做步骤', en: 'staff started a step' },
  'visit-booked': { zh: '访视已预约', en: 'a visit was booked' }, 'visit-moved': { zh: '访视改期', en: 'a visit was moved' }, 'visit-cancelled': { zh: '访视取消', en: 'a visit was cancelled' }, 'visit-checked-in': { zh: '访视签到', en: 'somebody checked in at a visit' }, 'visit-completed': { zh: '访视完成', en: 'a visit was completed' }, 'visit-missed': { zh: '访视没有进行', en: 'a visit did not take place' },
  'escalation-raised': { zh: '人工发起预警', en: 'a person raised a case' }, 'escalation-acknowledged': { zh: '接警', en: 'the case was acknowledged' }, 'escalation-contacted': { zh: '已联系患者', en: 'the patient was contacted' }, 'escalation-resolved': { zh: '预警处置完成', en: 'the case was resolved' }, 'escalation-cancelled': { zh: '预警取消', en: 'the case was cancelled' },
  'case-joined': { zh: '并入另一案例', en: 'the case was joined to another' }, 'case-ended': { zh: '主办案例结束', en: 'the holding case ended' }, 'case-reported': { zh: '补充说明', en: 'a report was added to a case' },
  'facts-changed': { zh: '患者资料更新', en: 'facts about the patient changed' }, 'personal-set': { zh: '个人数值更改', en: 'personal numbers were changed' }, 'package-embedded': { zh: '启动内含的服务包', en: 'an included package was started' }, 'anchor-set': { zh: '设定起算日', en: 'a date to count from was set' }, 'away-set': { zh: '登记外出日期', en: 'days away were set' }, 'zone-changed': { zh: '时区更改', en: 'the time zone was changed' },
  'opt-out': { zh: '患者退订提醒', en: 'the patient opted out' }, 'opt-in': { zh: '患者恢复提醒', en: 'the patient opted in again' }, 'patient-died': { zh: '登记患者去世', en: 'the patient’s death was recorded' }, 'patient-readmitted': { zh: '登记再入院', en: 'a readmission was recorded' },
  migrate: { zh: '服务包换版本', en: 'the package was moved to another version' },
  pause: { zh: '服务暂停', en: 'the episode was paused' }, resume: { zh: '服务恢复', en: 'the episode was resumed' }, stop: { zh: '服务终止', en: 'the episode was stopped' },
};
export const inputOf = (kind: string): Phrase => Object.entries(inputWords).find(([known]) => known === kind)?.[1] ?? { zh: kind, en: kind };

const policies: Readonly<Record<string, Phrase>> = {
  'after-until': { zh: '已过最后一天', en: 'its last day has passed' }, 'calls-exhausted': { zh: '规定次数的电话都未接通', en: 'the agreed number of calls found nobody' }, 'optional-anchor': { zh: '起算日可以没有，本患者没有', en: 'the date it counts from is optional, and this patient has none' },
  'past-at-start': { zh: '启动时日期已过', en: 'its date had passed when the package was launched' }, 'personal-number': { zh: '个人数值更改后重新安排', en: 'planned anew after a personal number changed' }, 'stale-reading': { zh: '监测值已过时', en: 'the reading was too old' }, 'stop-when': { zh: '已到停止条件', en: 'its stopping condition was reached' },
};
export const policyOf = (policy: string): Phrase => policies[policy] ?? { zh: policy, en: policy };

const attemptWords: Readonly<Record<string, Phrase>> = {
  claimed: { zh: '准备发送', en: 'about to be sent' }, sending: { zh: '发送中', en: 'being sent' }, accepted: { zh: '已交服务商', en: 'accepted by the provider' }, sent: { zh: '已发送', en: 'sent' }, delivered: { zh: '已送达', en: 'delivered' },
  rejected: { zh: '被服务商拒绝', en: 'refused by the provider' }, failed: { zh: '未送达', en: 'did not arrive' }, absent: { zh: '服务商没有收到', en: 'never reached the provider' }, unknown: { zh: '结果不明', en: 'its end is not known' }, unconfirmed: { zh: '无法确认', en: 'cannot be confirmed' },
};
/** What became of one attempt to send. */
export const attemptOf = (state: string): Phrase => attemptWords[state] ?? { zh: state, en: state };

const occurrenceWords: Readonly<Record<string, Phrase>> = {
  planned: { zh: '已计划', en: 'planned' }, open: { zh: '进行中', en: 'open' }, booked: { zh: '已预约', en: 'booked' }, 'checked-in': { zh: '已签到', en: 'checked in' }, held: { zh: '暂缓', en: 'held' },
  completed: { zh: '已完成', en: 'completed' }, failed: { zh: '未完成', en: 'not done' }, cancelled: { zh: '已取消', en: 'cancelled' },
};
export const occurrenceOf = (status: string): Phrase => occurrenceWords[status] ?? { zh: status, en: status };

const reasonWords = (reason: string): Phrase | undefined => Object.entries({ ...suppressionWords, ...failureWords }).find(([known]) => known === reason)?.[1];
/** Why something did not go or happen; a code that no list knows stays as it is. */
export const reasonOf = (reason: string): Phrase => reasonWords(reason) ?? { zh: reason, en: reason };

const anchors: Readonly<Record<string, Phrase>> = {
  discharge: { zh: '出院', en: 'discharge' }, surgery: { zh: '手术', en: 'surgery' }, delivery: { zh: '分娩', en: 'delivery' }, lmp: { zh: '末次月经', en: 'the last menstrual period' }, 'chemo-cycle': { zh: '化疗周期', en: 'the chemo cycle' }, 'last-maintenance': { zh: '上次维护', en: 'the last maintenance' },
  birth: { zh: '出生', en: 'birth' }, insertion: { zh: '置管', en: 'insertion' }, removal: { zh: '拔除', en: 'removal' }, 'first-dose': { zh: '首次用药', en: 'the first dose' },
};
export const anchorOf = (anchor: string): Phrase => anchors[anchor] ?? { zh: anchor, en: anchor };

const episodes: Readonly<Record<string, Phrase>> = {
  launching: { zh: '启动中', en: 'being launched' }, active: { zh: '进行中', en: 'active' }, paused: { zh: '已暂停', en: 'paused' }, stopping: { zh: '终止中', en: 'stopping' }, stopped: { zh: '已终止', en: 'stopped' }, completed: { zh: '已完成', en: 'completed' }, halted: { zh: '停滞', en: 'halted' },
};
export const episodeOf = (status: string): Phrase => episodes[status] ?? { zh: status, en: status };

export const stepKindWords = { visit: { zh: '访视', en: 'visit' }, form: { zh: '表单', en: 'form' }, call: { zh: '电话', en: 'call' }, reading: { zh: '监测', en: 'reading' }, message: { zh: '消息', en: 'message' }, task: { zh: '工作', en: 'task' } } as const satisfies Record<string, Phrase>;

export const titles = {
  outcome: { zh: '结果', en: 'Outcome' },
  origin: { zh: '由来', en: 'Where it comes from' },
  rules: { zh: '规则判断', en: 'What the rules said' },
  policy: { zh: '发送规定', en: 'Policy of its class' },
  attempts: { zh: '发送经过', en: 'Attempts' },
  messages: { zh: '通知与任务', en: 'Messages and tasks' },
  course: { zh: '处理经过', en: 'What happened since' },
  step: { zh: '步骤', en: 'The step' },
  instances: { zh: '各次执行', en: 'Its instances' },
  now: { zh: '当前状态', en: 'How things stand' },
  basis: { zh: '依据', en: 'Basis' },
} as const satisfies Record<string, Phrase>;
