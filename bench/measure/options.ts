/** What the parts take. */
import { parseArgs } from 'node:util';
import { PlainError } from '../../platform/plain-error.js';

/** A Temporal server on PostgreSQL as in production, or the dev server of `npm start`. */
export type ServerKind = 'postgres' | 'dev';
const serverKinds: readonly ServerKind[] = ['postgres', 'dev'];

export type Options<K extends string> = { short: boolean; server: ServerKind } & Record<K, number>;

/** `full` and `short`: the numbers that a part takes as `--<name> <whole number>`, with what they are unless told; those of `orNone` may be 0. */
export function optionsOf<K extends string>(full: Record<K, number>, short: Record<K, number>, orNone: readonly NoInfer<K>[] = []): Options<K> & { words: string } {
  const names = Object.keys(full) as K[];
  const { values } = parseArgs({ options: { short: { type: 'boolean', default: false }, server: { type: 'string', default: 'postgres' }, ...Object.fromEntries(names.map((name) => [name, { type: 'string' as const }])) } });
  const given = values as Record<string, string | boolean | undefined>;
  const server = serverKinds.find((kind) => kind === given['server']);
  if (!server) throw new PlainError(`--server is ${serverKinds.join(' or ')}, not ${String(given['server'])}.`);
  const isShort = given['short'] === true;
  const numbers = Object.fromEntries(names.map((name) => {
    const value = given[name] === undefined ? (isShort ? short : full)[name] : Number(given[name]);
    const least = orNone.includes(name) ? 0 : 1;
    if (!Number.isInteger(value) || value < least) throw new PlainError(`--${name} is a whole number of at least ${least}, not ${String(given[name])}.`);
    return [name, value];
  })) as Record<K, number>;
  const words = [...(isShort ? ['--short'] : []), ...(server === 'postgres' ? [] : [`--server ${server}`]), ...names.map((name) => `--${name} ${numbers[name]}`)].join(' ');
  return { short: isShort, server, words, ...numbers };
}
