/**
 * What is given back, by the stage of the visit: unbooked all, booked all but the late-cancellation share inside the hospital's hours, checked in
 * and stopped all (nobody pays for a visit that did not take place), redeemed nothing. Death, withdrawal and the hospital's own failure never
 * cost a fee: every unit not used, and every day not run of a course without units, is given back (pro rata).
 */
import type { Balance } from './ledger.js';
import { portion, type Fen } from './money.js';

export const refundReasons = ['patient-request', 'died', 'withdrawn', 'unsafe-home', 'service-failure'] as const;
export type RefundReason = (typeof refundReasons)[number];

export const refundStages = ['not-launched', 'unbooked', 'checked-in', 'booked', 'booked-late', 'course', 'awaiting-redemption', 'embedded', 'used', 'expired', 'refunded'] as const;
/** `awaiting-redemption`: the visit took place and nobody has redeemed it yet. `course`: the days of a package that sells no units. `embedded`: a package that was started for it runs. */
export type RefundStage = (typeof refundStages)[number];

/** A unit that is reserved: its visit and how far that is, `hoursBefore` its slot (null: no slot); or the package that runs for it. */
export type HeldUnit = { occurrence: string; visit: 'booked' | 'checked-in' | 'completed'; hoursBefore: number | null } | { embedded: string };

export type RefundLine = {
  lineId: string;
  /** null: the course itself. */
  service: string | null;
  units: number;
  amount: Fen;
  /** Of this line so far. */
  refundedUnits: number;
  /** The ledger of the episode and service; null: not launched yet. */
  balance: Balance | null;
  held: HeldUnit[];
  /** Days of the course, for a line without service. */
  days: { total: number; run: number };
};

export type RefundPolicy = { lateCancellationHours: number; lateCancellationPercent: number };
export type RefundPart = { lineId: string; service: string | null; stage: RefundStage; units: number; occurrence: string | null; fee: Fen; amount: Fen; refundable: boolean };

/** The k-th unit's price is share(k) - share(k-1), so that the units of a line add up to its amount. */
const share = ({ amount, units }: RefundLine, k: number): Fen => portion(amount, k, units);

const stageOf = (unit: HeldUnit, { lateCancellationHours }: RefundPolicy): RefundStage => {
  if ('embedded' in unit) return 'embedded';
  if (unit.visit === 'completed') return 'awaiting-redemption';
  if (unit.visit === 'checked-in') return 'checked-in';
  return unit.hoursBefore !== null && unit.hoursBefore < lateCancellationHours ? 'booked-late' : 'booked';
};

/** Every unit of a line, those that may be given back first and in the order in which they are. */
export function refundParts(line: RefundLine, reason: RefundReason, policy: RefundPolicy): RefundPart[] {
  const part = (stage: RefundStage, units: number, more: Partial<RefundPart> = {}): RefundPart =>
    ({ lineId: line.lineId, service: line.service, stage, units, occurrence: null, fee: 0, amount: 0, refundable: false, ...more });
  const open = line.units - line.refundedUnits;
  const refunded = line.refundedUnits > 0 ? [part('refunded', line.refundedUnits)] : [];
  if (open === 0) return refunded;
  const { balance } = line;
  if (!balance) return [part('not-launched', open, { amount: line.amount - share(line, line.refundedUnits), refundable: true }), ...refunded];
  if (line.service === null) {
    const amount = portion(line.amount, Math.max(0, line.days.total - line.days.run), line.days.total);
    return [part('course', 1, { amount, refundable: amount > 0 }), ...refunded];
  }

  const parts: RefundPart[] = [];
  let given = line.refundedUnits;
  const give = (stage: RefundStage, units: number, occurrence: string | null): void => {
    if (units < 1) return;
    const value = share(line, given + units) - share(line, given);
    const fee = stage === 'booked-late' && reason === 'patient-request' ? portion(value, policy.lateCancellationPercent, 100) : 0;
    parts.push(part(stage, units, { occurrence, fee, amount: value - fee, refundable: true }));
    given += units;
  };
  give('unbooked', Math.min(balance.remaining, open), null);
  const held = line.held.map((unit) => ({ unit, stage: stageOf(unit, policy) }));
  for (const wanted of ['checked-in', 'booked', 'booked-late'] as const) {
    for (const { unit } of held.filter(({ stage }) => stage === wanted)) if (given < line.units && 'occurrence' in unit) give(wanted, 1, unit.occurrence);
  }
  const waiting = held.flatMap(({ unit, stage }) => ('embedded' in unit ? [part('embedded', 1)] : stage === 'awaiting-redemption' ? [part('awaiting-redemption', 1, { occurrence: unit.occurrence })] : []));
  return [...parts, ...waiting, ...(balance.used > 0 ? [part('used', balance.used)] : []), ...(balance.expired > 0 ? [part('expired', balance.expired)] : []), ...refunded];
}

/** The first `units` of what may be given back; an `unbooked` part is cut. Fewer come back when there are not so many. */
export function firstUnits(parts: readonly RefundPart[], units: number, line: RefundLine): RefundPart[] {
  const chosen: RefundPart[] = [];
  let left = units;
  let given = line.refundedUnits;
  for (const part of parts.filter(({ refundable }) => refundable)) {
    const taken = Math.min(part.units, left);
    if (taken < 1) break;
    chosen.push(taken === part.units ? part : { ...part, units: taken, amount: share(line, given + taken) - share(line, given) });
    left -= taken;
    given += taken;
  }
  return chosen;
}

export const sumOf = (parts: readonly RefundPart[]): Fen => parts.reduce((sum, { amount, refundable }) => sum + (refundable ? amount : 0), 0);
