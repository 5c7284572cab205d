/**
 * The visits of one nurse or therapist, in the order of the round: what her phone shows. The address is opened for the assigned person alone,
 * from the day before the visit until it is over.
 */
import type { Crypt } from '../../messages/crypt.js';
import type { Consents } from '../../pathways/patient/facts.js';
import type { Instant, LocalDate } from '../../pathways/engine/vocabulary.js';
import { wholeName } from '../../pathways/people/whole-name.js';
import { addDays, daysBetween, fromMs, localDateOf, toMs } from '../../pathways/time.js';
import { baseOf } from '../../pathways/visits/cost.js';
import { needsTwoPeople, type RiskLevel } from '../../pathways/visits/risk.js';
import { nowhere, type Place } from '../../pathways/visits/staff.js';
import { travelMinutes } from '../../pathways/visits/travel.js';
import { episodeTime, wallTimeOf } from '../../workflows/episode-clock.js';
import type { EpisodeClock } from '../../workflows/contract.js';
import type { Sql } from '../client.js';
import { planOf } from '../plans.js';
import { peopleOf } from '../visits/people.js';
import { openPlace, type SealedPlace } from '../visits/places.js';
import { placeFor } from '../visits/demands.js';
import { surroundingsOf } from '../visits/surroundings.js';

/** `later`: recorded, opened from the day before the visit; `over`: closed with the visit; `not-needed`: nobody goes to the patient's home. */
export const addressStates = ['shown', 'later', 'not-recorded', 'over', 'not-needed'] as const;
export type AddressState = (typeof addressStates)[number];

export type MyVisit = {
  occurrence: string; episodeId: string; patientId: string; step: string; n: number; label: string; service: string; place: 'home' | 'online' | 'clinic'; packageId: string; status: string;
  day: LocalDate; isToday: boolean; from: Instant; until: Instant; fromWall: Instant; untilWall: Instant; episodeNow: Instant;
  patient: { displayName: string; age: number | null }; phones: { owner: string; relation: string | null; value: string }[]; /** A family number is recorded and not shown: the patient did not agree that the family is called. */ familyWithheld: boolean;
  district: string | null; /** As the hospital calls it. */ districtName: string | null; address: string | null; /** Why there is an address, or why not. */ addressState: AddressState; accessNote: string | null; location: { lat: number; lng: number } | null;
  /** `yours` false: shown to somebody who may stand in. */ assignment: { state: string; offerId: string; madeBy: 'offer' | 'hand'; accountId: string; displayName: string; yours: boolean }; routeOrder: number; /** null: not known, because one of the two places is not recorded. */ travelMinutes: number | null; /** To photos and clips. */ photosAgreed: boolean;
  materials: string[]; sop: string[]; record: string[]; risk: { level: RiskLevel; at: Instant } | null; twoPeople: boolean;
  redemption: { how: string; at: Instant } | null; checkedInAt: Instant | null; waitlist: boolean;
};

type Row = SealedPlace & {
  districtName: string | null;
  occurrence: string; episodeId: string; step: string; n: number; status: string; packageId: string; planVersion: number; planHash: string; clock: EpisodeClock; slotFrom: Instant; slotUntil: Instant; service: string; mode: MyVisit['place'];
  state: string; offerId: string; madeBy: 'offer' | 'hand'; accountId: string; goer: string; familyName: string; givenName: string; birthDate: LocalDate | null; phones: MyVisit['phones']; consents: Partial<Consents>; riskLevel: RiskLevel | null; riskAt: Instant | null; redeemedHow: string | null; redeemedAt: Instant | null; checkedInAt: Instant | null; waitlist: boolean;
};

export type MyVisitsQuery = { hospitalId: string; accountId: string; language: string; now: number; /** Local day of the slot. */ day?: LocalDate | undefined; occurrence?: string | undefined; /** Also a colleague's visit, asked for by its id. */ standIn?: boolean };

/** How many days beside today are shown when no day is asked for. */
const daysAhead = 6;
/** A completed visit without redemption is shown so long (C); then the case manager's list of unredeemed visits has it. */
const daysToRedeem = 7;
const ended = ['completed', 'failed', 'cancelled'];

