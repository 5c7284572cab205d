/**
 * Composition root of the worker process: settings -> dependencies -> Temporal worker, and beside it small loops that nobody's
 * workflow depends on being alive: starter, relay, sweep of messages, sweep of files. Stops in order on SIGTERM and when its supervisor disappears.
 */
import { Worker } from '@temporalio/worker';
import { pino } from 'pino';
import { createActivities } from './activities/index.js';
import { hookOf } from './activities/hook.js';
import { createChannels } from './channels/registry.js';
import { connect } from './db/client.js';
import { surviveDriverFault } from './db/driver-fault.js';
import { sweepFiles } from './db/file-sweep.js';
import { raiseOverdueInquiries } from './db/inquiries/overdue.js';
import { tellReplies } from './db/inquiries/reply-notice.js';
import { createMailbox } from './db/inbox-messages.js';
import { createRecipientsSince } from './db/ledger/recipients.js';
import { sweep } from './db/ledger/sweep.js';
import { expireUnits, warnOfExpiry } from './db/entitlement-expiry.js';
import { checkDuePayments } from './db/orders/check-payments.js';
import { checkDueRefunds } from './db/orders/check-refunds.js';
import { otherKeys } from './db/other-keys.js';
import { forgetOldAccess } from './db/forget.js';
import { createTaskBox } from './db/tasks.js';
import { createPayments } from './payments/registry.js';
import { serviceRound } from './db/visits/service-round.js';
import { unprovenServer } from './db/unproven-server.js';
import { createTokenStore } from './db/vendor-tokens.js';
import { fileStoreOf } from './files/files.js';
import { createCrypt } from './messages/crypt.js';
import { settings } from './settings.js';
import { anchorFile } from './platform/anchor-file.js';
import { PlainError } from './platform/plain-error.js';
import { freePort } from './platform/ports.js';
import { workflowBundle } from './temporal/bundle.js';
import { createCareClient } from './temporal/client.js';
import { connectLazily, connectWorker, temporalTarget } from './temporal/connection.js';
import { createDataConverter } from './temporal/data-converter.js';
import { every } from './temporal/every.js';
import { auditRound } from './db/audit/round.js';
import { sealRound } from './db/sealing/round.js';
import { watchRounds } from './db/worker-rounds.js';
import { createRunning } from './temporal/running.js';
import { tellOpenRun } from './temporal/open-run.js';
import { relayInbox } from './temporal/relay.js';
import { startLaunching } from './temporal/starter.js';
import { installTelemetry } from './temporal/telemetry.js';
import { serveHealth } from './temporal/worker-health.js';
import { workerOptions } from './temporal/worker-options.js';

const { databaseUrl, databasePool, auditAt, auditAnchorFile, filesDir, s3, temporal, keys, providers, publicUrl, host, workerHealthPort, logLevel, killAt, vendorPatience, worker: how } = settings();
const log = pino({ name: 'worker', level: logLevel });
const { metrics } = installTelemetry(log, await freePort());
surviveDriverFault((error) => log.error({ error: error instanceof Error ? error.stack : String(error) }, 'uncaught'));
const unproven = unprovenServer(databaseUrl);
if (unproven !== null) log.warn(unproven);
const sql = connect(databaseUrl, { max: databasePool, role: 'wuyou_all_hospitals', applicationName: 'wuyou-worker' });
const locks = connect(databaseUrl, { max: 4, role: 'wuyou_all_hospitals', applicationName: 'wuyou-worker-locks' });
const crypt = createCrypt(keys);
const other = await otherKeys(sql, crypt);
if (other !== null) throw new PlainError(other);
const files = await fileStoreOf(filesDir, s3);
const hook = hookOf(killAt);
const target = temporalTarget(temporal);
const dataConverter = createDataConverter(keys.payload, target.namespace);
const ports = { mailbox: createMailbox(sql), tasks: createTaskBox(sql), tokens: createTokenStore(sql, crypt), recipientsSince: createRecipientsSince(sql, crypt) };
const channels = createChannels(providers, ports, { publicUrl, ...vendorPatience });
const money = { sql, payments: createPayments(providers, { publicUrl, ...(vendorPatience.timeoutMs === undefined ? {} : { timeoutMs: vendorPatience.timeoutMs }) }) };
const ledger = { sql, channels, crypt, publicUrl, hook };

