/** What every part that starts servers takes. */
import { parseArgs } from 'node:util';
import { PlainError } from '../../platform/plain-error.js';
import { serverKinds, type ServerKind } from '../hospital/servers.js';

export type Options<K extends string> = { short: boolean; server: ServerKind } & Record<K, number>;

/** `full` and `short`: the numbers that a part takes as `--<name> <whole number>`, with what they are unless told. */
export function optionsOf<K extends string>(full: Record<K, number>, short: Record<K, number>): Options<K> & { words: string } {
  const names = Object.keys(full) as K[];
  const { values } = parseArgs({ options: { short: { type: 'boolean', default: false }, server: { type: 'string', default: 'postgres' }, ...Object.fromEntries(names.map((name) => [name, { type: 'string' as const }])) } });
  const given = values as Record<string, string | boolean | undefined>;
  const server = serverKinds.find((kind) => kind === given['server']);
  if (!server) throw new PlainError(`--server is ${serverKinds.join(' or ')}, not ${String(given['server'])}.`);
  const isShort = given['short'] === true;
  const numbers = Object.fromEntries(names.map((name) => {
    const value = given[name] === undefined ? (isShort ? short : full)[name] : Number(given[name]);
    if (!Number.isInteger(value) || value < 1) throw new PlainError(`--${name} is a whole number of at least 1, not ${String(given[name])}.`);
    return [name, value];
  })) as Record<K, number>;
  const words = [...(isShort ? ['--short'] : []), ...(server === 'postgres' ? [] : [`--server ${server}`]), ...names.map((name) => `--${name} ${numbers[name]}`)].join(' ');
  return { short: isShort, server, words, ...numbers };
}
