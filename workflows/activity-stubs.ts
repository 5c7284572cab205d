/** How long each activity may take and how it is tried again, with the reasons. A summary per call makes the history readable. */
import { proxyActivities } from '@temporalio/workflow';
import type { ActivityOptions } from '@temporalio/workflow';
import type { Activities } from '../activities/port.js';

/**
 * The database is ours: an episode must not lose events, so try for ever. The first retry comes after 50 ms because an entry that overtook
 * its predecessor is welcome that soon (ADR 0002); a minute at most, so that an outage ends for the patient when it ends for the database.
 */
const ours: ActivityOptions = {
  startToCloseTimeout: '10 seconds',
  retry: { initialInterval: '50 milliseconds', backoffCoefficient: 2, maximumInterval: '1 minute' },
};

/**
 * These also wait for vendors: a POST may take its channel's whole timeout. The worker heartbeats for every running activity
 * (temporal/heartbeat.ts), so that one which died with its worker is taken up again after 10 seconds, not after two minutes. Tried for ever
 * as well: what may be sent twice is decided by the ledger's claim, never by giving up here.
 */
const withVendors: ActivityOptions = {
  startToCloseTimeout: '2 minutes',
  heartbeatTimeout: '10 seconds',
  retry: { initialInterval: '50 milliseconds', backoffCoefficient: 2, maximumInterval: '1 minute' },
};

const database = proxyActivities<Pick<Activities, 'loadPlan' | 'record' | 'halt'>>(ours);
const vendors = proxyActivities<Pick<Activities, 'carryOut' | 'deliver'>>(withVendors);

type Call<K extends keyof Activities> = (summary: string, request: Parameters<Activities[K]>[0]) => ReturnType<Activities[K]>;

export const loadPlan: Call<'loadPlan'> = (summary, request) => database.loadPlan.executeWithOptions({ ...ours, summary }, [request]);
export const record: Call<'record'> = (summary, request) => database.record.executeWithOptions({ ...ours, summary }, [request]);
export const halt: Call<'halt'> = (summary, request) => database.halt.executeWithOptions({ ...ours, summary }, [request]);
export const carryOut: Call<'carryOut'> = (summary, request) => vendors.carryOut.executeWithOptions({ ...withVendors, summary }, [request]);
export const deliver: Call<'deliver'> = (summary, request) => vendors.deliver.executeWithOptions({ ...withVendors, summary }, [request]);
