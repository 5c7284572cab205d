/**
 * postgres 3.4.9 writes to a socket that is gone when a connection dies inside a transaction, from a callback that nobody can catch
 * (github.com/porsager/postgres issues 1154 and 1208): without this, every crash of the database takes worker and API along. The query in
 * question has been rejected as CONNECTION_CLOSED already, so there is nothing left to do. Any other exception ends the process, as before.
 */
export const isDriverFault = (error: unknown): boolean =>
  error instanceof TypeError && error.message === "Cannot read properties of null (reading 'write')" && /\bnextWrite\b.*[\\/]postgres[\\/](src|cjs[\\/]src)[\\/]connection[.]js/.test(error.stack ?? '');

export function surviveDriverFault(report: (error: unknown) => void): void {
  process.on('uncaughtException', (error) => {
    report(error);
    if (!isDriverFault(error)) process.exit(1);
  });
}
