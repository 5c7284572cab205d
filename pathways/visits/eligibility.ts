/** Whether a person may deliver a visit at all: profession, skill, certificate, years, rank, district. Never whether they are free. */
import type { LocalDate } from '../engine/vocabulary.js';
import { addMonths } from '../time.js';
import { homeVisitNeeds, needOf } from './service-needs.js';
import { titles, type Demand, type Person } from './staff.js';

export const unfitReasons = ['profession', 'skill', 'certificate', 'certificate-expired', 'practice-years', 'title', 'district'] as const;
export type Unfit = (typeof unfitReasons)[number];

/** Reasons that nobody may override by hand: the person is not qualified. A district is a wish, not a qualification. */
export const isQualification = (reason: string): boolean => reason !== 'district' && unfitReasons.some((known) => known === reason);

type Wanted = Pick<Demand, 'service' | 'who' | 'mode' | 'at'>;

/** Every reason why not, [] when eligible. `on` is the visit's local date: certificates and years count on that day. */
export function unfitFor(person: Person, wanted: Wanted, on: LocalDate): Unfit[] {
  const need = needOf(wanted.service);
  const unfit: Unfit[] = [];
  if (!person.professions.includes(wanted.who)) unfit.push('profession');
  if (need.skills.length > 0 && !need.skills.some((skill) => person.skills.includes(skill))) unfit.push('skill');
  for (const kind of need.certificates) {
    const held = person.certificates.filter((certificate) => certificate.kind === kind);
    if (held.length === 0) unfit.push('certificate');
    else if (!held.some(({ issuedOn, validUntil }) => (issuedOn === null || issuedOn <= on) && (validUntil === null || validUntil >= on))) unfit.push('certificate-expired');
  }
  if (wanted.mode === 'home') unfit.push(...unfitForHomes(person, wanted, on));
  return unfit;
}

function unfitForHomes(person: Person, { who, at }: Wanted, on: LocalDate): Unfit[] {
  const unfit: Unfit[] = [];
  const rule = homeVisitNeeds[who];
  if (rule) {
    if (person.practiceSince === null || addMonths(person.practiceSince, rule.practiceYears * 12) > on) unfit.push('practice-years');
    if (titles.indexOf(person.title) < titles.indexOf(rule.title)) unfit.push('title');
  }
  // Where nobody recorded the district, distance must not hide the only person who could go.
  if (at.district !== null && !person.districts.includes(at.district)) unfit.push('district');
  return unfit;
}
