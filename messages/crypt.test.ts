import { describe, expect, it } from 'vitest';
import { testKeys } from '../test/support/keys.js';
import { createCrypt, SealBroken } from './crypt.js';

const crypt = createCrypt(testKeys);
const text = '【XX医院】张您好，护士将在2小时内致电您。';

describe('An encrypted column', () => {
  it('opens to the same text in its own row', () => {
    expect(crypt.open(crypt.seal(text, 'attempt/1'), 'attempt/1')).toBe(text);
  });

  it('never seals the same text to the same bytes', () => {
    expect(crypt.seal(text, 'attempt/1')).not.toEqual(crypt.seal(text, 'attempt/1'));
  });

  it('does not open in another row', () => {
    expect(() => crypt.open(crypt.seal(text, 'attempt/1'), 'attempt/2')).toThrow(SealBroken);
  });

  it('does not open after any byte was changed', () => {
    const sealed = crypt.seal(text, 'attempt/1');
    for (let at = 0; at < sealed.length; at += 1) {
      const changed = Buffer.from(sealed);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(() => crypt.open(changed, 'attempt/1')).toThrow(SealBroken);
    }
  });

  it('opens with an older key of the ring after rotation, and says which key is missing without it', () => {
    const sealed = crypt.seal(text, 'attempt/1');
    const fresh = { id: 'fresh', secret: Buffer.alloc(32, 9) };
    expect(createCrypt({ ...testKeys, field: [fresh, ...testKeys.field] }).open(sealed, 'attempt/1')).toBe(text);
    expect(() => createCrypt({ ...testKeys, field: [fresh] }).open(sealed, 'attempt/1')).toThrow(/needs key test-field/);
  });

  it('indexes equal values equally, under its own key only', () => {
    const other = createCrypt({ ...testKeys, index: { id: 'other', secret: Buffer.alloc(32, 8) } });
    expect(crypt.index('+8613800138000')).toBe(crypt.index('+8613800138000'));
    expect(crypt.index('+8613800138000')).not.toBe(other.index('+8613800138000'));
  });
});
