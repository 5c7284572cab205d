/**
 * What proves at the door that the nurse is with this patient (扫码核销): the QR code on the patient's page, which lives for minutes and needs no
 * row (showing it changes nothing); the QR code of the printed plan; or the personal code, typed.
 */
import { timingSafeEqual } from 'node:crypto';
import type { Crypt } from '../../messages/crypt.js';
import type { Instant } from '../../pathways/engine/vocabulary.js';
import { addMinutes, fromMs, toMs } from '../../pathways/time.js';
import { transact, type Sql } from '../client.js';
import { accessLimits, countAttempt, queueFor, wrongSince } from './attempts.js';
import { findCode, typedCode } from './codes.js';
import { findLink, tokenIn } from './links.js';

/** Convention (C): long enough to walk to the door, too short to be sent around. */
export const redemptionMinutes = 10;

const prefix = 'WYR1';
const signed = (crypt: Crypt, patientId: string, seconds: number, keyId?: string) => {
  const made = crypt.derive(`redemption/${patientId}/${seconds}`, keyId);
  return made && { keyId: made.keyId, mark: Buffer.from(made.hex, 'hex').subarray(0, 16).toString('base64url') };
};

/** The text of the QR code. */
export function redemptionToken(crypt: Crypt, patientId: string, now: Instant): { token: string; expiresAt: Instant } {
  const seconds = Math.floor(toMs(addMinutes(now, redemptionMinutes)) / 1000);
  const made = signed(crypt, patientId, seconds);
  if (!made) throw new Error('The current link key is missing');
  return { token: [prefix, made.keyId, patientId, String(seconds), made.mark].join('.'), expiresAt: fromMs(seconds * 1000) };
}

export type PatientTokenVerdict = { ok: true; how: 'scan' | 'code' } | { ok: false; why: 'unknown' | 'other-patient' | 'expired' | 'too-many-tries' };

/** Does what was scanned or typed belong to this patient, now? `by`: the account that asks; its wrong tries about a patient are counted. */
export const verifyPatientToken = (
  { sql, crypt }: { sql: Sql; crypt: Crypt }, { hospitalId, patientId, by }: { hospitalId: string; patientId: string; by: string }, codeOrToken: string, now: Instant,
): Promise<PatientTokenVerdict> =>
  transact(sql, async (tx): Promise<PatientTokenVerdict> => {
    const subject = `${patientId}/${by}`;
    await queueFor(tx, subject);
    const { most, withinMinutes } = accessLimits.wrongRedemptions;
    if ((await wrongSince(tx, 'redemption', subject, now, withinMinutes)).lately >= most) return { ok: false, why: 'too-many-tries' };
    const verdict = await look();
    await countAttempt(tx, { hospitalId, kind: 'redemption', subject, address: crypt.index(`account/${by}`), ok: verdict.ok, at: now });
    return verdict;

    async function look(): Promise<PatientTokenVerdict> {
      const short = readShortLived(crypt, codeOrToken, now);
      if (short) return short.ok ? whose({ patientId: short.patientId, hospitalId }, 'scan') : { ok: false, why: short.why };
      const token = tokenIn(codeOrToken);
      const link = token === null ? null : await findLink(tx, token, now);
      if (link) return link.state === 'open' ? whose(link.person, 'scan') : { ok: false, why: 'expired' };
      const code = typedCode(codeOrToken);
      const found = code === null ? null : await findCode(tx, crypt, code);
      return found ? whose(found.person, 'code') : { ok: false, why: 'unknown' };
    }
    function whose(person: { patientId: string; hospitalId: string }, how: 'scan' | 'code'): PatientTokenVerdict {
      return person.patientId === patientId && person.hospitalId === hospitalId ? { ok: true, how } : { ok: false, why: 'other-patient' };
    }
  });

type ShortLived = { ok: true; patientId: string } | { ok: false; why: 'unknown' | 'expired' };

function readShortLived(crypt: Crypt, text: string, now: Instant): ShortLived | null {
  const [head, keyId = '', patientId = '', seconds = '', mark = ''] = text.trim().split('.');
  if (head !== prefix) return null;
  const expected = /^\d{1,12}$/.test(seconds) ? signed(crypt, patientId, Number(seconds), keyId) : null;
  const [a, b] = [Buffer.from(expected?.mark ?? ''), Buffer.from(mark)];
  if (a.length === 0 || a.length !== b.length || !timingSafeEqual(a, b)) return { ok: false, why: 'unknown' };
  return Number(seconds) * 1000 > toMs(now) ? { ok: true, patientId } : { ok: false, why: 'expired' };
}
