// Planted: the lint must refuse this file (test/checks.test.ts).
import { proxyActivities } from '@temporalio/workflow';

type Activities = { record(entry: string): Promise<void> };
const { record } = proxyActivities<Activities>({ startToCloseTimeout: '10 seconds' });

export async function forgetful(): Promise<void> {
  record('an effect that nobody counts');
  proxyActivities<Activities>({ startToCloseTimeout: '1 minute' }).record('another one');
}
