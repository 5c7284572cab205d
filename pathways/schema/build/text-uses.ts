/** Which text keys a definition uses, where, and over which channels they travel: so that each can be checked once. */
import type { MessageClass } from '../../engine/vocabulary.js';
import type { Place } from '../source/place.js';

export type TextUse = {
  key: string;
  place: Place;
  /** Set when the text can go out as an SMS to patient or family. */
  sms: { class: MessageClass } | null;
  /** Sent to patient or family over any channel, or a question that they may be asked. */
  toPatient: boolean;
};

export type TextUses = {
  /** Shown on a page, a task or an alert: no SMS. */
  shown(key: string, place: Place): void;
  /** The wording of a question, whoever fills the form in. */
  asked(key: string, place: Place): void;
  sent(key: string, place: Place, how: { class: MessageClass; channels: readonly string[] }): void;
  /** What a part uses that turned out to belong to the plan. */
  join(others: TextUses): void;
  all(): TextUse[];
};

export function newTextUses(): TextUses {
  const uses: TextUse[] = [];
  return {
    shown: (key, place) => uses.push({ key, place, sms: null, toPatient: false }),
    asked: (key, place) => uses.push({ key, place, sms: null, toPatient: true }),
    sent: (key, place, { class: messageClass, channels }) => uses.push({ key, place, sms: channels.includes('sms') ? { class: messageClass } : null, toPatient: true }),
    join: (others) => void uses.push(...others.all()),
    all: () => uses,
  };
}
