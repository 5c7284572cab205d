/** Coming in: link or code, then the second factor, each try counted under a lock so that a hundred at once are still a hundred. */
import type { Crypt } from '../../messages/crypt.js';
import type { Instant } from '../../pathways/engine/vocabulary.js';
import { logAccess } from '../access-log.js';
import { transact, type Db, type Sql, type Tx } from '../client.js';
import { accessLimits, addressIsSpent, codesAreFlooded, countAttempt, queueFor, wrongSince, type WrongTries } from './attempts.js';
import { findCode, typedCode } from './codes.js';
import { factorFits, factorOf, type FactorKind } from './factor.js';
import { findLink } from './links.js';
import { scopeOf, type Person } from './person.js';
import { endSession, forgetOldSessions, sessionMinutes, sessionOf, startSession, type Via } from './session.js';

export type EnterDeps = { sql: Sql; crypt: Crypt };
/** `address`: where the request came from, as text; only its keyed hash is stored. */
type Try = { address: string; now: Instant };

export type Opened =
  | { outcome: 'opened'; token: string; expiresAt: Instant }
  | { outcome: 'unknown' }
  /** Too many wrong ones lately. */
  | { outcome: 'wait'; minutes: number };

/** Typed on the entry page. The session that comes of it must still pass the second factor. */
export const openByCode = ({ sql, crypt }: EnterDeps, typed: string, { address, now }: Try): Promise<Opened> =>
  transact(sql, async (tx) => {
    const from = crypt.index(`address/${address}`);
    await queueFor(tx, from);
    if (await addressIsSpent(tx, from, now)) return { outcome: 'wait', minutes: accessLimits.wrongFromOneAddress.withinMinutes };
    if (await codesAreFlooded(tx, now)) return { outcome: 'wait', minutes: accessLimits.wrongCodesEverywhere.withinMinutes };
    const code = typedCode(typed);
    const found = code === null ? null : await findCode(tx, crypt, code);
    await countAttempt(tx, { hospitalId: found?.person.hospitalId ?? null, kind: 'code', subject: found?.codeId ?? null, address: from, ok: found !== null, at: now });
    if (!found) return { outcome: 'unknown' };
    return { outcome: 'opened', ...(await startSession(tx, found.person, { linkId: null, codeId: found.codeId }, { verified: false, minutes: sessionMinutes.unverified }, now)) };
  });

export type Verified =
  | { outcome: 'verified'; token: string; expiresAt: Instant }
  | { outcome: 'wrong'; left: number }
  | { outcome: 'locked'; minutes: number }
  /** The link or code ended with this try, or long before. */
  | { outcome: 'ended' };

export type Key = { by: 'session'; token: string } | { by: 'link'; token: string };
/** `latest`: when the link ends; null: it is a code. `verified`: the session has had its second factor. */
type Claim = { person: Person; via: Via; subject: string; latest: Instant | null; verified: boolean };

/** Whom it was made for. null: the link or the opened session is no longer good. Reads only. */
async function claimOf(tx: Db, key: Key, now: Instant): Promise<Claim | null> {
  if (key.by === 'session') {
    const session = await sessionOf(tx, key.token, now);
    if (!session) return null;
    const via: Via = session.linkId === null ? { linkId: null, codeId: session.codeId } : { linkId: session.linkId, codeId: null };
    return { person: session, via, subject: session.linkId ?? session.codeId, latest: null, verified: session.verified };
  }
  const link = await findLink(tx, key.token, now);
  return link?.state === 'open' ? { person: link.person, via: { linkId: link.linkId, codeId: null }, subject: link.linkId, latest: link.expiresAt, verified: false } : null;
}

/** As above. */
export const personBehind = async ({ sql }: Pick<EnterDeps, 'sql'>, key: Key, now: Instant): Promise<Person | null> => (await claimOf(sql, key, now))?.person ?? null;

/** What the page must ask for. null: as above. Reads only. */
export async function factorAskedFor(deps: Pick<EnterDeps, 'sql'>, key: Key, now: Instant): Promise<{ kind: FactorKind; hospitalId: string; patientId: string } | null> {
  const claim = await claimOf(deps.sql, key, now);
  return claim && { kind: (await factorOf(deps.sql, claim.person, claim.via)).kind, hospitalId: claim.person.hospitalId, patientId: claim.person.patientId };
}

/** `given`: a date as 1953-05-04 or four digits. `ownPhone`: stay signed in on this phone. The old token is worth nothing afterwards. */
export const verify = ({ sql, crypt }: EnterDeps, key: Key, given: string, { address, now, ownPhone }: Try & { ownPhone: boolean }): Promise<Verified> =>
  transact(sql, async (tx): Promise<Verified> => {
    const claim = await claimOf(tx, key, now);
    // Whoever is in may not stay in by answering once more.
    if (!claim || claim.verified) return { outcome: 'ended' };
    const { person, via, subject, latest } = claim;
    const from = crypt.index(`address/${address}`);
    await queueFor(tx, subject);
    const { most, withinMinutes } = accessLimits.wrongFactors;
    const before = await wrongSince(tx, 'factor', subject, now, withinMinutes);
    if (before.lately >= most || (await addressIsSpent(tx, from, now))) return { outcome: 'locked', minutes: withinMinutes };
    const ok = factorFits(await factorOf(tx, person, via), given);
    await countAttempt(tx, { hospitalId: person.hospitalId, kind: 'factor', subject, address: from, ok, at: now });
    await logAccess(tx, { hospitalId: person.hospitalId, actor: scopeOf(person), action: 'patient-page:enter', ref: person.patientId, allowed: ok });
    if (!ok) return refuse(tx, via, before, now);
    if (key.by === 'session') await endSession(tx, key.token);
    await forgetOldSessions(tx, person.patientId, now);
    if (via.linkId !== null) await tx`update patient_link set last_used_at = ${now} where id = ${via.linkId}`;
    else await tx`update patient_code set last_used_at = ${now} where id = ${via.codeId}`;
    return { outcome: 'verified', ...(await startSession(tx, person, via, { verified: true, minutes: ownPhone ? sessionMinutes.ownPhone : sessionMinutes.usual, latest }, now)) };
  });

async function refuse(tx: Tx, via: Via, before: WrongTries, now: Instant): Promise<Verified> {
  const { most, withinMinutes } = accessLimits.wrongFactors;
  if (before.inAll + 1 >= accessLimits.wrongFactorsInAll || before.inDays + 1 >= accessLimits.wrongFactorsWhateverWasRight.most) {
    if (via.linkId !== null) await tx`update patient_link set revoked_at = ${now} where id = ${via.linkId}`;
    else await tx`update patient_code set revoked_at = ${now} where id = ${via.codeId}`;
    return { outcome: 'ended' };
  }
  const left = most - before.lately - 1;
  return left > 0 ? { outcome: 'wrong', left } : { outcome: 'locked', minutes: withinMinutes };
}
