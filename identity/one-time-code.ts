/** Codes of an authenticator app (TOTP, RFC 6238), in the one shape that every app reads: SHA-1, six digits, thirty seconds. */
import { Secret, TOTP } from 'otpauth';
import { plainRecoveryCode } from './recovery-codes.js';

const shape = { algorithm: 'SHA1', digits: 6, period: 30 } as const;
/** 160 bits, as RFC 4226 (4, R6) recommends. */
const secretBytes = 20;
/** So many steps each way: the clocks of two devices differ, and typing takes its time (RFC 6238, 5.2). */
const skew = 1;

/** In base32, as it is typed into an app that cannot see the picture. */
export const newAppSecret = (): string => new Secret({ size: secretBytes }).base32;

/** What the picture holds: an address for authenticator apps alone, never one that is fetched. */
export const appAddress = ({ secret, login, hospital }: { secret: string; login: string; hospital: string }): string =>
  new TOTP({ ...shape, issuer: `Wuyou ${hospital.replaceAll(':', ' ')}`, label: login.replaceAll(':', ' '), secret: Secret.fromBase32(secret) }).toString();

/** Which step of thirty seconds since 1970 the code is of; null: of none that counts just now. */
export function stepOf(secret: string, code: string, nowMs: number): number | null {
  const totp = new TOTP({ ...shape, secret: Secret.fromBase32(secret) });
  const off = totp.validate({ token: code, timestamp: nowMs, window: skew });
  return off === null ? null : totp.counter({ timestamp: nowMs }) + off;
}

/** One field takes both: six digits are the app's, anything else may be a recovery code. */
export type TypedCode = { stepOf: (secret: string) => number | null } | { recovery: string };
export function typedCode(text: string, nowMs: number): TypedCode {
  const word = text.normalize('NFKC').replace(/[\s-]/g, '');
  return /^\d{6}$/.test(word) ? { stepOf: (secret) => stepOf(secret, word, nowMs) } : { recovery: plainRecoveryCode(word) };
}
