import { expect, it } from 'vitest';
import { outdated } from './docs-packages.js';

it('the handbook says what the packages are today (else run: npm run docs:packages)', () => expect(outdated()).toEqual([]));
