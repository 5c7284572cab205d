/** Bundled beside the workflow when goldens are replayed: reports what the run asks of the outside, which Temporal's own replay does not compare. */
import { proxySinks, type Sinks, type WorkflowInterceptorsFactory } from '@temporalio/workflow';

export type Call = { activity: string; args: unknown[] } | { timerMs: number };
export interface WatchSinks extends Sinks {
  watch: { call(call: Call): void };
}

const { watch } = proxySinks<WatchSinks>();

export const interceptors: WorkflowInterceptorsFactory = () => ({
  outbound: [
    {
      scheduleActivity(input, next) {
        watch.call({ activity: input.activityType, args: input.args });
        return next(input);
      },
      startTimer(input, next) {
        watch.call({ timerMs: input.durationMs });
        return next(input);
      },
    },
  ],
});
