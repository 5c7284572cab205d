/**
 * The numbers of the service loop that are conventions of ours (source mark C): none of them is a medical fact, and a hospital may change
 * each (`service_setting`). What qualifies a person for a visit is not here but in `service-needs.ts`, with its sources.
 */
import type { LocalTime } from '../engine/vocabulary.js';

export type ServiceSettings = {
  /** Local times at which a visit may begin (C). */
  grid: LocalTime[];
  /** Length of a slot: arrival to departure (C). */
  slotMinutes: number;
  /** How many days ahead slots are shown (C). */
  slotDays: number;
  /** A slot that begins sooner than this is not offered: somebody must still get there (C). Minutes of the episode's clock. */
  noticeMinutes: number;
  /** An offer not answered for so long passes to the next person (C). Wall time. */
  offerMinutes: number;
  /** Staff are asked within these local hours of the wall clock (C): an offer at night would only run out while everybody sleeps. */
  offerHours: { from: LocalTime; until: LocalTime };
  /** A visit that begins within so many wall hours is offered at any hour (C). */
  urgentHours: number;
  /** A patient on the waitlist has this long to take a slot that became free (C). Wall time. */
  waitlistMinutes: number;
  /** When nobody was left to ask, look again after so long (C). Wall time. */
  retryMinutes: number;
  /** Home visits on statutory holidays (C: no; the pathway rolls its dates off them anyway). */
  worksOnHolidays: boolean;
  /** Travel where nothing is recorded: inside a district, and between two (C). */
  sameDistrictMinutes: number;
  otherDistrictMinutes: number;
  /** City traffic by bus or scooter, for great-circle distances (C). */
  kmPerHour: number;
  /** What one more visit on the same day weighs, in minutes of travel: spreads the load (C). */
  loadWeightMinutes: number;
  /** A nurse whom the patient knows from this episode is worth so many minutes of travel (C). */
  continuityMinutes: number;
  /** A visit under way for longer than its slot and this raises the overdue-finish alarm (C). */
  overdueGraceMinutes: number;
  /** Most SMS of the whole hospital on one of its local days, by the wall clock (C): a fault or an attack must not spend without end. Which classes go on beyond it: messagePolicy. */
  smsPerDay: number;
  /** Hours in which an incident report must be closed (C), by kind. */
  incidentHours: { needlestick: number; fall: number; dispute: number; other: number };
};

export const conventions: ServiceSettings = {
  grid: ['08:30', '10:30', '14:00', '16:00'],
  slotMinutes: 60,
  slotDays: 14,
  noticeMinutes: 120,
  offerMinutes: 30,
  offerHours: { from: '07:00', until: '21:00' },
  urgentHours: 12,
  waitlistMinutes: 60,
  retryMinutes: 10,
  worksOnHolidays: false,
  sameDistrictMinutes: 15,
  otherDistrictMinutes: 40,
  kmPerHour: 20,
  loadWeightMinutes: 10,
  continuityMinutes: 15,
  overdueGraceMinutes: 30,
  smsPerDay: 20_000,
  incidentHours: { needlestick: 24, fall: 24, dispute: 72, other: 72 },
};

export const withDefaults = (changed: Partial<ServiceSettings>): ServiceSettings => ({ ...conventions, ...changed });
