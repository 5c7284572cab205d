/** What a person wrote back, from whichever provider it came. */

export type InboundText = {
  provider: string;
  /** E.164 number or openid of whoever wrote. */
  from: string;
  /** Which of our numbers or accounts it was sent to. */
  to: string;
  text: string;
  /** What came that is no text (pictures, speech, a place), in a sentence that says where to look at it. */
  enclosed?: string;
  /** The vendor's time, ISO. */
  at: string;
  /** One per message, whatever the number of deliveries: unique with `provider`. */
  dedupeKey: string;
  /** What the text means for consent; null: an ordinary text. */
  consent: 'opt-out' | 'opt-in' | null;
};
