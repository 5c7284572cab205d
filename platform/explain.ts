/** Turns what the system said into one sentence for the person at the terminal: what was wrong, where, what to do. */
import { databaseTrouble } from '../db/errors.js';
import { MigrationRefused } from '../db/migrate.js';
import { PlainError } from './plain-error.js';

type Known = { when: RegExp; say: (match: RegExpMatchArray) => string };

/** Matched in this order against `<message> <code>` of the error and its causes. */
const known: Known[] = [
  { when: /ENOSPC|No space left|could not extend file|disk is full/, say: () => 'The disk is full: free at least 300 MB and start again; nothing recorded was lost.' },
  { when: /EDQUOT|Disk quota exceeded/, say: () => 'The disk quota is used up: free at least 300 MB and start again; nothing recorded was lost.' },
  { when: /EADDRINUSE.*:(\d+)\b/, say: ([, port]) => `Port ${port} is taken by another program: stop that program, or set PORT to a free one.` },
  { when: /(?:EROFS|EACCES|EPERM)[^']*(?:'([^']+)')?/, say: ([, path]) => `${path ?? 'The data folder'} cannot be written: start as the user who owns it, or set WUYOU_DATA_DIR to a folder of yours.` },
  { when: /42P01|relation "[^"]+" does not exist/, say: () => 'The database has no Wuyou tables yet: run npm start, or npx wuyou migrate with DATABASE_URL set.' },
  { when: /invalid input syntax for type uuid/, say: () => 'What was given as an id is none: ids look like 0198c0de-0000-7000-8000-000000000001. Copy it whole.' },
  { when: /ECONNREFUSED (?:::1|127\.0\.0\.1|localhost):(\d+)/, say: ([, port]) => `Nothing answers on 127.0.0.1:${port}: run npm start (in another terminal) first.` },
  { when: /(?:ECONNREFUSED|CONNECT_TIMEOUT|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|CONNECTION_ENDED|CONNECTION_CLOSED) ?([\w.:[\]-]*)/, say: ([, place]) => `${place || 'The server'} does not answer: start it, or correct DATABASE_URL or TEMPORAL_ADDRESS.` },
  { when: /(?:ENOTFOUND|EAI_AGAIN) ?([\w.-]*)/, say: ([, host]) => `The host ${host || 'name'} is not known here: correct DATABASE_URL or TEMPORAL_ADDRESS.` },
  { when: /14 UNAVAILABLE|TransportError/, say: () => 'Temporal does not answer: start it, or correct TEMPORAL_ADDRESS.' },
];

const textOf = (error: unknown, depth = 0): string => {
  if (!(error instanceof Error) || depth > 5) return String(error);
  const code = 'code' in error ? String(error.code) : '';
  const errors = error instanceof AggregateError ? error.errors.map((inner) => textOf(inner, depth + 1)) : [];
  return [error.message, code, ...errors, ...(error.cause ? [textOf(error.cause, depth + 1)] : [])].join(' ');
};

/** null: nothing that is known; a bug, whose stack should be seen. */
export function explain(error: unknown): string | null {
  if (error instanceof PlainError) return error.message;
  if (error instanceof MigrationRefused) return `${error.message}.`;
  const text = textOf(error);
  for (const { when, say } of known) {
    const match = text.match(when);
    if (match) return say(match);
  }
  return databaseTrouble(error)?.message ?? null;
}
