import { MemoryTable } from '../../test/vendors/memory-table.js';
import { channelContract } from '../channel.contract.js';
import { createInboxChannel } from './inbox-channel.js';

for (const channel of ['sms', 'wechat', 'email', 'wecom'] as const) {
  channelContract(`The local inbox for ${channel}`, {
    create: async () => {
      const table = new MemoryTable();
      const mailbox = {
        store: ({ body, ...entry }: { body: string; id: string; channel: string; attemptId: string; to: string }) => table.insert({ ...entry, content: body }),
        find: async (_channel: string, attemptId: string) => table.find(attemptId),
        since: async (_channel: string, since: string) => table.since(since),
      };
      return { vendor: table, open: (timeoutMs) => createInboxChannel({ channel, mailbox, timeoutMs }) };
    },
    to: '+8613912345678',
    rejections: [],
    throttle: null,
    markerOf: (attemptId) => attemptId,
    canLookUp: true,
    canList: true,
    canBeUnreachable: false,
    littlePatienceMs: 30,
  });
}
