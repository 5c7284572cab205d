/**
 * WeChat's errcodes as data. Sources: "Send a subscription notification" and "Send template messages" of the service-account docs,
 * the global return codes; 43101/43116/43117/40241 also as reported in the vendor's forum.
 */
import { type CodeEffect, type CodeTable, hours, minutes } from '../code-table.js';

const recipient = (reason: 'opted-out' | 'no-address' | 'blocked' | 'other', source: string): CodeEffect => ({
  then: 'rejected', reason, scope: 'recipient', source,
});
const account = (reason: 'credentials' | 'balance' | 'other', source: string): CodeEffect => ({ then: 'rejected', reason, scope: 'account', source });
const content = (source: string): CodeEffect => ({ then: 'rejected', reason: 'content', scope: 'content', source });
const throttled = (retryAfterMs: number, source: string): CodeEffect => ({ then: 'throttled', retryAfterMs, source });

/** The token was not good: nothing was taken, and the next send gets a fresh one. */
export const tokenRefusals: ReadonlySet<string> = new Set(['40001', '40014', '41001', '42001']);

export const wechatCodes: CodeTable = {
  '-1': { then: 'ambiguous', source: 'System busy: the platform does not say whether it acted' },
  '40003': recipient('no-address', 'Openid invalid'),
  '40013': account('credentials', 'App id invalid'),
  '40037': content('Template id invalid'),
  '40125': account('credentials', 'Secret invalid'),
  '40164': account('credentials', 'Calling address is not on the white list'),
  '40165': content('Mini-program page path invalid'),
  '40241': { then: 'ambiguous', source: 'Duplicate within 60 seconds: the earlier one may have been ours' },
  '41030': content('Page path invalid'),
  '43004': recipient('opted-out', 'Does not follow the account'),
  // Says nothing about the openid: another notice, or the template message, may still reach her.
  '43101': recipient('blocked', 'Refuses this notice, or has no subscription left'),
  '43107': account('other', 'Subscription notices are banned for the account'),
  '43116': content('Template is banned'),
  '43117': throttled(minutes(1), 'Too often for this openid'),
  '45009': throttled(hours(6), 'Daily quota used up; it resets at midnight'),
  '45011': throttled(minutes(1), 'Calls too frequent'),
  '47001': content('Body is not the JSON that was expected'),
  '47003': content('A field value is empty or breaks its field’s rule'),
  '48001': account('other', 'API not granted to this account'),
  '48004': account('other', 'API banned for this account'),
  '50002': account('other', 'Account frozen'),
};

export const unknownWechatCode: CodeEffect = recipient('other', 'Unknown errcode: not taken, next channel');
