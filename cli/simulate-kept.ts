/** What a long run of `wuyou simulate` has counted so far, one file a package, so that a run that was cut off goes on and a small one can grow. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PlainError } from '../platform/plain-error.js';
import { noTotals, type Totals } from '../pathways/simulate/totals.js';
import { loadDefinitionOrThrow } from './load-definition.js';

/** `parts`: the first patient of each part that is in `totals`. */
export type Kept = { totals: Totals; parts: number[] };
export type Keeper = { read(name: string): Kept; write(name: string, kept: Kept): void };

type Run = { seed: number; from: string; days: number | null; /** Text of profiles.yaml. */ profiles: string };

export const keepNothing: Keeper = { read: () => ({ totals: noTotals(), parts: [] }), write: () => undefined };

/**
 * Reads and writes `<package>@<version>.json` in the folder. Throws when a file there comes from other patients (another seed, day, version or
 * profile): their numbers cannot be added up. A change of the engine it cannot see: take a new folder then.
 */
export function keepIn(folder: string, { seed, from, days, profiles }: Run): Keeper {
  mkdirSync(folder, { recursive: true });
  const people = createHash('sha256').update(profiles).digest('hex').slice(0, 16);
  const of = (name: string): { path: string; made: string } => {
    const { plan, hash } = loadDefinitionOrThrow(name);
    return { path: join(folder, `${plan.id}@${plan.version}.json`), made: JSON.stringify({ hash, seed, from, days, people }) };
  };
  return {
    read(name) {
      const { path, made } = of(name);
      if (!existsSync(path)) return { totals: noTotals(), parts: [] };
      const kept = JSON.parse(readFileSync(path, 'utf8')) as Kept & { made: string };
      if (kept.made !== made) throw new PlainError(`${path} counted other patients (another seed, first day, length, version of the package or of profiles.yaml): take another folder, or remove the file.`);
      return { totals: kept.totals, parts: kept.parts };
    },
    // Under another name first: a run that is cut off while it writes must not lose what it had.
    write(name, kept) {
      const { path, made } = of(name);
      writeFileSync(`${path}.new`, JSON.stringify({ made, ...kept }));
      renameSync(`${path}.new`, path);
    },
  };
}
