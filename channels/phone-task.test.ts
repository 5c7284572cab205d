import { MemoryTable } from '../test/vendors/memory-table.js';
import { channelContract } from './channel.contract.js';
import { createPhoneTaskChannel } from './phone-task.js';

channelContract('The phone task', {
  create: async () => {
    const table = new MemoryTable();
    let n = 0;
    const channel = createPhoneTaskChannel(
      {
        store: async ({ attemptId, instruction }) => {
          const id = `task-${++n}`;
          await table.insert({ id, channel: 'phone-task', attemptId, to: 'case-manager', content: instruction });
          return { id };
        },
        find: (attemptId) => table.find(attemptId),
        since: (since) => table.since(since),
      },
      30,
    );
    return { channel, vendor: table };
  },
  to: 'case-manager',
  rejections: [],
  throttle: null,
  markerOf: (attemptId) => attemptId,
  canLookUp: true,
  canList: true,
  canBeUnreachable: false,
});
