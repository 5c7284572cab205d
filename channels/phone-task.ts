/** The channel for which a person is the provider: the message becomes a task in the worklist, and whoever calls records the outcome. */
import type { Channel, LookupResult, OutboundMessage, SendResult } from './channel.js';
import { withinDeadline } from './one-post.js';

/** One row of the worklist, as this channel knows it; the rest of a task (role, due time) comes from the obligation. */
export type PhoneTask = { attemptId: string; hospitalId: string; instruction: string };

/** The table behind the worklist. */
export type TaskBox = {
  /** Inserts and answers the task's id; fails when the attempt has one already. */
  store(task: PhoneTask): Promise<{ id: string }>;
  find(attemptId: string): Promise<{ id: string } | null>;
  since(since: string): Promise<{ id: string; attemptId: string; to: string; at: string }[]>;
};

export function createPhoneTaskChannel(tasks: TaskBox, timeoutMs = 5_000): Channel {
  return {
    name: 'phone-task',
    provider: 'worklist',
    timeoutMs,
    // Being on the list is all that this channel promises; the call's outcome is an input of its own.
    receipt: { withinMs: 0, ifNone: 'sent' },
    ambiguity: { lookupAfterMs: 2 * timeoutMs, ifAbsent: 'resend', ifUnknown: 'resend', resend: { withinMs: 24 * 3_600_000, atMost: 3 } },

    async send({ attemptId, hospitalId, body }: OutboundMessage): Promise<SendResult> {
      try {
        const { id } = await withinDeadline(tasks.store({ attemptId, hospitalId, instruction: body }), timeoutMs);
        return { outcome: 'accepted', providerMessageId: id };
      } catch {
        return { outcome: 'ambiguous', detail: 'The task table did not confirm the row' };
      }
    },

    async lookup({ attemptId }: OutboundMessage): Promise<LookupResult> {
      try {
        const task = await withinDeadline(tasks.find(attemptId), timeoutMs);
        return task ? { found: 'yes', providerMessageId: task.id, status: 'delivered' } : { found: 'no' };
      } catch {
        return { found: 'unknown', detail: 'The task table did not answer' };
      }
    },

    async list(since: string) {
      const rows = await tasks.since(since);
      return rows.map(({ id, to, attemptId, at }) => ({ providerMessageId: id, to, attemptId, at }));
    },
  };
}