const connection = await connectWorker(target);
const clientConnection = connectLazily(target);
const care = createCareClient({ connection: clientConnection, namespace: target.namespace, dataConverter });
const worker = await Worker.create(
  workerOptions({
    connection, namespace: target.namespace, dataConverter,
    workflowBundle: await workflowBundle(how.bundlePath),
    activities: createActivities(ledger),
    maxCachedWorkflows: how.maxCachedWorkflows,
    shutdownGraceSeconds: how.shutdownGraceSeconds,
    ...(how.deployment === undefined ? {} : { deployment: { name: how.deployment, buildId: how.buildId } }),
  }),
);

const failed = (what: string) => (error: unknown): void => log.warn({ what, error: error instanceof Error ? error.message : String(error), cause: error instanceof Error && error.cause instanceof Error ? error.cause.message : undefined }, 'round failed; it comes again');
const watched = watchRounds(sql, Date.now);
const longSql = () => connect(databaseUrl, { max: 2, role: 'wuyou_all_hospitals', statementTimeoutMs: 120_000, parallel: true, applicationName: 'wuyou-audit' });
const anchor = anchorFile(auditAnchorFile);
const auditing = { crypt, channels, running: createRunning({ connection: clientConnection, namespace: target.namespace }), anchor };
const loops = [
  every(500, watched('starter', () => startLaunching({ sql, care, hook })), failed('starter')),
  every(500, watched('relay', () => relayInbox({ sql, locks, care, hook, now: Date.now })), failed('relay')),
  every(1_500, watched('service loop', () => serviceRound(ledger)), failed('service loop')),
  every(15_000, watched('sweep', () => sweep(ledger, { nudge: (episodeId, obligations) => tellOpenRun({ sql, care }, episodeId, obligations) })), failed('sweep')),
  every(15_000, watched('payments', () => checkDuePayments(money)), failed('payments')),
  every(15_000, watched('refunds', () => checkDueRefunds(money)), failed('refunds')),
  every(60_000, watched('entitlement expiry', () => expireUnits(sql)), failed('entitlement expiry')),
  every(60_000, watched('expiry warning', () => warnOfExpiry(sql)), failed('expiry warning')),
  every(600_000, watched('file sweep', () => sweepFiles(sql, (id) => files.remove(id))), failed('file sweep')),
  every(15_000, watched('overdue questions', () => raiseOverdueInquiries(sql)), failed('overdue questions')),
  every(15_000, watched('reply notices', () => tellReplies(ledger)), failed('reply notices')),
  every(3_600_000, watched('access sweep', () => forgetOldAccess(sql)), failed('access sweep')),
  every(60_000, watched('seal', () => sealRound({ sql, locks, anchor })), failed('seal')),
  every(30_000, watched('audit', () => auditRound({ sql, now: Date.now, at: auditAt, open: longSql, auditing })), failed('audit')),
];
const health = serveHealth({ polling: () => worker.getState() === 'RUNNING', database: () => sql`select 1`, temporal: () => care.ping(), metrics }).listen(workerHealthPort, host);

let stopping = false;
function stop(why: string): void {
  if (stopping) return;
  stopping = true;
  log.info({ why }, 'draining');
  if (worker.getState() === 'RUNNING') worker.shutdown();
}
process.on('SIGTERM', () => stop('SIGTERM'));
process.on('SIGINT', () => stop('SIGINT'));
process.on('disconnect', () => stop('the supervisor is gone'));
process.send?.('ready');

if (!stopping) await worker.run();
await Promise.all(loops.map((loop) => loop.stop()));
health.close();
await clientConnection.close();
await connection.close();
await Promise.all([sql.end({ timeout: 5 }), locks.end({ timeout: 5 })]);
process.exit(0);
