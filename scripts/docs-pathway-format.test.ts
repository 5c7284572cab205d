import { expect, it } from 'vitest';
import { outdated } from './docs-pathway-format.js';

it('the pathway format page and the JSON Schemas say what the language does today (else run: node --import tsx scripts/docs-pathway-format.ts)', () =>
  expect(outdated()).toEqual([]), /* Compiles and runs every example. */ 120_000);
