/** `wuyou why-not`: explains why a step of an episode did not happen (yet). */
import { parseArgs } from 'node:util';
import { connect } from '../db/client.js';
import { NothingToExplain } from '../db/why/explanation.js';
import { whyNotStep } from '../db/why/step.js';
import { PlainError, UsageError } from '../platform/plain-error.js';
import { settings } from '../settings.js';
import { print } from './why.js';

export const summary = 'Explain why a step of an episode did not happen (yet)';
export const usage = `wuyou why-not <episode> <step> [--lang zh-CN|en] [--json] [--reveal]

  Shows the step's instances with their reasons, the rules that would start it with what they said, and how the episode stands.
  Values are masked unless --reveal is given.`;

export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { lang: { type: 'string' }, json: { type: 'boolean' }, reveal: { type: 'boolean' } } });
  const [episode, step, ...more] = positionals;
  if (episode === undefined || step === undefined || more.length > 0) throw new UsageError('Name an episode and a step: wuyou why-not <episode> <step>');
  const sql = connect(settings().databaseUrl, { max: 2, applicationName: 'wuyou-why' });
  try {
    return print(await whyNotStep(sql, episode, step, values.reveal === true), values);
  } catch (error) {
    throw error instanceof NothingToExplain ? new PlainError(error.message) : error;
  } finally {
    await sql.end();
  }
}
