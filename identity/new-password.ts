/** What a password must be that somebody chooses for herself. Any characters, no rule of composition, no end: length, and not what others would try first. */
import { isCommon } from './common-passwords.js';

/**
 * `least`: ASVS 5.0 (6.2.1) asks for 8 and strongly recommends 15; NIST SP 800-63B (revision 4) asks for 15 where the password is the only factor, 8 beside a
 * second one. 12 lies between (C): not every local account has a second factor, but there are ten tries a minute, and the words below are refused. `most`: as the sign-in form.
 */
export const passwordLength = { least: 12, most: 200 } as const;

export type PasswordRefusal = 'password-too-short' | 'password-too-long' | 'password-common' | 'password-context' | 'password-unchanged';

/** Whose password it is to be. */
export type Whose = { login: string; hospital: string };

const productWords = ['wuyou', '无忧'];
/** Shorter pieces of names stand in any text by chance (C): `li` in `delight`. */
const leastPiece = { letters: 4, han: 2 };
const tells = (piece: string): boolean => [...piece].length >= (/\p{Script=Han}/u.test(piece) ? leastPiece.han : leastPiece.letters);

/** Compared like this, stored otherwise: one spelling for what looks the same, and no case. */
const alike = (text: string): string => text.normalize('NFKC').toLowerCase();

/** Words that a password must not hold (ASVS 5.0, 6.1.2): the product's name, the login, the hospital's name; of the latter two each part as well. */
export function contextWords({ login, hospital }: Whose): string[] {
  const pieces = [login, hospital].map(alike).flatMap((name) => [name, ...name.split(/[^\p{L}\p{N}]+/u), ...name.split(/(\p{Script=Han}+)/u).map((piece) => piece.trim())]);
  return [...new Set([...productWords, ...pieces.filter(tells)])];
}

/** null: it will do. `current`: the one that it replaces, where that is known. */
export function refusalOf(password: string, whose: Whose, current: string | null = null): PasswordRefusal | null {
  const word = alike(password);
  if ([...password.normalize('NFKC')].length < passwordLength.least) return 'password-too-short';
  if (password.length > passwordLength.most) return 'password-too-long';
  if (current !== null && current.normalize('NFKC') === password.normalize('NFKC')) return 'password-unchanged';
  if (contextWords(whose).some((piece) => word.includes(piece))) return 'password-context';
  return isCommon(word) ? 'password-common' : null;
}
