/** What a team would build instead of a workflow per patient: a table of jobs. No state of a patient, no history, no query; the reminder alone. */
export type Rival = {
  name: string;
  /** Resolves when they are committed. Each writes its mark (bare-activities.ts) when it runs. */
  enqueue(keys: readonly string[], dueMs: number): Promise<void>;
  stop(): Promise<void>;
};

/** Jobs that may be under way at once in each rival: as many as our worker has database connections. */
export const jobsAtOnce = 10;
