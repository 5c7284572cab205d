/**
 * What people choose most often. `common-passwords.txt.gz` holds, in small letters and each once, the first 10,000 of the list of ten million
 * passwords (SecLists, xato-net-10-million-passwords, MIT licence, copyright 2018 Daniel Miessler), and the first 5,000 of those in it that are at least 12 characters long: ASVS 5.0
 * (6.2.4) wants the 3,000 most common of those that the other rules would let pass. Packed, because it holds every rude word there is.
 */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

/** Digits or signs that people put around a common one to make it long enough (C). */
const mostAround = 4;

let read: ReadonlySet<string> | undefined;
/** Read when somebody first changes a password. */
export function commonPasswords(): ReadonlySet<string> {
  read ??= new Set(gunzipSync(readFileSync(new URL('common-passwords.txt.gz', import.meta.url))).toString('utf8').split('\n').filter(Boolean));
  return read;
}

const repeats = (word: string): boolean => `${word}${word}`.indexOf(word, 1) < word.length;
const notLetter = /^[^\p{L}]*$/u;

/** In the list; two of the list put together; one of it with a few digits or signs around it; or the same few characters again and again. Upper and lower case are alike. */
export function isCommon(password: string, known: ReadonlySet<string> = commonPasswords()): boolean {
  const word = password.toLowerCase();
  if (known.has(word) || repeats(word)) return true;
  for (let at = 1; at < word.length; at += 1) if (known.has(word.slice(0, at)) && known.has(word.slice(at))) return true;
  for (let before = 0; before <= mostAround; before += 1) {
    for (let after = 0; before + after <= mostAround; after += 1) {
      const core = word.slice(before, word.length - after);
      if (known.has(core) && notLetter.test(word.slice(0, before) + word.slice(word.length - after))) return true;
    }
  }
  return false;
}
