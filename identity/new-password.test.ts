import { describe, expect, it } from 'vitest';
import { commonPasswords, isCommon } from './common-passwords.js';
import { contextWords, passwordLength, refusalOf } from './new-password.js';

const whose = { login: 'li.nana', hospital: '仁济医院 Renji Hospital' };
const judged = (password: string, current: string | null = null) => refusalOf(password, whose, current);

describe('A new password', () => {
  it.each(['river stone lantern', 'ab3$kL0_zzQ9', '三月的雨下在旧城墙上面了呢', 'zq#vmtpwkrhx', ' leading and trailing ', '😀🐟🌧🍎🚲🎈🧵🪁🌙🔑🧊🪵'])('of whatever characters will do: %s', (password) => expect(judged(password)).toBeNull());
  it('has at least 12 characters, counted as people count them', () => {
    expect(passwordLength.least).toBe(12);
    expect([judged('kestrel-moo'), judged('kestrel-moor')]).toEqual(['password-too-short', null]);
    expect(judged('😀🐟🌧🍎🚲🎈🧵🪁🌙🔑🧊')).toBe('password-too-short');
    // Eleven letters, one of them written as two: the same eleven.
    expect(judged('kestre\u0301l-moo')).toBe('password-too-short');
  });
  it('has at most 200, as the sign-in form takes', () => expect([judged('river stone '.repeat(17)), judged(`${'abcdefghij '.repeat(18)}xy`)]).toEqual(['password-too-long', null]));
  it.each(['123qweasdzxc', '1QAZ2wsx3EDC', 'password1234', 'PasswordPassword', 'Sunshine2024', '!!iloveyou!!', 'abcabcabcabc', 'zzzzzzzzzzzz', 'dragonmonkey', '１２３４５６７８９０１２'])('is none that others would try first: %s', (password) => expect(judged(password)).toBe('password-common'));
  it.each(['the wuyou lantern', 'WuYou-lantern-7', 'ＷＵＹＯＵ lantern', '我的无忧三月雨下在旧城墙', 'xx li.nana lantern', 'Nana-river-lantern', 'lantern at RENJI 7', '在仁济医院的三月雨下旧城墙'])('holds neither login nor hospital nor product: %s', (password) => expect(judged(password)).toBe('password-context'));
  it('may hold what is too short to tell anything', () => {
    expect(contextWords({ login: 'li', hospital: '仁济医院 Renji Hospital' })).toEqual(['wuyou', '无忧', '仁济医院 renji hospital', '仁济医院', 'renji', 'hospital', 'renji hospital']);
    expect(refusalOf('delight-of-owls', { login: 'li', hospital: '仁济医院' })).toBeNull();
  });
  it('is another one than before', () => expect([judged('river stone lantern', 'river stone lantern'), judged('ｒiver stone lantern', 'river stone lantern'), judged('river stone lantern', 'River stone lantern')]).toEqual(['password-unchanged', 'password-unchanged', null]));
});

describe('The list of common passwords', () => {
  it('holds at least 3,000 that are long enough to pass the other rule (ASVS 5.0, 6.2.4), in small letters', () => {
    const all = [...commonPasswords()];
    expect(all.length).toBeGreaterThan(14_000);
    expect(all.filter((word) => word.length >= passwordLength.least).length).toBeGreaterThanOrEqual(5_000);
    expect(all.filter((word) => word !== word.toLowerCase())).toEqual([]);
  });
  it('alone is asked, not a part of it', () => expect([isCommon('master of the universe', new Set(['master'])), isCommon('master99', new Set(['master'])), isCommon('master12345', new Set(['master']))]).toEqual([false, true, false]));
});
