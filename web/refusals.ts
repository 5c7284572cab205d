/** What the API refuses, by its reason, in the reader's language, for the nurse's page and the console. A reason that this list lacks shows in the API's own (English) words. */
import { sayIn, type Catalogue, type Language } from './text.js';

export const refusalTexts = {
  'not-your-visit': ['此访视由他人承担：只有本人可以操作，或由护士长、个案管理师写明理由代为操作。', 'This visit is somebody else’s: only they can do this, or the head nurse or case manager in their place, with a reason.'],
  'stand-in-reason': ['此访视由他人承担：请写明代为操作的理由。', 'This visit is somebody else’s: say why you act in their place.'],
  'not-checked-in': ['请先在患者家中签到，再核销。', 'Check in at the visit first; it is redeemed once you are there.'],
  'unsafe-home': ['访视因环境不安全而中止：不扣次数，无需核销。', 'The visit was stopped because the home was not safe: it is not charged, so there is nothing to redeem.'],
  'wrong-code': ['这个码无效。请重新扫码，或输入患者页面或计划单上的6位码；也可以写明理由例外核销。', 'This is no valid code. Scan again, type the six digits from the patient’s page or plan, or redeem with a reason instead.'],
  'other-patient': ['这个码属于另一位患者：请核对您面前的人。', 'This code belongs to another patient: check that you are with the right person.'],
  'code-expired': ['这个码已过期。请患者重新打开页面，再扫新码。', 'This code has run out. Let the patient open the page again and scan the new one.'],
  'too-many-tries': ['该患者的错码次数太多：请稍候，或写明理由例外核销。', 'Too many wrong codes for this patient; wait a while, or redeem with a reason instead.'],
  'unknown-offer': ['没有这个派单，请刷新列表。', 'There is no such offer for you; look at your list again.'],
  'offer-withdrawn': ['派单已撤回：访视改期、取消，或已由他人承担。', 'This offer was withdrawn: the visit was moved, cancelled or given to somebody else.'],
  'offer-expired': ['答复时间已过，访视已派给下一位。', 'The time to answer is over; the visit is offered to the next person.'],
  'already-answered': ['此派单已答复。', 'This offer has been answered.'],
  'double-booked': ['您已接的另一次访视与此重叠：请谢绝此单，或先退回另一次。', 'You have accepted another visit that overlaps with this one; decline this one, or give the other back first.'],
  'on-leave': ['您当天休假。', 'You are on leave that day.'],
  'visit-under-way': ['您已在此访视签到：请完成访视，或记录访视没有进行。', 'You have checked in at this visit: complete it, or record that it did not take place.'],
  'visit-over': ['此访视已结束。', 'This visit is over.'],
  'visit-not-yet': ['还没到访视日期，不能记录；如提前上门，请先改期。', 'The visit’s day has not come; it cannot be recorded before. Move it first if it takes place earlier.'],
  'held-by-red': ['红色预警处理期间，上门访视暂停。', 'A RED case holds home visits until it is resolved or cancelled.'],
  'record-incomplete': ['访视记录还有必填项未填：请补全后再完成；如访视没有进行，请如实记录。', 'The visit record is not complete: fill in what is required, or record that the visit did not take place.'],
  'bad-answers': ['记录中有数值不在允许范围内：请按页面上列出的各处修改后再完成。', 'Some values of the record cannot be right: change those that the page lists, then complete it.'],
  'not-on-your-list': ['此访视不在您的列表中：可能已改期、由他人承担，或已结束。', 'This visit is not on your list (any more): it was moved, given to somebody else, or is over.'],
  'not-open': ['访视已结束，记录不能再修改。', 'The visit is closed; its record cannot be written any more.'],
  'own-alarm': ['报警是您发出的：须由他人确认您平安后解除。', 'You raised this alarm: somebody else must find out that you are safe and close it.'],
} as const satisfies Catalogue;

/** null: no words for it here. */
export const sayRefusal = (reason: string | null, language: Language): string | null => {
  const said = Object.entries(refusalTexts).find(([known]) => known === reason)?.[1];
  return said === undefined ? null : sayIn(language, said);
};
