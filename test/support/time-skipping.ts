/** An environment whose clock jumps. Its clock is global to its server, so every test file takes one of its own. */
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { inject } from 'vitest';

/** The SDK gives a server five seconds to answer; on a busy machine the first JVM needs more, the next finds its files in memory. */
const attempts = 3;

export async function timeSkippingEnvironment(): Promise<TestWorkflowEnvironment> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await TestWorkflowEnvironment.createTimeSkipping({ server: { executable: { type: 'existing-path', path: inject('testServerPath') } } });
    } catch (error) {
      if (attempt === attempts) throw error;
    }
  }
}
