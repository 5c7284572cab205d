/** Entry point of the worker: every activity of `port.ts`, each a verb in its own file, with its dependencies by closure. */
import type { LedgerDeps } from '../db/ledger/deps.js';
import { createCarryOut } from './carry-out.js';
import { createDeliver } from './deliver.js';
import { createHalt } from './halt.js';
import { noHook, type Hook } from './hook.js';
import { createLoadPlan } from './load-plan.js';
import type { Activities } from './port.js';
import { createRecord } from './record.js';

export type ActivityDeps = Omit<LedgerDeps, 'hook'> & { hook?: Hook };

export function createActivities({ hook = noHook, ...rest }: ActivityDeps): Activities {
  const deps: LedgerDeps = { ...rest, hook };
  return { loadPlan: createLoadPlan(deps), record: createRecord(deps), carryOut: createCarryOut(deps), deliver: createDeliver(deps), halt: createHalt(deps) };
}
