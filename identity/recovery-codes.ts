/** What opens an account when the phone with the authenticator app is lost: a few codes on paper, each good for once. */
import { randomBytes } from 'node:crypto';

/** By convention (C): as many as other services give, so that nobody has to make new ones after each trip without the phone. */
export const recoveryCodes = { many: 10, characters: 12, group: 4 } as const;
/** Crockford's base32: no letter that is read as a digit. Each character is five bits, so a code has sixty. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

const newCode = (): string => [...randomBytes(recoveryCodes.characters)].map((byte) => alphabet[byte % alphabet.length]).join('');
export const newRecoveryCodes = (): string[] => Array.from({ length: recoveryCodes.many }, newCode);

/** As it is stored, however somebody types it. */
export const plainRecoveryCode = (text: string): string => text.toUpperCase().replace(/[\s-]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1');
/** As it is read: `7QKM-4TZP-XN2D`. */
export const shownRecoveryCode = (code: string): string => (code.match(new RegExp(`.{1,${recoveryCodes.group}}`, 'g')) ?? []).join('-');
