/** `wuyou audit`: proves the promises of docs/operations.md against the rows, the journal, the workflows and the vendors' own lists. */
import { parseArgs } from 'node:util';
import { createChannels } from '../channels/registry.js';
import { audit, type AuditReport } from '../db/audit/audit.js';
import { usualGraceSeconds } from '../db/audit/round.js';
import { keepReport } from '../db/audit/runs.js';
import { connect } from '../db/client.js';
import { createMailbox } from '../db/inbox-messages.js';
import { createRecipientsSince } from '../db/ledger/recipients.js';
import { createTaskBox } from '../db/tasks.js';
import { createTokenStore } from '../db/vendor-tokens.js';
import { createCrypt } from '../messages/crypt.js';
import { fromMs, isInstant, parseInstant } from '../pathways/time.js';
import { anchorFile } from '../platform/anchor-file.js';
import { UsageError } from '../platform/plain-error.js';
import { settings } from '../settings.js';
import { connectLazily, temporalTarget } from '../temporal/connection.js';
import { createRunning } from '../temporal/running.js';

export const summary = 'Prove that no message was lost, doubled or silent; exit code 1 on any breach';
export const usage = `wuyou audit [--since 24h|7d|<instant>] [--grace <seconds>] [--without-temporal] [--json]

  Checks thirteen promises and prints one line each, then every breach with what it is about.
  --since             looks at what happened since then (default: everything); the vendors' lists are asked from then on
  --grace             what may lie between two steps before it counts as lost (default 900)
  --without-temporal  does not ask whether the workflows run
  Exit code 1 when anything is broken.`;

const mostShown = 50;

export async function run(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { since: { type: 'string' }, grace: { type: 'string' }, 'without-temporal': { type: 'boolean' }, json: { type: 'boolean' } } });
  const graceSeconds = Number(values.grace ?? usualGraceSeconds);
  if (!Number.isFinite(graceSeconds) || graceSeconds < 0) throw new UsageError(`--grace "${values.grace}" is not a number of seconds: wuyou audit --grace 900`);
  const { databaseUrl, keys, providers, publicUrl, temporal, auditAnchorFile } = settings();
  const sql = connect(databaseUrl, { max: 4, statementTimeoutMs: 120_000, parallel: true, applicationName: 'wuyou-audit' });
  const crypt = createCrypt(keys);
  const ports = { mailbox: createMailbox(sql), tasks: createTaskBox(sql), tokens: createTokenStore(sql, crypt), recipientsSince: createRecipientsSince(sql, crypt) };
  const target = temporalTarget(temporal);
  const connection = values['without-temporal'] ? null : connectLazily(target);
  const since = sinceOf(values.since);
  const startedAt = fromMs(Date.now());
  try {
    const report = await audit({
      sql, crypt, graceSeconds, since, channels: createChannels(providers, ports, { publicUrl }), anchor: anchorFile(auditAnchorFile),
      ...(connection ? { running: createRunning({ connection, namespace: target.namespace }) } : {}),
    });
    process.stdout.write(values.json ? `${JSON.stringify(report, null, 2)}\n` : table(report));
    // What was found stands on the screen already; that it could not be kept is said beside it.
    await keepReport(sql, report, { startedAt, since }).catch((error: unknown) => process.stderr.write(`The result could not be kept for the page of operations: ${error instanceof Error ? error.message : String(error)}\n`));
    return report.breaches === 0 ? 0 : 1;
  } finally {
    await connection?.close();
    await sql.end();
  }
}

/** `24h` and `7d` count back from now. */
function sinceOf(text: string | undefined): string | null {
  if (text === undefined) return null;
  const back = /^(\d{1,5})([hd])$/.exec(text);
  if (back) return fromMs(Date.now() - Number(back[1]) * (back[2] === 'd' ? 24 : 1) * 3_600_000);
  if (isInstant(text)) return text;
  try {
    return parseInstant(text);
  } catch {
    throw new UsageError(`--since "${text}" is not a time: write 24h, 7d or 2026-03-02T00:00:00Z`);
  }
}

export function table({ results, breaches }: AuditReport): string {
  const lines = results.map(({ check, promise, looked, breaches: found, note }) =>
    `${found.length === 0 ? '✓' : '✗'} ${check}  ${promise.padEnd(58)} ${String(looked).padStart(7)} looked at  ${found.length === 0 ? 'clean' : `${found.length} broken`}${note ? `  (${note})` : ''}`);
  const details = results.flatMap(({ breaches: found }) => found.slice(0, mostShown).map(({ check, ref, what }) => `  ${check}  ${ref}\n       ${what}`));
  const more = results.filter(({ breaches: found }) => found.length > mostShown).map(({ check, breaches: found }) => `  ${check}  ... and ${found.length - mostShown} more (--json shows all)`);
  return `${[...lines, ...(details.length > 0 ? ['', ...details, ...more] : []), '', breaches === 0 ? 'Audit clean.' : `Audit: ${breaches} breach(es).`].join('\n')}\n`;
}
