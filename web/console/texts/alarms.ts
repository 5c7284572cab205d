import type { Catalogue } from '../../text.js';

/** The system's alarms by code (db/alarms.ts); what exactly, their detail says. */
export const alarmTexts = {
  sos: ['上门人员求助', 'A colleague on a visit needs help'],
  'overdue-finish': ['访视应已结束但未签退', 'A visit should be over and is not'],
  'visit-sos': ['上门人员求助：立即致电本人', 'SOS from a visit: call them at once'],
  'visit-overdue-finish': ['访视超时未结束：致电确认安全', 'A visit is not finished in time: make sure they are safe'],
  'nobody-on-duty': ['岗位无人值班，提醒无人收到：请补全值班表', 'Nobody on duty, so an alert found no reader: complete the roster'],
  'sms-spend-cap': ['全院当日短信已达上限：其余短信已转人工，请先查原因', 'The hospital’s SMS of this day are used up: the others became tasks; look for the cause first'],
  'chain-broken': ['照护周期停滞：日志不完整', 'An episode stands still: its journal is not whole'],
  'engine-failed': ['照护周期停滞：规则推演失败', 'An episode stands still: the engine failed'],
  'inbound-from-unknown': ['陌生号码来信：请到服务商处查看', 'A text from a number that belongs to no patient'],
  'inbound-without-episode': ['没有进行中服务包的患者来信：请回电', 'A text from a patient without a running package: call back'],
  'inquiry-unowned': ['患者的提问或投诉暂无负责人：请指派', 'A question or complaint that nobody owns: assign it'],
  'inquiry-overdue': ['患者的提问或投诉超时未回复：请立即回复或致电', 'A question or complaint was not answered in time: answer it now, or call'],
  'undelivered-after-end': ['周期结束后仍有消息未送达：请电话告知', 'A message of an ended episode was not delivered: tell the patient by phone'],
  unrenderable: ['消息无法生成：请检查服务包文本', 'A message cannot be written: look at the package’s texts'],
  'vendor-id-reused': ['服务商重复使用了消息编号：请核对清单', 'A vendor gave two messages one id: compare the lists'],
  credentials: ['服务商拒绝所有消息：请更新密钥', 'A vendor refuses every message: renew the credentials'],
  balance: ['服务商拒绝所有消息：余额不足', 'A vendor refuses every message: the balance is used up'],
  'refund-mismatch': ['退款金额与申请不符：请核对', 'Another amount was given back than asked for'],
  'refund-failed': ['退款失败：请重试或到窗口退款', 'A refund failed: try again, or pay it out at the desk'],
  'payment-mismatch': ['付款金额与订单不符：请退回', 'What was paid does not fit the order: give it back'],
  'paid-after-cancel': ['订单取消后才付款：请启动或退款', 'An order was paid after it was cancelled: launch or refund'],
  'paid-twice': ['订单重复付款：请退款', 'An order was paid twice: refund'],
  'payment-unknown': ['付款结果未知：请到服务商处查看', 'Nobody knows what became of a payment: look it up'],
  'unknown-payment': ['收到不属于本系统的付款通知', 'A payment notice that belongs to no order here'],
} as const satisfies Catalogue;
