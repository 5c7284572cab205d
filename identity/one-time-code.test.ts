/** Codes as RFC 6238 computes them, at their edges, and however somebody types them. */
import { Secret } from 'otpauth';
import { describe, expect, it } from 'vitest';
import { appAddress, newAppSecret, stepOf, typedCode } from './one-time-code.js';
import { newRecoveryCodes, plainRecoveryCode, shownRecoveryCode } from './recovery-codes.js';

/** That of RFC 6238's appendix B for SHA-1. */
const secret = Secret.fromUTF8('12345678901234567890').base32;

describe('A code of the app', () => {
  // Appendix B prints eight digits; of six, the last six are the code.
  it.each([[59, '287082', 1], [1_111_111_109, '081804', 37_037_036], [1_111_111_111, '050471', 37_037_037], [1_234_567_890, '005924', 41_152_263], [2_000_000_000, '279037', 66_666_666], [20_000_000_000, '353130', 666_666_666]])('at second %i is %s', (second, code, step) => {
    expect(stepOf(secret, code, second * 1000)).toBe(step);
  });
  it('counts one step before its time and one after it, and no further', () => {
    const at = (step: number): number | null => stepOf(secret, '050471', step * 30_000);
    expect([37_037_035, 37_037_036, 37_037_037, 37_037_038, 37_037_039].map(at)).toEqual([null, 37_037_037, 37_037_037, 37_037_037, null]);
  });
  it('is no other number, and nothing shorter', () => {
    for (const code of ['050472', '50471', '', '0504710']) expect(stepOf(secret, code, 1_111_111_111_000)).toBeNull();
  });
  it('may be typed with spaces, or on a full-width keyboard', () => {
    for (const text of ['050471', ' 050 471 ', '０５０４７１']) {
      const typed = typedCode(text, 1_111_111_111_000);
      expect('stepOf' in typed && typed.stepOf(secret)).toBe(37_037_037);
    }
  });
});

describe('A new secret', () => {
  it('is 160 bits, another one each time', () => {
    const made = Array.from({ length: 20 }, newAppSecret);
    expect(new Set(made).size).toBe(20);
    for (const one of made) expect(one).toMatch(/^[A-Z2-7]{32}$/);
  });
  it('is told to the app with its shape written out, and with whose it is', () => {
    const address = new URL(appAddress({ secret, login: 'li:na', hospital: '康复医院: 东院' }));
    expect(Object.fromEntries(address.searchParams)).toEqual({ issuer: 'Wuyou 康复医院  东院', secret, algorithm: 'SHA1', digits: '6', period: '30' });
    expect([address.protocol, decodeURIComponent(address.pathname)]).toEqual(['otpauth:', expect.stringMatching(/Wuyou 康复医院 {2}东院:li na$/)]);
  });
});

describe('Recovery codes', () => {
  it('are ten, all different, without a letter that looks like a digit', () => {
    const codes = newRecoveryCodes();
    expect(new Set(codes).size).toBe(10);
    for (const code of codes) expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{12}$/);
  });
  it('are read as they were shown, and as people write them down', () => {
    expect(shownRecoveryCode('7QKM4TZP1N0D')).toBe('7QKM-4TZP-1N0D');
    for (const text of ['7QKM-4TZP-1N0D', '7qkm 4tzp 1n0d', '7qkm4tzplnod', '7QKM-4TZP-INOD']) {
      expect(plainRecoveryCode(text)).toBe('7QKM4TZP1N0D');
      expect(typedCode(text, 0)).toEqual({ recovery: '7QKM4TZP1N0D' });
    }
  });
});
