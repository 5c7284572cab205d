import { describe, expect, it } from 'vitest';
import { UsageError } from '../platform/plain-error.js';
import { episodeIdsOf, run } from './resume.js';

const [one, two] = ['0198c0de-0000-7000-8000-000000000001', '0198c0de-0000-7000-8000-000000000002'];

describe('wuyou resume', () => {
  it('takes ids as the audit, the Temporal UI and its command line write them, each once', () => {
    expect(episodeIdsOf([one, `episode/${two}`])).toEqual([one, two]);
    expect(episodeIdsOf([`episode/${one}/late/3`, one, one.toUpperCase()])).toEqual([one]);
  });

  it('names every word that is no id before the first episode is started', async () => {
    const wrong = run([one, 'episode/0198c0de', `patient/${two}`, `episode/${two}/late/x`]);
    await expect(wrong).rejects.toBeInstanceOf(UsageError);
    await expect(wrong).rejects.toThrow(`No episode ids: episode/0198c0de, patient/${two}, episode/${two}/late/x. Nothing was started`);
    await expect(run([])).rejects.toThrow('Name the episodes');
    await expect(run([one, '--halted'])).rejects.toThrow('Name the episodes');
  });
});
