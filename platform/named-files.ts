/** `DATABASE_URL_FILE=/run/secrets/database-url`: the value of a variable from a file, as orchestrators hand over secrets. Such a value is in no list of processes and in no dump of an environment. */
import { readFileSync } from 'node:fs';
import { PlainError } from './plain-error.js';

/** `env` with every `<NAME>_FILE` of the known names replaced by `<NAME>`; the last line break of the file does not count. Throws PlainError. */
export function withNamedFiles(env: Readonly<Record<string, string>>, names: readonly string[]): Record<string, string> {
  const filled: Record<string, string> = { ...env };
  for (const name of names) {
    const path = env[`${name}_FILE`];
    if (path === undefined) continue;
    if (name in env) throw new PlainError(`Both ${name} and ${name}_FILE are set: keep the one that is meant.`);
    filled[name] = contentOf(path, name);
    delete filled[`${name}_FILE`];
  }
  return filled;
}

function contentOf(path: string, name: string): string {
  let content: string;
  try {
    content = readFileSync(path, 'utf8').replace(/\r?\n$/, '');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new PlainError(`${name}_FILE names ${path}, which cannot be read (${code}): mount it, or let this process read it.`);
  }
  if (content === '') throw new PlainError(`${name}_FILE names ${path}, which is empty.`);
  return content;
}
