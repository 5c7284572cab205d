/** What a message or task is for, in words; docs/glossary.md is the authority. */
type Language = 'zh-CN' | 'en';

export const purposeWords: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  invite: ['邀请填写', 'invitation'], remind: ['提醒', 'reminder'], eve: ['前一天提醒', 'reminder on the eve'], tell: ['告知', 'message'], measure: ['请测量', 'request to measure'], 'measure-again': ['请复测', 'request to measure again'], text: ['预警告知患者', 'advice to the patient'],
  alert: ['预警通知', 'alert'], climb: ['逐级上报', 'ladder'], call: ['电话', 'call'], 'call-instead': ['改为电话', 'call instead'], 'phone-task': ['转电话随访', 'handed to a caller'], family: ['请家属协助', 'asking the family'], 'family-call': ['致电家属', 'call to the family'], 'call-overdue': ['电话逾期', 'call overdue'], task: ['工作', 'task'], contradiction: ['说法不一致', 'packages disagree'], 'task-overdue': ['工作逾期', 'task overdue'],
  book: ['预约访视', 'visit to be booked'], 'visit-changed': ['访视变更', 'visit changed'], away: ['外出期间的访视', 'visit while away'], missed: ['访视逾期', 'visit missed'], held: ['访视暂缓', 'visit held'], 'unsafe-home': ['家中不安全', 'unsafe home'], late: ['迟到的答卷', 'late answer'], 'goal-visit': ['达标后仍有预约', 'visit booked after the goal'], loss: ['妊娠丢失后的电话', 'call after the loss of a pregnancy'], reward: ['奖励', 'reward'], rearrange: ['重新安排访视', 'visit to be arranged anew'], 'personal-changed': ['个人数值变更后的访视', 'visit after a number of the patient changed'],
  close: ['结束通知', 'closing note'], digest: ['今日事项', 'items of the day'], 'opt-out': ['退订确认', 'opt-out confirmed'], readmitted: ['再入院', 'readmitted'],
};

/** `remind-2` is a reminder; `invite-undelivered` says what did not arrive. A word that the list lacks is shown as it is, and a test finds it. */
export function sayPurpose(purpose: string, language: Language): string {
  const lost = /^(.*)-undelivered$/.exec(purpose)?.[1];
  if (lost !== undefined) return language === 'en' ? `undelivered: ${sayPurpose(lost, language)}` : `未送达：${sayPurpose(lost, language)}`;
  const bare = Object.hasOwn(purposeWords, purpose) ? purpose : purpose.replace(/-\d+$/, '');
  return purposeWords[bare]?.[language === 'en' ? 1 : 0] ?? bare;
}
