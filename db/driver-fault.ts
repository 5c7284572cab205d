/**
 * Two faults of postgres 3.4.9 end a process whenever the database crashes, past every try and catch of ours:
 * - it writes to a socket that is gone when a connection dies inside a transaction (github.com/porsager/postgres issues 1154, 1208);
 * - a fresh connection that dies while it still reads the array types rejects a promise that the driver itself forgot.
 * In both cases the query in question fails by itself, so there is nothing left to do. Anything else ends the process, as Node would.
 */
import { databaseTrouble } from './errors.js';

export const isDriverFault = (error: unknown): boolean =>
  error instanceof TypeError && error.message === "Cannot read properties of null (reading 'write')" && /\bnextWrite\b.*[\\/]postgres[\\/](src|cjs[\\/]src)[\\/]connection[.]js/.test(error.stack ?? '');

export function surviveDriverFault(report: (error: unknown) => void): void {
  process.on('uncaughtException', (error) => {
    report(error);
    if (!isDriverFault(error)) process.exit(1);
  });
  process.on('unhandledRejection', (reason) => {
    report(reason);
    if (databaseTrouble(reason)?.code !== 'unreachable' && databaseTrouble(reason)?.code !== 'starting-or-stopping') process.exit(1);
  });
}
