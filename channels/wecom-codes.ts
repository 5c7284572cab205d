/** WeCom's errcodes as data. Source: developer.work.weixin.qq.com, "global error codes" (90313) and "send application messages" (90236). */
import { type CodeEffect, type CodeTable, hours, minutes } from './code-table.js';

const recipient = (reason: 'no-address' | 'blocked' | 'other', source: string): CodeEffect => ({ then: 'rejected', reason, scope: 'recipient', source });
const account = (reason: 'credentials' | 'other', source: string): CodeEffect => ({ then: 'rejected', reason, scope: 'account', source });
const content = (source: string): CodeEffect => ({ then: 'rejected', reason: 'content', scope: 'content', source });
const throttled = (retryAfterMs: number, source: string): CodeEffect => ({ then: 'throttled', retryAfterMs, source });

export const wecomCodes: CodeTable = {
  '-1': { then: 'ambiguous', source: 'System busy: the platform does not say whether it acted' },
  '40001': account('credentials', 'Secret invalid'),
  '40013': account('credentials', 'Corp id invalid'),
  '40031': recipient('no-address', 'User list invalid'),
  '40056': account('other', 'Agent id invalid'),
  '40058': content('A parameter has a wrong value'),
  '41004': account('credentials', 'Secret missing'),
  '44004': content('Text is empty'),
  '45002': content('Text is longer than 2048 bytes'),
  '45009': throttled(minutes(1), 'Calls too frequent'),
  '45033': throttled(1_000, 'Too many calls at the same time'),
  '45047': throttled(hours(1), 'Per-member or daily quota of the application used up'),
  '46003': recipient('no-address', 'Member does not exist'),
  '60011': account('other', 'Application may not see this member'),
  '60020': account('credentials', 'Calling address is not trusted'),
  '60111': recipient('no-address', 'User id does not exist'),
  '81013': recipient('no-address', 'Nobody of the recipients may be reached by this application'),
  '86004': account('other', 'Application has no permission'),
  '301002': account('other', 'Not allowed for this application'),
};

export const unknownWecomCode: CodeEffect = recipient('other', 'Unknown errcode: not taken, next channel');
