/** The words of "why". Every reason that the ledger knows has a sentence here; the compiler sees to it. */
import type { CallOutcome, FailureReason, Recipient, SuppressionReason } from '../../pathways/engine/vocabulary.js';
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
  quarantined: { zh: '号码已确认有误，停止使用', en: 'the number is known to be wrong' },
  expired: { zh: '已过有效时间', en: 'it would have come too late' },
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

export const titles = {
  outcome: { zh: '结果', en: 'Outcome' },
  origin: { zh: '由来', en: 'Where it comes from' },
  rules: { zh: '规则判断', en: 'What the rules said' },
  policy: { zh: '发送政策', en: 'Policy of its class' },
  attempts: { zh: '发送经过', en: 'Attempts' },
  messages: { zh: '通知与任务', en: 'Messages and tasks' },
  course: { zh: '处理经过', en: 'What happened since' },
  step: { zh: '步骤', en: 'The step' },
  instances: { zh: '各次执行', en: 'Its instances' },
  now: { zh: '当前状态', en: 'How things stand' },
  basis: { zh: '依据', en: 'Basis' },
} as const satisfies Record<string, Phrase>;
