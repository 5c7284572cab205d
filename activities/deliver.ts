import type { LedgerDeps } from '../db/ledger/deps.js';
import { deliverObligations } from '../db/ledger/deliver.js';
import { withFailureCodes } from './errors.js';
import type { Activities } from './port.js';

export const createDeliver = (deps: LedgerDeps): Activities['deliver'] =>
  async function deliver(request) {
    return withFailureCodes(() => deliverObligations(deps, request));
  };
