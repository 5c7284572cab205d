import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { readDischarge } from '../../../../discharges/read.js';
import { sayMissing } from './missing.js';

it('whatever a bundle does not say has Chinese words', () => {
  const fixture: unknown = JSON.parse(readFileSync(new URL('../../../../discharges/fixtures/r4-bundle.json', import.meta.url), 'utf8'));
  const bare = { patient: { identifiers: [{ system: 'mrn', value: '1' }] }, stay: { ref: 's1', dischargedAt: null } };
  const missing = [fixture, bare].flatMap((document) => { const read = readDischarge(document); return read.ok ? read.missing : []; });
  expect(missing).not.toEqual([]);
  expect(missing.filter((what) => !/\p{Script=Han}/u.test(sayMissing(what, 'zh-CN')))).toEqual([]);
});
