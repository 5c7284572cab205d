import { expect, it } from 'vitest';
import type { CarePathwayStart } from '../workflows/contract.js';
import { createStarting } from './start-soon.js';

const start = (episodeId: string): CarePathwayStart => ({
  v: 1, hospitalId: 'h', episodeId, plan: { id: 'p', version: 1, hash: 'x' }, semantics: 1, clock: { wallAnchor: '2026-03-02T01:00:00.000Z', episodeAnchor: '2026-03-02T01:00:00.000Z', pace: 1 },
});

it('starts at most 32 at once, takes the next when one has ended, and says when none is under way', async () => {
  const ends: (() => void)[] = [];
  const asked: string[] = [];
  const starting = createStarting({
    startEpisode: ({ episodeId }) => {
      asked.push(episodeId);
      return new Promise((resolve, reject) => ends.push(asked.length % 2 === 0 ? () => resolve('running') : () => reject(new Error('Temporal is away'))));
    },
  });
  for (let n = 0; n < 40; n++) starting.soon(start(`e${n}`));
  expect(asked).toHaveLength(32);
  let idle = false;
  const ended = starting.idle().then(() => (idle = true));
  ends[0]?.();
  await new Promise((resolve) => setImmediate(resolve));
  starting.soon(start('later'));
  const begun: string[] = [];
  const later = starting.begun('later').then(() => begun.push('later'));
  await starting.begun('e0').then(() => begun.push('e0'));
  expect(asked.at(-1)).toBe('later');
  expect([idle, begun]).toEqual([false, ['e0']]);
  for (const end of ends) end();
  await Promise.all([ended, later]);
  expect(idle).toBe(true);
});