export async function myVisits(sql: Sql, crypt: Crypt, query: MyVisitsQuery): Promise<MyVisit[]> {
  const { hospitalId, accountId, day, occurrence, now } = query;
  const around = await surroundingsOf(sql, hospitalId);
  const rows = await sql<Row[]>`
    select f.occurrence, f.episode_id, o.step, o.n, o.status, e.plan_id as package_id, e.plan_version, e.plan_hash, e.clock, f.slot_from, f.slot_until, a.service, a.mode, a.state, f.id as offer_id, f.made_by, f.account_id, g.display_name as goer,
      f.patient_id, p.family_name, p.given_name, p.birth_date, p.consents, l.district, coalesce(d.name, l.district) as district_name, l.address_enc, l.access_note_enc, l.lat, l.lng,
      coalesce((select jsonb_agg(jsonb_build_object('owner', c.owner, 'relation', c.relation, 'value', c.value) order by c.position)
        from contact c where c.patient_id = f.patient_id and c.kind in ('mobile', 'landline') and c.quarantined_at is null), '[]') as phones,
      r.level as risk_level, r.screened_at as risk_at, x.how as redeemed_how, x.redeemed_at,
      (select max(t.at) from timeline t where t.episode_id = f.episode_id and t.occurrence = f.occurrence and t.type = 'VisitCheckedIn') as checked_in_at,
      exists (select 1 from waitlist w where w.occurrence = f.occurrence and w.state in ('waiting', 'offered')) as waitlist
    from visit_offer f join visit_assignment a on a.occurrence = f.occurrence join occurrence o on o.id = f.occurrence join episode e on e.id = f.episode_id join patient p on p.id = f.patient_id join account g on g.id = f.account_id
      left join visit_place l on l.patient_id = f.patient_id left join district d on d.hospital_id = f.hospital_id and d.code = l.district left join redemption x on x.occurrence = f.occurrence
      left join lateral (select level, screened_at from visit_risk where occurrence = f.occurrence order by screened_at desc limit 1) r on true
    where f.hospital_id = ${hospitalId} ${occurrence !== undefined && query.standIn === true ? sql`` : sql`and f.account_id = ${accountId}`} and f.state = 'accepted' ${occurrence === undefined ? sql`` : sql`and f.occurrence = ${occurrence}`}
    order by f.slot_from, f.occurrence`;
  const shown = rows.filter((row) => {
    const on = localDateOf(row.slotFrom, around.zone);
    if (occurrence !== undefined) return true;
    if (day !== undefined) return on === day;
    const ahead = daysBetween(localDateOf(episodeTime(row.clock, now), around.zone), on);
    // What is under way stays in sight, however late it got; so does what was done and still has to be redeemed.
    const unredeemed = row.status === 'completed' && row.redeemedHow === null && ahead >= -daysToRedeem;
    return (ahead >= 0 && ahead <= daysAhead) || row.status === 'checked-in' || unredeemed;
  });
  const [person] = await peopleOf(sql, hospitalId, accountId);
  const before = new Map<string, { place: Place; count: number }>();
  const visits: MyVisit[] = [];
  for (const row of shown) {
    const on = localDateOf(row.slotFrom, around.zone);
    const at = placeFor(row.mode, row);
    const last = before.get(on) ?? { place: person ? baseOf(person) : nowhere, count: 0 };
    visits.push({ ...(await toVisit(sql, crypt, row, query, around.zone)), routeOrder: last.count + 1, travelMinutes: isKnown(last.place) && isKnown(at) ? travelMinutes(last.place, at, around.map, around.settings) : null });
    before.set(on, { place: row.mode === 'home' ? at : last.place, count: last.count + 1 }); // an unrecorded home leaves the way onwards unknown too
  }
  return visits;
}

const isKnown = ({ district, lat }: Place): boolean => district !== null || lat !== null;

async function toVisit(sql: Sql, crypt: Crypt, row: Row, { hospitalId, accountId, language, now }: MyVisitsQuery, zone: string): Promise<Omit<MyVisit, 'routeOrder' | 'travelMinutes'>> {
  const { plan, texts } = await planOf(sql, hospitalId, { id: row.packageId, version: row.planVersion, hash: row.planHash });
  const say = (key: string): string => texts[language]?.[key] ?? texts['zh-CN']?.[key] ?? key;
  const step = plan.steps.find(({ id }) => id === row.step);
  const visit = step?.kind === 'visit' ? step : null;
  const episodeNow = episodeTime(row.clock, now);
  const day = localDateOf(row.slotFrom, zone);
  const today = localDateOf(episodeNow, zone);
  const over = ended.includes(row.status);
  const maySee = !over && today >= addDays(day, -1);
  const addressState: AddressState = row.mode !== 'home' ? 'not-needed' : row.addressEnc === null ? 'not-recorded' : over ? 'over' : maySee ? 'shown' : 'later';
  const mayCall = ({ owner }: { owner: string }): boolean => owner !== 'family' || row.consents.family === true;
  const place = maySee && row.mode === 'home' ? openPlace(crypt, row) : { address: null, accessNote: null };
  return {
    occurrence: row.occurrence, episodeId: row.episodeId, patientId: row.patientId, step: row.step, n: row.n, label: visit ? say(visit.label) : row.step, service: row.service, place: row.mode, packageId: row.packageId, status: row.status,
    day, isToday: day === today, from: row.slotFrom, until: row.slotUntil, fromWall: fromMs(wallTimeOf(row.clock, row.slotFrom)), untilWall: fromMs(wallTimeOf(row.clock, row.slotUntil)), episodeNow,
    patient: { displayName: wholeName(row), age: ageOn(row.birthDate, today) }, phones: maySee ? row.phones.filter(mayCall) : [], familyWithheld: maySee && !row.phones.every(mayCall), photosAgreed: row.consents.photos === true,
    district: row.district, districtName: row.districtName, ...place, addressState, location: maySee && row.lat !== null && row.lng !== null ? { lat: row.lat, lng: row.lng } : null,
    assignment: { state: row.state, offerId: row.offerId, madeBy: row.madeBy, accountId: row.accountId, displayName: row.goer, yours: row.accountId === accountId },
    materials: visit?.materials.map(say) ?? [], sop: visit?.sop.map(say) ?? [], record: visit?.record ?? [],
    risk: row.riskLevel === null || row.riskAt === null ? null : { level: row.riskLevel, at: row.riskAt }, twoPeople: row.riskLevel !== null && needsTwoPeople(row.riskLevel),
    redemption: row.redeemedHow === null || row.redeemedAt === null ? null : { how: row.redeemedHow, at: row.redeemedAt }, checkedInAt: row.checkedInAt, waitlist: row.waitlist,
  };
}

