/** Failure codes of the activities: the type is what the workflow and docs/errors.md know them by; the message names ids only. */
import { activityInfo } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import { databaseTrouble, refusedData } from '../db/errors.js';
import { ChainBroken, OutOfOrder } from '../db/record.js';

/**
 * So often an entry waits for its predecessor (about six seconds by the retry policy of `workflows/activity-stubs.ts`). Every request carries all entries that no
 * answer has confirmed, so one that is still missing then was never asked for, or the database lost it: a person must look.
 */
const triesForPredecessor = 8;

/** So often data is tried that the database refuses (about two minutes): a worker of another build may write it otherwise, or a colliding row be gone. By convention (C). */
const triesForData = 12;

export const failures = {
  /** The hash in the run's start matches no published version: publishing is immutable, so waiting does not help. */
  PlanNotFound: (key: { id: string; version: number; hash: string }) =>
    ApplicationFailure.nonRetryable(`No published version ${key.id}@${key.version} with hash ${key.hash} in this hospital: restore it from the backup`, 'PlanNotFound'),
  /** The journal contradicts the run; the episode is halted and an alarm raised. */
  ChainBroken: (detail: string) => ApplicationFailure.nonRetryable(detail, 'ChainBroken'),
  /** An earlier entry is still on its way; after too many tries (`attempt`, from 1) it is not: the episode halts and an alarm is raised. */
  OutOfOrder: (detail: string, attempt: number) =>
    attempt < triesForPredecessor ? ApplicationFailure.retryable(detail, 'OutOfOrder') : ApplicationFailure.nonRetryable(detail, 'OutOfOrder'),
  /** The database refuses for good what the entry would write. Nothing was stored, and nothing after it can be: the episode halts and an alarm is raised. */
  Unstorable: (detail: string, attempt: number) =>
    attempt < triesForData ? ApplicationFailure.retryable(detail, 'Unstorable') : ApplicationFailure.nonRetryable(detail, 'Unstorable'),
  /** Nothing was stored; the same call works once the database does. */
  DatabaseUnavailable: (detail: string) => ApplicationFailure.retryable(detail, 'DatabaseUnavailable'),
} as const;

/** Expected faults get their code; anything else is a bug and keeps its stack. */
export async function withFailureCodes<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ChainBroken) throw failures.ChainBroken(error.message);
    if (error instanceof OutOfOrder) throw failures.OutOfOrder(error.message, activityInfo().attempt);
    const trouble = databaseTrouble(error);
    if (trouble) throw failures.DatabaseUnavailable(trouble.message);
    throw error;
  }
}

/** Of the transaction that writes the journal: what the database refuses of it would hold back everything that comes after, in silence. */
export async function withRefusedData<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const refused = refusedData(error);
    throw refused === null ? error : failures.Unstorable(refused, activityInfo().attempt);
  }
}
