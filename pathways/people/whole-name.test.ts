import { describe, expect, it } from 'vitest';
import { wholeName } from './whole-name.js';

describe('a name', () => {
  it.each([
    [{ familyName: '张', givenName: '秀英' }, '张秀英'], [{ familyName: 'Jast', givenName: 'Shane' }, 'Shane Jast'], [{ familyName: 'Müller', givenName: '' }, 'Müller'], [{ familyName: '赵', givenName: 'Anna' }, '赵Anna'], [{ familyName: '', givenName: '' }, ''],
  ])('%o is written %s', (name, written) => expect(wholeName(name)).toBe(written));
});
