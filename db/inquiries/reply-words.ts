/** What a text says about an answered question: that there is an answer and where it is, never what about. */
import type { Wording } from '../../messages/render.js';

/** Vendors that want registered templates know this key (channels/README.md). */
export const replyKeys = { patient: 'inquiry.replied', family: 'inquiry.replied.family' } as const;

export const replyWording: Readonly<Record<'zh-CN' | 'en', Wording>> = {
  'zh-CN': {
    'inquiry.replied': '{surname}您好，您的留言医院已回复，请在{entry}查看。急事请致电{phone}。',
    'inquiry.replied.family': '您好，您的留言医院已回复，请在{entry}查看。急事请致电{phone}。',
  },
  en: {
    'inquiry.replied': 'Hello {surname}, the hospital has answered your message: please see {entry}. If urgent, call {phone}.',
    'inquiry.replied.family': 'Hello, the hospital has answered your message: please see {entry}. If urgent, call {phone}.',
  },
};

/** For whoever is on duty, in both languages, because a task has one text. `why`: a word of the ledger. */
export const callInstead = (why: string): string =>
  `患者或家属的留言已回复，但短信未能送达（${why}）：请致电告知并当面答复。\nA message was answered, but the notice did not reach the person (${why}): please call and tell them.`;
