/** What a way to break the data is given, and how it reaches behind the triggers. */
import type { Check } from '../audit/breach.js';
import type { Tx } from '../client.js';
import type { FakeVendor } from './fake-channel.js';

/** `pick` draws by seed from what there is; `vendor` is the other side. Returns what was broken, for the reader of a failure. */
export type Breaking = { tx: Tx; pick: <T>(of: readonly T[]) => T; vendor: FakeVendor };
/** `says`: what the breach must speak of, so that a mutation is not called found for another reason. */
export type Mutation = { name: string; seenBy: Check; says: RegExp; break: (breaking: Breaking) => Promise<string> };

export const anyRow = async <T extends object>({ pick }: Breaking, rows: Promise<readonly T[]>): Promise<T> => pick(await rows);

/** What a trigger would refuse, an intruder with the owner's password would not be refused. */
export async function behindTheTriggers(tx: Tx, table: 'journal' | 'patient' | 'entitlement_entry' | 'redemption' | 'audit_log' | 'seal', work: () => Promise<void>): Promise<void> {
  await tx`alter table ${tx(table)} disable trigger user`;
  await work();
  await tx`alter table ${tx(table)} enable trigger user`;
}
