/** `wuyou why`: explains a message or a case from the journal and the ledger, and proves it by running the engine again. */
import { parseArgs } from 'node:util';
import { connect } from '../db/client.js';
import { whyEscalation } from '../db/why/escalation.js';
import { NothingToExplain, say, type Explanation } from '../db/why/explanation.js';
import { whyMessage } from '../db/why/message.js';
import { createCrypt } from '../messages/crypt.js';
import { PlainError, UsageError } from '../platform/plain-error.js';
import { settings } from '../settings.js';

export const summary = 'Explain a message or a case: rule, inputs, version, clock, policies, attempts';
export const usage = `wuyou why <message | attempt | escalation> [--lang zh-CN|en] [--json] [--reveal]

  Takes the id of a message (obligation), of one of its attempts, of the vendor's message, or of a case.
  Values, addresses and texts are masked unless --reveal is given. Exit code 1 when the engine, run again, decides otherwise.`;

export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { lang: { type: 'string' }, json: { type: 'boolean' }, reveal: { type: 'boolean' } } });
  const [ref, ...more] = positionals;
  if (ref === undefined || more.length > 0) throw new UsageError('Name one message or case: wuyou why <id>');
  const { databaseUrl, keys } = settings();
  const sql = connect(databaseUrl, { max: 2, applicationName: 'wuyou-why' });
  try {
    const reveal = values.reveal === true;
    const found = (await whyEscalation(sql, ref, reveal)) ?? (await whyMessage(sql, ref, reveal ? { crypt: createCrypt(keys) } : null));
    if (!found) throw new NothingToExplain(`There is no message and no case "${ref}": take an id from the message list, the worklist or the timeline`);
    return print(found, values);
  } catch (error) {
    throw error instanceof NothingToExplain ? new PlainError(error.message) : error;
  } finally {
    await sql.end();
  }
}

export function print(explanation: Explanation, { lang, json }: { lang?: string | undefined; json?: boolean | undefined }): number {
  if (lang !== undefined && lang !== 'en' && lang !== 'zh-CN') throw new UsageError(`--lang "${lang}" is not known: use zh-CN or en`);
  process.stdout.write(json ? `${JSON.stringify(explanation, null, 2)}\n` : say(explanation, lang ?? 'zh-CN'));
  return explanation.verified ? 0 : 1;
}
