/** The bare workflow as a caller sees it. */
import { Client, type Connection } from '@temporalio/client';
import { accept, answer, bare, end } from './bare-workflow.js';
import { bareTaskQueue } from './bare-settings.js';

export type Bare = {
  /** Resolves when the server holds it. */
  launch(id: string, dues: number[]): Promise<void>;
  /** Resolves when the answer's row is committed and the history says so. */
  answer(id: string, key: string): Promise<void>;
  accept(id: string, key: string): Promise<void>;
  end(id: string): Promise<void>;
};

export function bareOn(connection: Connection): Bare {
  const { workflow } = new Client({ connection, namespace: 'default' });
  return {
    launch: async (id, dues) => void (await workflow.start(bare, { workflowId: id, taskQueue: bareTaskQueue, args: [id, dues] })),
    answer: async (id, key) => void (await workflow.getHandle(id).executeUpdate(answer, { args: [key], updateId: key })),
    accept: async (id, key) => void (await workflow.getHandle(id).executeUpdate(accept, { args: [key], updateId: key })),
    end: (id) => workflow.getHandle(id).signal(end),
  };
}
