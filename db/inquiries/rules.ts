/** One table says what may be done with a question or complaint, by whom: routes enforce it, screens show it before the click. */
export const inquiryKinds = ['question', 'complaint', 'rating'] as const;
/** `rating`: a visit got two stars or fewer; a closed-loop case (闭环整改) like a complaint. */
export type InquiryKind = (typeof inquiryKinds)[number];
export type InquiryState = 'open' | 'investigating' | 'answered' | 'verified' | 'closed';
export const inquiryActs = ['reply', 'note', 'assign', 'investigate', 'verify', 'close'] as const;
export type InquiryAct = (typeof inquiryActs)[number];

export type InquiryFacts = { kind: InquiryKind; state: InquiryState; /** Whom it is about. */ subject: string | null; /** Who wrote the last reply. */ repliedBy: string | null };

const allowedIn: Record<'question' | 'complaint', Record<InquiryAct, readonly InquiryState[]>> = {
  question: { reply: ['open', 'answered'], note: ['open', 'answered'], assign: ['open', 'answered'], investigate: [], verify: [], close: ['answered'] },
  complaint: {
    reply: ['open', 'investigating', 'answered'], note: ['open', 'investigating', 'answered', 'verified'], assign: ['open', 'investigating', 'answered', 'verified'],
    investigate: ['open'], verify: ['answered'], close: ['verified'],
  },
};
const sentences: Record<InquiryAct, string> = {
  reply: 'It is closed; the patient may ask again.',
  note: 'It is closed.',
  assign: 'It is closed.',
  investigate: 'Only a complaint that nobody has taken up is investigated.',
  verify: 'Only a complaint that was answered can be verified: reply to the patient first.',
  close: 'A question is closed once it was answered, a complaint once somebody verified that what was wrong is mended.',
};

/** null: this account may do it. */
export function inquiryRefusal({ kind, state, subject, repliedBy }: InquiryFacts, act: InquiryAct, by: string): { code: string; message: string } | null {
  if (subject === by) return { code: 'about-yourself', message: 'This complaint is about you: somebody else answers, verifies and closes it.' };
  if (!allowedIn[kind === 'question' ? 'question' : 'complaint'][act].includes(state)) return { code: `not-in-${state}`, message: sentences[act] };
  if (act === 'verify' && repliedBy === by) return { code: 'own-answer', message: 'You wrote the answer: a second person verifies that what was wrong is mended.' };
  return null;
}

export const inquiryMay = (facts: InquiryFacts, by: string): InquiryAct[] => inquiryActs.filter((act) => inquiryRefusal(facts, act, by) === null);
