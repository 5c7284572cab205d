/**
 * Has the Temporal SDK download a server into a folder: `node --import tsx platform/sdk-download.ts <cli|test-server> <folder>`.
 * A process of its own, because the SDK starts the server too, and its native runtime would stay in ours.
 */
import { TestWorkflowEnvironment } from '@temporalio/testing';

const [what, downloadDir = '.'] = process.argv.slice(2);
const server = { executable: { type: 'cached-download' as const, downloadDir, version: 'default', ttl: '3650 days' as const } };
const environment = await (what === 'cli' ? TestWorkflowEnvironment.createLocal({ server }) : TestWorkflowEnvironment.createTimeSkipping({ server }));
await environment.teardown();
