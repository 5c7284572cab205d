/** The small tools of the publisher, each against a truth of its own. */
import { describe, expect, it } from 'vitest';
import { engineTexts } from '../engine/engine-texts.js';
import type { Expr } from '../engine/plan.js';
import { instruments } from '../instruments/instruments.js';
import { canonicalJson } from './canonical.js';
import { canBeTrue } from './expressions/satisfiable.js';
import type { ValueType } from './expressions/types.js';
import { licenceOf } from './licences.js';
import { medicalWordIn } from './medical-words.js';
import { placeholders } from './placeholders.js';
import { sha256 } from './sha256.js';
import { smsLength } from './sms-length.js';
import { nearest } from './source/nearest.js';

describe('sha256 (FIPS 180-4 vectors)', () => {
  it.each([
    ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    ['abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq', '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1'],
    ['a'.repeat(1_000_000), 'cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0'],
    ['张阿姨𠮷', '1ad3da662604a2354b3d1fdca20a0bec2a5d9d463513664647dce6b7493671cb'],
  ])('%#', (text, hash) => expect(sha256(text)).toBe(hash));
});

it('canonical JSON has one spelling whatever the order of keys', () =>
  expect(canonicalJson({ b: [1, null, undefined], a: { d: 'x', c: undefined } })).toBe('{"a":{"d":"x"},"b":[1,null,null]}'));

describe('SMS lengths', () => {
  it('counts Chinese as UTF-16 units of 70', () => expect(smsLength('您好')).toMatchObject({ length: 2, limit: 70, alphabet: 'UCS-2' }));
  it('counts English as septets of 160, brackets twice', () => expect(smsLength('[H] hi')).toMatchObject({ length: 8, limit: 160, alphabet: 'GSM-7' }));
  it('falls to 70 for one curly quote, and names it', () => expect(smsLength('we’ll')).toMatchObject({ limit: 70, outside: '’' }));
});

it('finds a medical word as written in Chinese and as a whole word in English', () => {
  expect(medicalWordIn('请到骨科复诊', 'zh-CN')).toEqual({ word: '骨科', kind: 'department', at: 2 });
  expect(medicalWordIn('Your insulin is ready', 'en')).toMatchObject({ word: 'insulin', kind: 'drug' });
  expect(medicalWordIn('backstroke is fun', 'en')).toBeNull();
});

it('every instrument that can be scored has a licence on record', () =>
  expect(Object.keys(instruments).filter((id) => licenceOf(id) === null)).toEqual([]));

it('every placeholder of the engine\'s own texts is one that authors may use', () =>
  expect(Object.values(engineTexts).flat().filter((name) => !placeholders.includes(name))).toEqual([]));

it('answers a slip with the nearest name, and a stranger with none', () => {
  expect(nearest('rednes', ['redness', 'worse'])).toBe('redness');
  expect(nearest('bananas', ['redness', 'worse'])).toBeNull();
});

describe('Whether a condition can ever be true', () => {
  const types: Record<string, ValueType> = {
    x: { kind: 'number', unit: null }, whole: { kind: 'number', unit: null, decimals: 0, min: '0', max: '10' },
    color: { kind: 'choice', options: ['red', 'blue'] }, on: { kind: 'boolean' },
  };
  const typeOf = (path: string): ValueType => types[path] ?? { kind: 'unknown' };
  const at = (path: string): Expr => ({ op: 'path', path });
  const is = (op: 'lt' | 'le' | 'gt' | 'ge' | 'eq' | 'ne', path: string, value: string): Expr => ({ op, left: at(path), right: { op: path === 'color' ? 'text' : 'num', value } });
  const and = (...of: Expr[]): Expr => ({ op: 'and', of });
  const or = (...of: Expr[]): Expr => ({ op: 'or', of });
  const not = (of: Expr): Expr => ({ op: 'not', of });

  it.each<[string, Expr, boolean]>([
    ['x > 5 && x < 2', and(is('gt', 'x', '5'), is('lt', 'x', '2')), false],
    ['x >= 5 && x <= 5', and(is('ge', 'x', '5'), is('le', 'x', '5')), true],
    ['x > 5 && x < 5.001 for a decimal', and(is('gt', 'x', '5'), is('lt', 'x', '5.001')), true],
    ['whole > 5 && whole < 6 for a whole number', and(is('gt', 'whole', '5'), is('lt', 'whole', '6')), false],
    ['whole > 10 above its maximum', is('gt', 'whole', '10'), false],
    ['whole < 0 below its minimum', is('lt', 'whole', '0'), false],
    ['color == red && color == blue', and(is('eq', 'color', 'red'), is('eq', 'color', 'blue')), false],
    ['color != red && color != blue', and(is('ne', 'color', 'red'), is('ne', 'color', 'blue')), false],
    ['on && !on', and(at('on'), not(at('on'))), false],
    ['!(x > 2) && x > 1', and(not(is('gt', 'x', '2')), is('gt', 'x', '1')), true],
    ['given(x) is false && x > 1', and(not({ op: 'call', fn: 'given', path: 'x', args: [] }), is('gt', 'x', '1')), false],
    ['previous(x) > 5 && x < 2: two values', and({ op: 'gt', left: { op: 'call', fn: 'previous', path: 'x', args: [] }, right: { op: 'num', value: '5' } }, is('lt', 'x', '2')), true],
    ['x - 1 > 5 && x < 2: calculated, so never refused wrongly', and({ op: 'gt', left: { op: 'sub', left: at('x'), right: { op: 'num', value: '1' } }, right: { op: 'num', value: '5' } }, is('lt', 'x', '2')), true],
  ])('%s', (_, expr, expected) => expect(canBeTrue(expr, [], typeOf)).toBe(expected));

  it('a later case is dead when an earlier one always decides first', () => {
    expect(canBeTrue(is('gt', 'x', '5'), [is('gt', 'x', '3')], typeOf)).toBe(false);
    expect(canBeTrue(is('gt', 'x', '3'), [is('gt', 'x', '5')], typeOf)).toBe(true);
    expect(canBeTrue(is('gt', 'x', '5'), [or(is('gt', 'x', '3'), at('on'))], typeOf)).toBe(false);
    expect(canBeTrue(is('gt', 'x', '5'), [and(is('gt', 'x', '3'), at('on'))], typeOf)).toBe(true);
  });
});
