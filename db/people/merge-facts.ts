/** What two records of one person say together: the strictest of both, so that a merge never lets a message out that either forbade. */
import type { Consents } from '../../pathways/patient/facts.js';
import type { Instant } from '../../pathways/engine/vocabulary.js';
import { json, type Tx } from '../client.js';

export type Facts = {
  birthDate: string | null;
  sex: string | null;
  zone: string | null;
  flags: Record<string, boolean>;
  consents: Consents;
  /** Kinds that the person withdrew in words that we recorded. */
  withdrawn: string[];
  optedOutAt: Instant | null;
  diedAt: Instant | null;
  away: { from: string; until: string }[];
};

export async function factsOf(tx: Tx, patientId: string): Promise<Facts> {
  const [row] = await tx<Facts[]>`
    select birth_date, sex, zone, flags, consents, opted_out_at, died_at, away,
      array(select kind from (select distinct on (kind) kind, decision from consent_record where patient_id = p.id and kind <> 'service-notice' order by kind, recorded_at desc, id desc) latest
        where decision = 'withdrawn' order by kind) as withdrawn
    from patient p where id = ${patientId}`;
  if (!row) throw new Error(`There is no patient ${patientId}`);
  return row;
}

const recordKind: Record<keyof Consents, string> = { sms: 'sms', photos: 'photos', family: 'family', familyDoctor: 'family-doctor' };
const earliest = (a: Instant | null, b: Instant | null): Instant | null => (a === null ? b : b === null ? a : a < b ? a : b);

/** A consent holds when one record gives it and neither withdrew it; unknown facts of the kept one are filled from the other. */
export function unitedFacts(kept: Facts, merged: Facts): Facts {
  const withdrawn = [...new Set([...kept.withdrawn, ...merged.withdrawn])].sort();
  const consent = (kind: keyof Consents): boolean => !withdrawn.includes(recordKind[kind]) && (kept.consents[kind] || merged.consents[kind]);
  return {
    birthDate: kept.birthDate ?? merged.birthDate,
    sex: kept.sex === null || kept.sex === 'unknown' ? (merged.sex ?? kept.sex) : kept.sex,
    zone: kept.zone ?? merged.zone,
    // A flag that is true in either record stays true: flags only ever make rules more careful.
    flags: Object.fromEntries([...new Set([...Object.keys(merged.flags), ...Object.keys(kept.flags)])].sort().map((flag) => [flag, (kept.flags[flag] ?? false) || (merged.flags[flag] ?? false)])),
    consents: { sms: consent('sms'), photos: consent('photos'), family: consent('family'), familyDoctor: consent('familyDoctor') },
    withdrawn,
    optedOutAt: earliest(kept.optedOutAt, merged.optedOutAt),
    diedAt: earliest(kept.diedAt, merged.diedAt),
    away: [...kept.away, ...merged.away.filter((a) => !kept.away.some((k) => k.from === a.from && k.until === a.until))],
  };
}

export const writeFacts = (tx: Tx, patientId: string, f: Facts): Promise<unknown> =>
  tx`update patient set birth_date = ${f.birthDate}, sex = ${f.sex}, zone = ${f.zone}, flags = ${json(tx, f.flags)}, consents = ${json(tx, f.consents)},
    opted_out_at = ${f.optedOutAt}, died_at = ${f.diedAt}, away = ${json(tx, f.away)} where id = ${patientId}`;

const written = ['birthDate', 'sex', 'zone', 'flags', 'consents', 'optedOutAt', 'diedAt', 'away'] as const;

/** Facts of the kept patient after an undo: what the merge changed goes back, what somebody changed since stays. */
export function restoredFacts(before: Facts, after: Facts, now: Facts): { facts: Facts; changedSince: string[] } {
  const same = (a: unknown, b: unknown): boolean => canonical(a) === canonical(b);
  const changedSince = written.filter((field) => !same(now[field], after[field]));
  return { facts: { ...now, ...Object.fromEntries(written.filter((field) => !changedSince.includes(field)).map((field) => [field, before[field]])) }, changedSince };
}

const canonical = (value: unknown): string =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? `{${Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => `${key}:${canonical(inner)}`).join()}}`
    : JSON.stringify(value);