/** Whole years; null when the birth date is unknown. */
export function ageOn(birthDate: LocalDate | null, today: LocalDate): number | null {
  if (birthDate === null) return null;
  return Number(today.slice(0, 4)) - Number(birthDate.slice(0, 4)) - (today.slice(5) < birthDate.slice(5) ? 1 : 0);
}

export type MyOffer = {
  offerId: string; occurrence: string; episodeId: string; step: string; n: number; label: string; service: string; place: MyVisit['place']; district: string | null; districtName: string | null; from: Instant; until: Instant; fromWall: Instant;
  /** Wall time; `expiresCare`: what the patient's care clock shows then. */ expiresAt: Instant; expiresCare: Instant; cost: { travelMinutes?: number; load?: number; continuity?: number; total?: number }; patient: { displayName: string; age: number | null }; state: 'offered';
};

type OfferRow = { offerId: string; occurrence: string; episodeId: string; step: string; n: number; planId: string; planVersion: number; planHash: string; clock: EpisodeClock; service: string; mode: MyVisit['place']; district: string | null; districtName: string | null; slotFrom: Instant; slotUntil: Instant; expiresAt: Instant; cost: MyOffer['cost']; familyName: string; givenName: string; birthDate: LocalDate | null };

/** Open offers of one person, the first to run out first. No address before a yes. */
export async function myOffers(sql: Sql, { hospitalId, accountId, language, now }: { hospitalId: string; accountId: string; language: string; now: number }): Promise<MyOffer[]> {
  const { zone } = await surroundingsOf(sql, hospitalId);
  const rows = await sql<OfferRow[]>`
    select f.id as offer_id, f.occurrence, f.episode_id, o.step, o.n, e.plan_id, e.plan_version, e.plan_hash, e.clock, a.service, a.mode, l.district, coalesce(d.name, l.district) as district_name, f.slot_from, f.slot_until, f.expires_at, f.cost, p.family_name, p.given_name, p.birth_date
    from visit_offer f join visit_assignment a on a.occurrence = f.occurrence join occurrence o on o.id = f.occurrence join episode e on e.id = f.episode_id join patient p on p.id = f.patient_id left join visit_place l on l.patient_id = f.patient_id left join district d on d.hospital_id = f.hospital_id and d.code = l.district
    where f.hospital_id = ${hospitalId} and f.account_id = ${accountId} and f.state = 'offered' and f.expires_at > now() order by f.expires_at, f.id`;
  return Promise.all(rows.map(async (row) => {
    const { plan, texts } = await planOf(sql, hospitalId, { id: row.planId, version: row.planVersion, hash: row.planHash });
    const label = plan.steps.find(({ id }) => id === row.step)?.label ?? row.step;
    return {
      offerId: row.offerId, occurrence: row.occurrence, episodeId: row.episodeId, step: row.step, n: row.n, label: texts[language]?.[label] ?? texts['zh-CN']?.[label] ?? label, service: row.service, place: row.mode, district: row.district, districtName: row.districtName,
      from: row.slotFrom, until: row.slotUntil, fromWall: fromMs(wallTimeOf(row.clock, row.slotFrom)), expiresAt: row.expiresAt, expiresCare: episodeTime(row.clock, toMs(row.expiresAt)), cost: row.cost,
      patient: { displayName: wholeName(row), age: ageOn(row.birthDate, localDateOf(episodeTime(row.clock, now), zone)) }, state: 'offered' as const,
    };
  }));
}
