/** The one way to PostgreSQL. Every value that crosses is plain JSON: instants as ISO strings with milliseconds, never a `Date`. */
import postgres from 'postgres';
import { arrayTypes } from './array-types.js';
import { retryableInTransaction } from './errors.js';

export type Sql = postgres.Sql;
/** Inside `transact`; also accepted wherever a query only reads. */
export type Tx = postgres.TransactionSql;
/** For queries that run equally inside and outside a transaction. */
export type Db = Sql | Tx;

/** `2026-03-02 01:00:00.5+00` (the session's zone is UTC) -> `2026-03-02T01:00:00.500Z`: one spelling, so `<` is time order. */
export function instantFromDatabase(text: string): string {
  const match = /^(\d{4,}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?\+00$/.exec(text);
  if (!match) throw new Error(`PostgreSQL sent the time "${text}", which is not UTC; connect through db/client.ts only`);
  const [, date = '', time = '', fraction = ''] = match;
  return `${date}T${time}.${fraction.padEnd(3, '0').slice(0, 3)}Z`;
}

const safeInteger = (text: string): number => {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new Error(`The number ${text} is too large to be exact`);
  return value;
};
const asText = (value: unknown): string => String(value);

export type ConnectOptions = {
  /** Connections in the pool. */
  max?: number;
  /** Milliseconds; a query longer than this is a fault, not patience. */
  statementTimeoutMs?: number;
  applicationName?: string;
  /** Lets PostgreSQL start helper processes for a query. Only for what runs for seconds: starting them takes 20 ms, and it does so whenever it expects many rows, as it does of every claim in a large hospital. */
  parallel?: boolean;
  /** Whose rights a connection has, whoever signed in (migration 0056). Absent: those of the one in the URL. */
  role?: DatabaseRole;
  /** The one hospital that `wuyou_one_hospital` and `wuyou_care_team` see. */
  hospitalId?: string;
  /** Whose care team `wuyou_care_team` sees. */
  accountId?: string;
  /** Seconds until an idle connection closes. */
  idleSeconds?: number;
};

/** None owns anything; row-level security keeps the first to one hospital and the second to the patients of one account's care teams there. */
export type DatabaseRole = 'wuyou_one_hospital' | 'wuyou_care_team' | 'wuyou_all_hospitals';

/** Column names arrive in camelCase and `sql(row)` takes camelCase; the keys inside jsonb stay as they are. */
export function connect(url: string, options: ConnectOptions = {}): Sql {
  return postgres(url, {
    max: options.max ?? 10,
    connect_timeout: 5,
    idle_timeout: options.idleSeconds ?? 60,
    max_lifetime: 1800,
    onnotice: () => {},
    fetch_types: false, // array-types.ts says why
    connection: {
      application_name: options.applicationName ?? 'wuyou',
      TimeZone: 'UTC',
      DateStyle: 'ISO',
      statement_timeout: options.statementTimeoutMs ?? 15_000,
      lock_timeout: 5_000,
      // As text: a 0 would be left out as if nothing had been said.
      ...(options.parallel === true ? {} : { max_parallel_workers_per_gather: '0' }),
      idle_in_transaction_session_timeout: 15_000,
      ...(options.role === undefined ? {} : { role: options.role }),
      ...(options.hospitalId === undefined ? {} : { 'wuyou.hospital': options.hospitalId }),
      ...(options.accountId === undefined ? {} : { 'wuyou.account': options.accountId }),
    },
    transform: { column: { from: postgres.toCamel, to: postgres.fromCamel } },
    types: {
      timestamp: { to: 1184, from: [1184], serialize: asText, parse: instantFromDatabase },
      date: { to: 1082, from: [1082], serialize: asText, parse: asText },
      bigint: { to: 20, from: [20], serialize: asText, parse: safeInteger },
      ...arrayTypes({ instant: instantFromDatabase, bigint: safeInteger }),
    },
  }) as unknown as Sql; // the custom types change what the driver parses, not what callers may pass
}

/**
 * One transaction, run again when PostgreSQL says that another one was in its way (deadlock, serialization, lock timeout).
 * No I/O belongs inside: `work` may run more than once.
 */
export async function transact<T>(sql: Sql, work: (tx: Tx) => Promise<T>, attempts = 4): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return (await sql.begin(work)) as T;
    } catch (error) {
      if (attempt >= attempts || !retryableInTransaction(error)) throw error;
    }
  }
}

/**
 * Statements of one transaction that need nothing of each other, sent without waiting in between; PostgreSQL carries them out one after the other. Where
 * the order matters the earlier one is begun with `execute()`. Ends when all have ended, also when one fails: what came after the rollback would be no part of it.
 */
export async function together<const T extends readonly unknown[]>(statements: T): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  await Promise.allSettled(statements);
  return Promise.all(statements);
}

/** What jsonb stores: refuses what JSON would silently drop or PostgreSQL cannot hold. */
export const json = (db: Db, value: unknown): postgres.Parameter => db.json(value as postgres.JSONValue);
