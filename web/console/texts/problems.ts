import type { Catalogue } from '../../text.js';

/** What kind of refusal it is (api/problem.ts), before the API's own sentence, which is English. */
export const problemTexts = {
  'bad-request': ['请求无法读取', 'The request could not be read'], 'idempotency-key-missing': ['请求缺少防重复编号', 'Idempotency-Key is missing'], unauthenticated: ['请先登录', 'Sign in first'],
  'bad-signature': ['签名不符', 'The signature does not match'], forbidden: ['您的角色不能这样做', 'Not allowed'], 'not-found': ['没有找到', 'Not found'], conflict: ['现在不能这样做', 'Not possible now'],
  'in-flight': ['同一操作正在进行', 'The same request is still being carried out'], refused: ['未被接受', 'Refused'], 'too-large': ['内容太大', 'The body is too large'], 'unsupported-media-type': ['不支持的文件类型', 'Unsupported media type'],
  invalid: ['有的内容需要更正', 'Some values are not acceptable'], 'idempotency-key-reused': ['同一编号用于了不同的操作', 'Idempotency-Key was used for a different request'], 'launch-refused': ['不能启动此服务包', 'This package cannot be launched'],
  'too-many-requests': ['操作太频繁，请稍候', 'Too many requests'], internal: ['系统出错，请重试；若仍失败，请联系运维', 'Something went wrong on our side'], 'database-unavailable': ['数据库没有响应，请稍后重试', 'The database does not answer'],
  'identity-provider-unavailable': ['医院的统一登录没有响应，请稍后重试，或用本系统账号登录', 'The identity provider of the hospital does not answer'], 'method-not-allowed': ['此地址不接受这种操作', 'This address does not take that method'],
  overloaded: ['系统繁忙，请几秒后重试', 'Too much is waiting already'],
  'file-store-unavailable': ['文件存储没有响应，请稍后重试', 'The store of photos and documents does not answer'], 'temporal-unavailable': ['流程引擎没有响应，请稍后重试', 'The workflow service does not answer'],
} as const satisfies Catalogue;

