import { transact } from '../db/client.js';
import { claimIn } from '../db/ledger/claim.js';
import { goOn } from '../db/ledger/deliver.js';
import type { LedgerDeps } from '../db/ledger/deps.js';
import { ChainBroken, recordIn } from '../db/record.js';
import { withFailureCodes, withRefusedData } from './errors.js';
import type { Activities } from './port.js';

/** Journal and claims commit together: no message leaves for an entry that does not exist, and no entry's message is forgotten. */
export const createCarryOut = (deps: LedgerDeps): Activities['carryOut'] =>
  async function carryOut({ deliver: request, ...entries }) {
    return withFailureCodes(async () => {
      deps.hook('before-record');
      const startedMs = performance.now();
      const done = await withRefusedData(() => transact(deps.sql, async (tx) => {
        const recorded = await recordIn(tx, entries);
        if ('broken' in recorded) return recorded;
        const claims = await claimIn(tx, deps, request, recorded.patientId);
        deps.hook('in-record');
        return { ...recorded, claims };
      }));
      if ('broken' in done) throw new ChainBroken(done.broken);
      deps.hook('after-record');
      return { inputs: done.inputs, ...(await goOn(deps, request, { ...done.claims, startedMs })) };
    });
  };
