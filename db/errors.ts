/** PostgreSQL's troubles in words a person can act on. */

export type DatabaseTrouble = {
  /** Machine word for problem+json and for activity failures. */
  code: 'disk-full' | 'unreachable' | 'starting-or-stopping' | 'too-many-connections' | 'refused-sign-in' | 'no-database' | 'busy' | 'read-only' | 'out-of-memory';
  message: string;
};

const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : '';

const troubles: { codes: string[]; trouble: DatabaseTrouble }[] = [
  {
    codes: ['53100'],
    trouble: { code: 'disk-full', message: 'The database has no disk space left: nothing was stored; free space on its disk, then the same request works again.' },
  },
  { codes: ['53200'], trouble: { code: 'out-of-memory', message: 'The database is out of memory: nothing was stored; give it more memory or fewer connections, then try again.' } },
  { codes: ['53300'], trouble: { code: 'too-many-connections', message: 'The database accepts no more connections: lower DATABASE_POOL or raise max_connections, then try again.' } },
  {
    codes: ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'ECONNRESET', 'EPIPE', 'ENOENT',
      'CONNECT_TIMEOUT', 'CONNECTION_CLOSED', 'CONNECTION_ENDED', 'CONNECTION_DESTROYED', '08000', '08001', '08003', '08006'],
    trouble: { code: 'unreachable', message: 'The database does not answer: check that PostgreSQL runs and that DATABASE_URL names its host and port.' },
  },
  {
    codes: ['57P01', '57P02', '57P03'],
    trouble: { code: 'starting-or-stopping', message: 'The database is starting or stopping: nothing was stored; wait a few seconds and try again.' },
  },
  { codes: ['28P01', '28000'], trouble: { code: 'refused-sign-in', message: 'The database refused the user or password in DATABASE_URL: correct them.' } },
  { codes: ['3D000'], trouble: { code: 'no-database', message: 'The database named in DATABASE_URL does not exist: create it or correct the name.' } },
  { codes: ['25006'], trouble: { code: 'read-only', message: 'The database is read-only (a standby?): point DATABASE_URL at the primary.' } },
  { codes: ['57014', '55P03', '40001', '40P01'], trouble: { code: 'busy', message: 'The database is too busy to answer in time: nothing was stored; try again.' } },
];

/** null: not the database's trouble but ours (a constraint, a bug); let it throw. */
export function databaseTrouble(error: unknown): DatabaseTrouble | null {
  const code = codeOf(error);
  return troubles.find(({ codes }) => codes.includes(code))?.trouble ?? null;
}

/**
 * Data that PostgreSQL does not take, whoever sends it again: no value of the type (class 22), or against a constraint (class 23). In words for an alarm: its own
 * message names values, which may be a patient's. null: another error.
 */
export function refusedData(error: unknown): string | null {
  const code = codeOf(error);
  if (!/^2[23][0-9A-Z]{3}$/.test(code)) return null;
  const named = ['table_name', 'column_name', 'constraint_name'].flatMap((key) => {
    const name: unknown = typeof error === 'object' && error !== null ? Object.entries(error).find(([field]) => field === key)?.[1] : undefined;
    return typeof name === 'string' ? [name] : [];
  });
  return `The database does not take what is to be written (SQLSTATE ${[code, ...named].join(', ')})`;
}

export const unstorable = 'A text in this request holds a character that cannot be stored (NUL or a broken emoji): remove it and send again';
/** PostgreSQL's text holds no NUL, its jsonb no half of a surrogate pair either. Any other text of a wrong form (22P02) is our mistake, not the sender's. */
export const isUnstorable = (error: unknown): boolean => ['22P05', '22021'].includes(codeOf(error)) || (codeOf(error) === '22P02' && isOfJson(error));
/** By the routine, which has the same name in every language of the server. */
const isOfJson = (error: unknown): boolean => typeof error === 'object' && error !== null && 'routine' in error && typeof error.routine === 'string' && error.routine.startsWith('json_');

/** Deadlock, serialization failure, lock timeout: the same transaction may well succeed now. */
export const retryableInTransaction = (error: unknown): boolean => ['40001', '40P01', '55P03'].includes(codeOf(error));