/** What exactly was refused, by the API's `reason`, where the console can say all of it; what nurses meet stands in web/refusals.ts. */
export const reasonTexts = {
  'case-changed': ['您查看之后，此预警又有新的情况：请重新查看，再决定是否结束。', 'More was found since you looked at the case: look at it again before you close it.'],
  'not-recorded': ['没有登记去世，无需撤销。', 'No death is recorded: there is nothing to take back.'], 'being-told': ['各服务包尚未全部停止：请稍候再撤销；若一直如此，请看系统提示。', 'The packages are still being told of the death: wait until they have stopped. If it lasts, look at the alarms.'],
  'measured-long-ago': ['测量时间早于1970年：请核对日期，或设备的时钟。', 'The time of measurement lies before 1970: check the date, or the clock of the device.'],
  'call-back-past': ['约定的时间已经过去：请核对日期和年份。', 'This time is over: check day and year of the call-back.'], 'call-back-too-far': ['约定的时间在一年以后：请核对年份。', 'This is more than a year ahead: check the year of the call-back.'],
  'slot-taken': ['这个时间刚被约走：请另选一个时间。', 'This time has just been taken: choose another one.'],
  'call-not-open': ['视频通话还没开始或已结束。', 'The call is not open yet, or over.'], 'no-video': ['本院没有配置视频通话：请打电话。', 'This installation has no video calls: call the patient by phone.'],
  'no-photo-consent': ['患者尚未同意使用照片：请先取得同意。', 'The patient has not agreed to photos: ask for consent first.'],
  'receipt-used': ['此收据号已用于另一笔收款：请核对。', 'This receipt was entered for another payment: check its number.'], 'receipt-missing': ['请先在收费处退款，再填收据号。', 'Pay the money out at the desk and enter the receipt number.'],
  'payment-open': ['此订单的微信支付正在进行：请一分钟后再看，再收现金。', 'A WeChat payment for this order is on its way: ask again in a minute before taking cash.'],
  'not-payable': ['此订单不在待支付状态，不能收款。', 'Only an order that waits for payment can be paid.'], 'wrong-amount': ['金额与订单不符：请一次收足。', 'The amount is not that of the order: take the whole amount at once.'],
  'no-price': ['此服务包在本院未定价：请先定价。', 'This package has no price in this hospital: set one first.'], 'already-closed': ['这一天已经日结：更正计入下一个未结日。', 'This day is closed: corrections land on the next open day.'], 'day-in-future': ['这一天还没到，不能日结。', 'This day has not come yet.'],
  'preview-changed': ['情况在预览之后有变化：请重新预览。', 'Things changed since the preview: look at it again.'], 'nothing-to-refund': ['没有可退的金额。', 'There is nothing to refund.'],
  'merged-already': ['其中一份档案已经合并：请打开保留的档案。', 'One of the records was merged already: open the record that was kept.'],
  'number-of-another': ['病案号已属于另一位患者，其姓名和出生日期都与此不符：请核对病案号、姓名和出生日期。没有保存任何内容。', 'The record number belongs to another patient: neither the name nor the birth date agrees. Check all three; nothing was stored.'],
  'national-id-differs': ['病案号已属于身份证号不同的患者：请核对两个号码。没有保存任何内容。', 'The record number belongs to a patient with another resident id number: check both numbers; nothing was stored.'],
  'stay-of-another': ['住院号已属于另一位患者：请核对住院号和病案号。没有保存任何内容。', 'The stay number belongs to another patient: check it and the record number; nothing was stored.'],
  'no-owner': ['还没有负责人：请先指定负责人，再关闭。', 'Nobody owns it yet: assign it before it is closed.'], 'owner-is-subject': ['被投诉的人不能处理此投诉：请另选负责人。', 'The person a complaint is about cannot own it: choose somebody else.'],
  'signed-already': ['此交接已签字。', 'It is signed already.'], 'one-under-way': ['您已有一份交接在进行：请先完成或撤回。', 'A handover of yours is under way: finish or withdraw it first.'], 'other-page': ['签字的页面与现在的不同：请重新查看后再签。', 'What was signed is not what stands there now: look again, then sign.'],
  'draft-overtaken': ['期间已发布更新的版本，草稿不含其改动：请从新版本重新起草，或核对差异后发布。', 'A newer version was published meanwhile: begin a new draft from it, or look at what differs and publish over it.'],
  'does-not-compile': ['草稿还有错误：请先改正，再发布。', 'The draft still has mistakes: mend them before it is published.'], 'stories-broken': ['有故事与草稿不符：请先处理，再发布。', 'Some stories do not hold with this draft: settle them before it is published.'], 'nothing-changed': ['草稿与原版本相同：请先修改。', 'This draft says the same as its version: change something first.'],
  'wrong-current-password': ['当前密码不正确。', 'The current password is wrong.'], 'too-many-password-tries': ['密码试得太多了，请等一分钟再试。', 'Too many tries; wait a minute.'],
  'password-too-short': ['新密码太短：至少12个字符；几个互不相关的词就很好。', 'The new password is too short: at least 12 characters; a few words that have nothing to do with each other do well.'], 'password-too-long': ['新密码太长：最多200个字符。', 'The new password is too long: at most 200 characters.'],
  'password-common': ['新密码是常见密码，或由常见密码拼成：请用几个互不相关的词。', 'The new password is among those that are tried first, or is made of them: choose words that have nothing to do with each other.'],
  'password-context': ['新密码不能包含账号、医院名称（或其中一部分）、“无忧”或“wuyou”。', 'The new password must not hold your login, the name of the hospital (or a part of it), or “wuyou”.'], 'password-unchanged': ['新密码与当前密码相同：请另选一个。', 'The new password is the one you have; choose another one.'],
  'password-to-choose': ['请先在“我的账户”自己设定密码。', 'Choose a password of your own first, under My account.'],
  'no-password': ['此账号在这里没有密码。', 'This account has no password here.'], 'needs-session': ['用接口密钥不能更改账户：请用账号密码登录。', 'An API key cannot change the account: sign in with login and password.'],
  'own-session': ['这是您正在用的会话：要结束它，请退出。', 'This is the session that you use: sign out to end it.'], 'unknown-session': ['此会话已经结束，或不是您的。', 'This session has ended already, or is not yours.'],
  'shift-over': ['此班次已结束，不能再改。', 'This shift is over and stays.'], 'not-a-roster': ['文件不是可读取的值班表。', 'The file is not a roster that can be read.'],
} as const satisfies Catalogue;
