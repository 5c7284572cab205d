/** A real worker on the run's real Temporal dev server, for API tests: its own task queue is the product's, so one at a time per run. */
import { Connection } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import { inject } from 'vitest';
import { createActivities } from '../../activities/index.js';
import { noHook } from '../../activities/hook.js';
import { createChannels } from '../../channels/registry.js';
import type { Sql } from '../../db/client.js';
import { createMailbox } from '../../db/inbox-messages.js';
import { createRecipientsSince } from '../../db/ledger/recipients.js';
import { createTaskBox } from '../../db/tasks.js';
import { createTokenStore } from '../../db/vendor-tokens.js';
import { createCrypt } from '../../messages/crypt.js';
import { makeBundle } from '../../temporal/bundle.js';
import { createCareClient } from '../../temporal/client.js';
import type { PayloadKeys } from '../../temporal/codec.js';
import type { CareClient } from '../../temporal/client.js';
import { createDataConverter } from '../../temporal/data-converter.js';
import { registerSearchAttributes } from '../../temporal/register.js';
import { relayInbox } from '../../temporal/relay.js';
import { workerOptions } from '../../temporal/worker-options.js';
import { testKeys } from './keys.js';

export type LiveCare = { care: CareClient; work: (sql: Sql) => Promise<{ relay: () => Promise<void>; stop: () => Promise<void> }>; close: () => Promise<void> };

/** `payloadKeys`: of client and worker alike. */
export async function liveCare(payloadKeys: PayloadKeys = testKeys.payload): Promise<LiveCare> {
  const address = inject('temporalAddress');
  const [connection, native] = [await Connection.connect({ address }), await NativeConnection.connect({ address })];
  const dataConverter = createDataConverter(payloadKeys, 'default');
  await registerSearchAttributes(connection, 'default');
  const care = createCareClient({ connection, namespace: 'default', dataConverter });
  return {
    care,
    async work(sql) {
      const crypt = createCrypt(testKeys);
      const ports = { mailbox: createMailbox(sql), tasks: createTaskBox(sql), tokens: createTokenStore(sql, crypt), recipientsSince: createRecipientsSince(sql, crypt) };
      const channels = createChannels({}, ports, { publicUrl: 'https://care.test' });
      const worker = await Worker.create(
        workerOptions({
          connection: native, namespace: 'default', dataConverter, workflowBundle: await makeBundle(), maxCachedWorkflows: 50, shutdownGraceSeconds: 2,
          activities: createActivities({ sql, channels, crypt, publicUrl: 'https://care.test' }),
        }),
      );
      const running = worker.run();
      return {
        relay: async () => {
          await sql`update inbox set next_try_at = now() - interval '1 second' where state = 'accepted'`;
          await relayInbox({ sql, locks: sql, care, hook: noHook, now: Date.now });
        },
        stop: async () => {
          worker.shutdown();
          await running;
        },
      };
    },
    close: async () => {
      await connection.close();
      await native.close();
    },
  };
}
