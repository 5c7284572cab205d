/**
 * Tells Temporal that an activity is alive while it waits for a vendor. When the worker dies, the silence is noticed after the heartbeat
 * timeout (10 s, workflows/activity-stubs.ts) instead of after the whole start-to-close timeout.
 */
import type { ActivityInterceptorsFactory } from '@temporalio/worker';

/** Three misses fit into the timeout. Most activities are over before the first. */
const everyMs = 3000;

export const heartbeats: ActivityInterceptorsFactory = (context) => ({
  inbound: {
    async execute(input, next) {
      if (context.info.heartbeatTimeoutMs === undefined) return next(input);
      const timer = setInterval(() => context.heartbeat(), everyMs);
      try {
        return await next(input);
      } finally {
        clearInterval(timer);
      }
    },
  },
});
