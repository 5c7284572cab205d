/** Who may be sent: what the service loop knows of a person, a place, and time already taken. Plain data; all dates in the hospital's zone. */
import type { Instant, LocalDate, LocalTime } from '../engine/vocabulary.js';

/** Lowest first: 士级, 师级, 主管 (中级), 副主任, 主任; the same ladder for nurses and therapists. */
export const titles = ['junior', 'senior', 'supervisor', 'associate-chief', 'chief'] as const;
export type Title = (typeof titles)[number];

export const certificateKinds = ['picc', 'wound', 'stoma', 'rehab'] as const;
export type CertificateKind = (typeof certificateKinds)[number];
/** `validUntil` is the last valid day; null: it does not expire. `issuedOn` null: nobody recorded it. */
export type Certificate = { kind: CertificateKind; number: string; issuedOn: LocalDate | null; validUntil: LocalDate | null };

/** Who a visit is for, as the pathway says (`VisitStep.who`); an account's roles say which of them a person is. */
export const professions = ['nurse', 'therapist', 'doctor'] as const;
export type Profession = (typeof professions)[number];

/** 1 Monday ... 7 Sunday. */
export type Hours = { weekday: number; from: LocalTime; until: LocalTime };

export type Person = {
  accountId: string;
  professions: Profession[];
  title: Title;
  practiceSince: LocalDate | null;
  skills: string[];
  certificates: Certificate[];
  districts: string[];
  /** Visits a day at most. */
  dailyLoad: number;
  baseDistrict: string | null;
  hours: Hours[];
  /** Both days included. */
  leave: { from: LocalDate; until: LocalDate }[];
};

/** Where a visit is; `district` null: not recorded, or online. */
export type Place = { district: string | null; lat: number | null; lng: number | null };
export const nowhere: Place = { district: null, lat: null, lng: null };

/** Time of a person that is taken: an accepted visit, or one that is offered and not yet answered. */
export type Engagement = { accountId: string; occurrence: string; from: Instant; until: Instant; at: Place };

/** A visit that needs a person. */
export type Demand = {
  occurrence: string;
  service: string;
  who: Profession;
  mode: 'home' | 'online' | 'clinic';
  at: Place;
  from: Instant;
  until: Instant;
  /** Have said no to this visit at this time, or let the offer pass. */
  refusedBy: string[];
  /** Asked for by whoever booked: offered first. */
  wished: string | null;
  /** Went to this patient before, in the same episode. */
  known: string[];
};
