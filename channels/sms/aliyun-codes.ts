/**
 * Aliyun SMS codes as data. Sources: "API error codes" (help.aliyun.com/document_detail/101346.html and its older 55284/73694 editions)
 * for answers of SendSms; carrier report codes as the SmsReport page lists them.
 */
import { type CodeEffect, type CodeTable, hours, minutes } from '../code-table.js';

const recipient = (reason: 'opted-out' | 'no-address' | 'blocked' | 'other', source: string): CodeEffect => ({
  then: 'rejected', reason, scope: 'recipient', source,
});
const account = (reason: 'credentials' | 'balance' | 'other', source: string): CodeEffect => ({ then: 'rejected', reason, scope: 'account', source });
const content = (source: string): CodeEffect => ({ then: 'rejected', reason: 'content', scope: 'content', source });
const throttled = (retryAfterMs: number, source: string): CodeEffect => ({ then: 'throttled', retryAfterMs, source });

export const aliyunCodes: CodeTable = {
  // Number
  'isv.MOBILE_NUMBER_ILLEGAL': recipient('no-address', 'Number has a wrong format'),
  'isv.PHONE_NUMBER_ILLEGAL': recipient('no-address', 'Number has a wrong format (international)'),
  'isv.MOBILE_COUNT_OVER_LIMIT': recipient('other', 'Too many numbers'),
  'isv.DENY_IP_RANGE': account('credentials', 'Calling address is not on the white list'),
  'isv.BLACK_LIST': recipient('opted-out', 'Number is on the opt-out list of the platform'),
  // Wording and template
  'isv.SMS_TEMPLATE_ILLEGAL': content('Template unknown or not approved'),
  'isv.SMS_SIGNATURE_ILLEGAL': content('Signature unknown or not approved'),
  'isv.SMS_SIGN_ILLEGAL': content('Signature not allowed'),
  'isv.SIGN_NAME_ILLEGAL': content('Signature name not allowed'),
  'isv.TEMPLATE_MISSING_PARAMETERS': content('A template variable has no value'),
  'isv.TEMPLATE_PARAMS_ILLEGAL': content('A template variable has a value of the wrong kind'),
  'isv.INVALID_JSON_PARAM': content('Template values are not a JSON object of strings'),
  'isv.INVALID_PARAMETERS': content('A parameter has a wrong value'),
  'isv.PARAM_LENGTH_LIMIT': content('A template variable is too long'),
  'isv.PARAM_NOT_SUPPORT_URL': content('A template variable contains a link'),
  'isv.BLACK_KEY_CONTROL_LIMIT': content('A template variable contains a banned word'),
  'isv.SMS_CONTENT_ILLEGAL': content('Wording contains banned content'),
  'isv.EXTEND_CODE_ERROR': content('Extension code is used by another signature'),
  // Account
  'isv.AMOUNT_NOT_ENOUGH': account('balance', 'Balance too low'),
  'isv.OUT_OF_SERVICE': account('balance', 'Stopped for lack of payment'),
  'isv.PRODUCT_UN_SUBSCRIPT': account('other', 'Product not activated'),
  'isv.PRODUCT_UNSUBSCRIBE': account('other', 'Product not activated'),
  'isv.ACCOUNT_NOT_EXISTS': account('credentials', 'Account does not exist'),
  'isv.ACCOUNT_ABNORMAL': account('credentials', 'Account is blocked'),
  'isv.DOMESTIC_NUMBER_NOT_SUPPORTED': content('International template used for a domestic number'),
  'isp.RAM_PERMISSION_DENY': account('credentials', 'Key lacks the permission'),
  'InvalidAccessKeyId.NotFound': account('credentials', 'Access key unknown'),
  'InvalidAccessKeyId.Inactive': account('credentials', 'Access key disabled'),
  SignatureDoesNotMatch: account('credentials', 'Secret is wrong'),
  'Forbidden.RAM': account('credentials', 'Key lacks the permission'),
  // Pace
  'isv.BUSINESS_LIMIT_CONTROL': throttled(hours(1), 'Per number: 1 a minute, 5 an hour, 10 a day for codes; 50 a day for notices'),
  'isv.DAY_LIMIT_CONTROL': throttled(hours(12), 'The account reached its own daily limit'),
  'isv.SMS_OVER_LIMIT': throttled(hours(1), 'Pieces of the account are used up for now'),
  'Throttling.User': throttled(1_000, 'Too many calls a second'),
  'Throttling.Api': throttled(1_000, 'Too many calls a second'),
  Throttling: throttled(1_000, 'Too many calls a second'),
  // The platform does not know either
  'isp.SYSTEM_ERROR': { then: 'ambiguous', source: 'System error: the platform does not say whether it took the message' },
  'isp.GATEWAY_ERROR': { then: 'ambiguous', source: 'Gateway error' },
  'isp.UNKNOWN': { then: 'ambiguous', source: 'Unknown error' },
  // Carrier reports (receipts)
  MOBILE_NOT_ON_SERVICE: recipient('no-address', 'Number is out of service'),
  MOBILE_SEND_LIMIT: throttled(hours(1), 'Carrier limit for this number'),
  MOBILE_ACCOUNT_ABNORMAL: recipient('blocked', 'Number has no service now (arrears)'),
  MOBILE_IN_BLACK: recipient('opted-out', 'Number is on the carrier’s or the opt-out list'),
  MOBLLE_TERMINAL_ERROR: throttled(minutes(30), 'Handset cannot receive now (spelled so by the vendor)'),
  CONTENT_KEYWORD: content('Carrier stopped a keyword'),
  INVALID_NUMBER: recipient('no-address', 'Number does not exist'),
  CONTENT_ERROR: content('Carrier refused the wording'),
  REQUEST_SUCCESS: { then: 'ambiguous', source: 'Submitted, no report of the carrier' },
  USER_REJECT: recipient('opted-out', 'Recipient refuses'),
};

/** `isv.*`: refused because of what we sent. Anything else unknown is the platform's own trouble. */
export function aliyunEffect(code: string): CodeEffect {
  const known = aliyunCodes[code];
  if (known) return known;
  if (code.startsWith('Throttling')) return throttled(1_000, 'Throttling of a kind that the table does not know');
  if (code.startsWith('isp.')) return { then: 'ambiguous', source: 'Unknown platform error' };
  return recipient('other', 'Unknown refusal: permanent, next channel');
}
