/** Passwords by scrypt, secrets by SHA-256: node:crypto only. */
import { createHash, randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

const cost = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024 };
const derive = (password: string, salt: Buffer): Promise<Buffer> =>
  new Promise((resolve, reject) => scrypt(password.normalize('NFKC'), salt, 32, cost, (error, key) => (error ? reject(error) : resolve(key))));

/** `scrypt$<salt>$<key>`, both base64url. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  return `scrypt$${salt.toString('base64url')}$${(await derive(password, salt)).toString('base64url')}`;
}

/** Constant time; also spends the time when the account does not exist (`stored` null), so that logins cannot be probed. */
export async function passwordMatches(password: string, stored: string | null): Promise<boolean> {
  const [, salt = 'AAAAAAAAAAAAAAAAAAAAAA', key = ''] = (stored ?? '').split('$');
  const derived = await derive(password, Buffer.from(salt, 'base64url'));
  const expected = Buffer.from(key, 'base64url');
  return expected.length === derived.length && timingSafeEqual(derived, expected);
}

/** 256 random bits, URL-safe. */
export const newSecret = (): string => randomBytes(32).toString('base64url');
/** Secrets are stored as this; a random 256-bit secret needs no slow hash. */
export const secretHash = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** For secrets that are short enough to be tried: slow like a password's, one salt for the few that are compared together. */
export const slowHash = async (secret: string, salt: Uint8Array): Promise<string> => (await derive(secret, Buffer.from(salt))).toString('base64url');
export const newSalt = (): Buffer => randomBytes(16);
