/** A version is for ever, so a word that the command does not know publishes nothing. */
import { describe, expect, it } from 'vitest';
import { run } from './publish.js';

const id = '00000000-0000-4000-8000-000000000000';

describe('wuyou publish', () => {
  it.each([['--dry-run'], ['--chek'], ['--impct', `--hospital=${id}`], ['-n']])('refuses %s', async (...options) => {
    await expect(run(['discharge-follow-up', ...options])).rejects.toMatchObject({ code: 'ERR_PARSE_ARGS_UNKNOWN_OPTION', message: expect.stringContaining(`Unknown option '${options[0]}'`) as string });
  });

  it('refuses a hospital without a name, and an option that takes none with one', async () => {
    await expect(run(['discharge-follow-up', '--hospital'])).rejects.toThrow("Option '--hospital <value>' argument missing");
    await expect(run(['discharge-follow-up', '--check=no'])).rejects.toThrow("Option '--check' does not take an argument");
    await expect(run(['discharge-follow-up', '--hospital', 'ward-3', '--check'])).rejects.toThrow('--hospital is the id of a hospital');
    await expect(run(['--check'])).rejects.toThrow('Name a pathway');
  });

  it('takes the hospital in both ways of writing, before and behind the pathway', async () => {
    for (const options of [[`--hospital=${id}`], ['--hospital', id]]) {
      expect(await run([...options, 'discharge-follow-up', '--check'])).toBe(0);
      expect(await run(['discharge-follow-up', ...options, '--check'])).toBe(0);
    }
  });
});
