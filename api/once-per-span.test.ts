import { expect, it } from 'vitest';
import { OncePerSpan } from './once-per-span.js';

const setting = (mostKeys?: number) => {
  const clock = { ms: 0 };
  const done: string[] = [];
  const once = new OncePerSpan(() => clock.ms, mostKeys);
  return { clock, done, run: (key: string, forMs = 100) => once.run('her', key, async () => (done.push(key), Promise.resolve(forMs))), once };
};

it('does it once for each key, and anew when the time that it said is over', async () => {
  const { clock, done, run } = setting();
  for (const ms of [0, 99, 100, 199]) {
    clock.ms = ms;
    await Promise.all([run('a'), run('b'), run('a')]);
  }
  expect(done).toEqual(['a', 'b', 'a', 'b']);
});

it('what failed is told to whoever waited for it, and is tried again by the next', async () => {
  const { done, run, once } = setting();
  const failing = once.run('her', 'a', () => Promise.reject(new Error('full')));
  await expect(failing).rejects.toThrow('full');
  await run('a');
  expect(done).toEqual(['a']);
});

it('forgets the oldest key rather than fill the memory', async () => {
  const { done, run } = setting(2);
  for (const key of ['a', 'b', 'c', 'c', 'a']) await run(key);
  expect(done).toEqual(['a', 'b', 'c', 'a']);
});
