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
  /** Hours that the person asked for; null: the plans' alone. */
  quiet: { from: string; until: string } | null;
};

export async function factsOf(tx: Tx, patientId: string): Promise<Facts> {
  const [row] = await tx<Facts[]>`
    select birth_date, sex, zone, flags, consents, opted_out_at, died_at, away,
      case when quiet_from is null then null else jsonb_build_object('from', quiet_from, 'until', quiet_until) end as quiet,
      array(select kind from (select distinct on (kind) kind, decision from consent_record where patient_id = p.id and kind <> 'service-notice' order by kind, recorded_at desc, id desc) latest
        where decision = 'withdrawn' order by kind) as withdrawn
    from patient p where id = ${patientId}`;
  if (!row) throw new Error(`There is no patient ${patientId}`);
  return row;
}

const recordKind: Record<keyof Consents, string> = { sms: 'sms', photos: 'photos', family: 'family', familyDoctor: 'family-doctor' };
const earliest = (a: Instant | null, b: Instant | null): Instant | null => (a === null ? b : b === null ? a : a < b ? a : b);

/** From the earlier evening until the later morning. */
const longest = (a: Facts['quiet'], b: Facts['quiet']): Facts['quiet'] =>
  a === null || b === null ? (a ?? b) : { from: a.from < b.from ? a.from : b.from, until: a.until > b.until ? a.until : b.until };

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
    quiet: longest(kept.quiet, merged.quiet),
    away: [...kept.away, ...merged.away.filter((a) => !kept.away.some((k) => k.from === a.from && k.until === a.until))],
  };
}

/**
 * A number of the kept patient that the merged record knew to be a stranger's, or whose owner wanted nothing sent there, is put aside too; what is put
 * aside, how, and since when, for the undo.
 */
export type PutAside = { id: string; how: 'quarantined_at' | 'unsubscribed_at'; at: Instant };

export async function putAside(tx: Tx, kept: string, merged: string): Promise<PutAside[]> {
  const aside: PutAside[] = [];
  for (const how of ['quarantined_at', 'unsubscribed_at'] as const) {
    aside.push(...await tx<PutAside[]>`update contact k set ${tx(how)} = m.${tx(how)} from contact m
      where k.patient_id = ${kept} and m.patient_id = ${merged} and k.kind = m.kind and k.value = m.value and k.${tx(how)} is null and m.${tx(how)} is not null
      returning k.id, ${how} as how, k.${tx(how)} as at`);
  }
  return aside;
}

/** Unless somebody has looked at the number since. */
export async function takeBack(tx: Tx, aside: readonly PutAside[]): Promise<void> {
  for (const { id, how, at } of aside) await tx`update contact set ${tx(how)} = null where id = ${id} and ${tx(how)} = ${at}`;
}

/** Found out about a number of both while they were one: known to both from here on, or the stranger would be back at the other record. */
export async function keepAside(tx: Tx, mergeId: string): Promise<void> {
  for (const how of ['quarantined_at', 'unsubscribed_at'] as const) {
    await tx`update contact m set ${tx(how)} = k.${tx(how)} from contact k join patient_merge p on p.kept = k.patient_id
      where p.id = ${mergeId} and m.patient_id = p.merged and k.kind = m.kind and k.value = m.value and m.${tx(how)} is null and k.${tx(how)} >= p.merged_at`;
  }
}

export const writeFacts = (tx: Tx, patientId: string, f: Facts): Promise<unknown> =>
  tx`update patient set birth_date = ${f.birthDate}, sex = ${f.sex}, zone = ${f.zone}, flags = ${json(tx, f.flags)}, consents = ${json(tx, f.consents)},
    opted_out_at = ${f.optedOutAt}, died_at = ${f.diedAt}, away = ${json(tx, f.away)},
    quiet_from = ${f.quiet?.from ?? null}, quiet_until = ${f.quiet?.until ?? null} where id = ${patientId}`;

const written = ['birthDate', 'sex', 'zone', 'flags', 'consents', 'optedOutAt', 'diedAt', 'away', 'quiet'] as const;

/** Facts of the kept patient after an undo: what the merge changed goes back, what somebody changed since stays. A fact that the journal of an older merge does not know was not touched by it. */
export function restoredFacts(before: Facts, after: Facts, now: Facts): { facts: Facts; changedSince: string[] } {
  const same = (a: unknown, b: unknown): boolean => canonical(a) === canonical(b);
  const known = written.filter((field) => field in after);
  const changedSince = known.filter((field) => !same(now[field], after[field]));
  return { facts: { ...now, ...Object.fromEntries(known.filter((field) => !changedSince.includes(field)).map((field) => [field, before[field]])) }, changedSince };
}

const canonical = (value: unknown): string =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? `{${Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => `${key}:${canonical(inner)}`).join()}}`
    : JSON.stringify(value);
