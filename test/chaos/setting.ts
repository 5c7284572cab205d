/** What a run consists of. */
import type { startVendors } from '../vendors/start-vendors.js';
import type { Care } from './care.js';
import { launchPatient, type Hospital } from './hospital.js';
import type { Program } from './processes.js';
import type { FaultName } from './faults.js';
import type { Form } from './plan.js';
import type { Proxy } from './proxy.js';
import type { Surroundings } from './surroundings.js';
import type { Traffic } from './traffic.js';
import { mix, receipts, vendors } from './vendor-faults.js';

export type Options = { crashes: number; seed: number; form: Form; patients: number; say: (line: string) => void; /** For the logs of worker and API. */ logFolder: string };

export type Run = {
  options: Options;
  care: Care;
  traffic: Traffic;
  hospital: Hospital;
  around: Surroundings;
  vendor: Awaited<ReturnType<typeof startVendors>>;
  worker: Program;
  /** For the time when the first one sleeps. On a port that is free then: one chosen at the start may be somebody else's after half an hour. */
  secondWorker: () => Promise<Program>;
  /** Between our processes and what they talk to. */
  network: { database: readonly Proxy[]; vendors: readonly Proxy[] };
  api: Program;
  /** Launched so far. */
  patients: number;
  counterFile: string;
  /** How often the effect of each named fault was seen; -1: this machine cannot do it. */
  felt: Partial<Record<FaultName, number>>;
};

/** The vendors' windows, shortened so that a run lasts minutes; their order (timeout < late acceptance < look-up) is that of the real ones. */
export const patience = { VENDOR_TIMEOUT_MS: '1500', VENDOR_LOOKUP_AFTER_MS: '4000', VENDOR_RECEIPT_WITHIN_MS: '5000' };
const lateMs = 2_500;

export async function misbehave(run: Run): Promise<void> {
  for (const [i, name] of vendors.entries()) {
    await run.vendor.late(name, lateMs);
    await run.vendor.mix(name, { seed: run.options.seed + 10 + i, weights: mix });
  }
  await mute(run, false);
}

/** Without receipts, acceptances grow overdue and the sweep has something to find. */
export async function mute({ vendor, options: { seed } }: Run, silent: boolean): Promise<void> {
  for (const [i, name] of vendors.entries()) await vendor.receipts(name, silent ? null : { ...receipts, shuffleSeed: seed + 20 + i });
}

export async function launchOne(run: Run): Promise<void> {
  run.patients += 1;
  const { episodeId } = await launchPatient(run.care, run.hospital, run.patients);
  run.traffic.episodes.push(episodeId);
}
