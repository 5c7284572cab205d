import type { Sql } from '../db/client.js';
import { record as recordEntries } from '../db/record.js';
import { withFailureCodes, withRefusedData } from './errors.js';
import type { Hook } from './hook.js';
import type { Activities } from './port.js';

export const createRecord = ({ sql, hook }: { sql: Sql; hook: Hook }): Activities['record'] =>
  async function record(request) {
    hook('before-record');
    const result = await withFailureCodes(() => withRefusedData(() => recordEntries(sql, request)));
    hook('after-record');
    return result;
  };
