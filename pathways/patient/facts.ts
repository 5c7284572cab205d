/**
 * What the episodes of one patient share: pure functions over these facts decide the daily budget, the same text, the one contact,
 * the one open case, the strictest quiet hours and consents, and death. The claim and intake transactions read the facts from
 * PostgreSQL; the story runner keeps them in memory; both call the same functions (ADR 0003).
 */
import type { ChannelName, EpisodeId, EscalationId, Instant, Level, LocalDate, LocalTime, MessageClass, ObligationId, Recipient, StaffRole } from '../engine/vocabulary.js';

export type Consents = { sms: boolean; photos: boolean; family: boolean; familyDoctor: boolean };

/** A number or address. The value itself never reaches the engine; `id` is opaque. */
export type Contact = {
  id: string;
  owner: 'patient' | 'family';
  kind: 'mobile' | 'landline' | 'wechat' | 'email';
  order: number;
  quarantined: boolean;
};

/** A message that already went out (or is on its way) to this patient's people, any episode, newest last; yesterday's suffice. */
export type Sent = {
  obligation: ObligationId;
  episode: EpisodeId;
  class: MessageClass;
  recipient: Recipient;
  channel: ChannelName;
  /** Text key plus language plus rendered parameters, hashed: "one identical text a day". */
  textHash: string;
  sharedKey: string | null;
  at: Instant;
  /** Went out inside that message's digest: one SMS for all of them. */
  carriedBy?: ObligationId;
};

/** Not closed. */
export type OpenCase = {
  escalation: EscalationId; episode: EpisodeId; level: Level; rules: string[]; prefixes: string[];
  /** Joined to the case of another episode, which acts for both; absent when it acts itself. */
  heldBy?: EscalationId | null;
  /** Its episode is halted and does nothing. */
  standsStill?: boolean;
  /** Rules that its holder's episode has taken from it, into whichever case; absent: none but those of the holder's case. */
  heard?: string[];
  /** A RED or ORANGE that it reported has not reached its holder yet. */
  unheard?: boolean;
  /** Whom it alerts, and whether it is about self-harm, so that nothing is said by text; known only where it is handed to one that may not know its rules. */
  to?: StaffRole[];
  silent?: boolean;
};

/** What a running package of the patient tells her to do: said, still to be said, or not said because of a contradiction. `from`: when the message is due. */
export type Advice = { obligation: ObligationId; episode: EpisodeId; topic: string; value: string; from: Instant };

export type SharedFacts = {
  zone: string;
  language: string;
  dead: boolean;
  optedOut: boolean;
  consents: Consents;
  contacts: Contact[];
  away: { from: LocalDate; until: LocalDate }[];
  /** The strictest of all open episodes' plans. */
  quietHours: { from: LocalTime; to: LocalTime };
  dailySmsCap: number;
  /** The hospital has sent as many SMS today as it may; absent: not yet. */
  spendCapReached?: true;
  sent: Sent[];
  /** Still planned for today in any episode, so that the cap can be kept for the higher class. */
  plannedToday: { obligation: ObligationId; class: MessageClass; recipient: Recipient; dueAt: Instant }[];
  openCases: OpenCase[];
  advice: Advice[];
};
