/** The bare workflow's worker, a process of its own as ours is: nothing but Temporal and one insert. */
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { NativeConnection, Worker } from '@temporalio/worker';
import { connect } from '../../db/client.js';
import { bareSettings, bareTaskQueue } from './bare-settings.js';
import { mark, type BareActivities } from './bare-activities.js';
import { quietRuntime } from '../../test/episodes/care-run.js';

const { address, databaseUrl, port } = bareSettings();
quietRuntime();
const sql = connect(databaseUrl, { max: 10 });
const activities: BareActivities = { mark: (key, dueMs) => mark(sql, key, dueMs) };
const worker = await Worker.create({
  connection: await NativeConnection.connect({ address }), namespace: 'default', taskQueue: bareTaskQueue, activities,
  workflowsPath: fileURLToPath(new URL('./bare-workflow.ts', import.meta.url)), maxCachedWorkflows: 10_000, shutdownGraceTime: '2 seconds',
});
createServer((_, response) => void response.writeHead(worker.getState() === 'RUNNING' ? 200 : 503).end()).listen(port, '127.0.0.1');
process.on('SIGTERM', () => worker.shutdown());
await worker.run();
await sql.end({ timeout: 2 });
process.exit(0);
