/** What a long run of `wuyou simulate` has counted so far, one file a package, so that a run that was cut off goes on and a small one can grow. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PlainError } from '../platform/plain-error.js';
import { semantics } from '../pathways/engine/semantics.js';
import { noTotals, type Totals } from '../pathways/simulate/totals.js';
import { loadDefinitionOrThrow } from './load-definition.js';

/** `parts`: the first patient of each part that is in `totals`. */
export type Kept = { totals: Totals; parts: number[] };
export type Keeper = { read(name: string): Kept; write(name: string, kept: Kept): void };

type Run = { seed: number; from: string; days: number | null; /** Text of profiles.yaml. */ profiles: string };

export const keepNothing: Keeper = { read: () => ({ totals: noTotals(), parts: [] }), write: () => undefined };

/**
 * Reads and writes `<package>@<version>.json` in the folder. Throws when a file there comes from other patients (another seed, day, version,
 * profile or engine semantics): their numbers cannot be added up. Another change of the engine it cannot see: take a new folder then.
 */
export function keepIn(folder: string, { seed, from, days, profiles }: Run): Keeper {
  mkdirSync(folder, { recursive: true });
  const people = createHash('sha256').update(profiles).digest('hex').slice(0, 16);
  const of = (name: string): { path: string; made: string } => {
    const { plan, hash } = loadDefinitionOrThrow(name);
    return { path: join(folder, `${plan.id}@${plan.version}.json`), made: JSON.stringify({ hash, seed, from, days, people, semantics }) };
  };
  return {
    read(name) {
      const { path, made } = of(name);
      if (!existsSync(path)) return { totals: noTotals(), parts: [] };
      const kept = JSON.parse(readFileSync(path, 'utf8')) as Kept & { made: string };
      if (kept.made !== made) throw new PlainError(`${path} counted other patients (another seed, first day, length, version of the package, of profiles.yaml or of the engine's semantics): take another folder, or remove the file.`);
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

/** Engine semantics that a kept file was counted under; null where it says none. */
export function semanticsOf({ made }: { made: string }): number | null {
  const { semantics: of } = JSON.parse(made) as { semantics?: number };
  return of ?? null;
}
