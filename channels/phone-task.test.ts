import { MemoryTable } from '../test/vendors/memory-table.js';
import { channelContract } from './channel.contract.js';
import { type TaskBox, createPhoneTaskChannel } from './phone-task.js';

channelContract('The phone task', {
  create: async () => {
    const table = new MemoryTable();
    let n = 0;
    const tasks: TaskBox = {
      store: async ({ attemptId, instruction }) => {
        const id = `task-${++n}`;
        await table.insert({ id, channel: 'phone-task', attemptId, to: 'case-manager', content: instruction });
        return { id };
      },
      find: (attemptId) => table.find(attemptId),
      since: (since) => table.since(since),
    };
    return { vendor: table, open: (timeoutMs) => createPhoneTaskChannel(tasks, timeoutMs) };
  },
  to: 'case-manager',
  rejections: [],
  throttle: null,
  markerOf: (attemptId) => attemptId,
  canLookUp: true,
  canList: true,
  canBeUnreachable: false,
  littlePatienceMs: 30,
});
