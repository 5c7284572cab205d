/** A process of `wuyou simulate`: some patients of one package at a time, counted here, so that only numbers travel. */
import { readFileSync } from 'node:fs';
import { durationOf } from '../pathways/simulate/duration.js';
import { readProfiles, type Profiles } from '../pathways/simulate/profile.js';
import { simulatePatient } from '../pathways/simulate/simulate.js';
import { addPatient, noTotals, type Totals } from '../pathways/simulate/totals.js';
import type { Definition } from '../pathways/schema/definition.js';
import { loadDefinitionOrThrow } from './load-definition.js';

export type Task = { name: string; first: number; count: number; seed: number; from: string; /** null: the full course. */ days: number | null };
export type Done = { name: string; totals: Totals };

export const profilesFile = new URL('../pathways/simulate/profiles.yaml', import.meta.url);

/** Invented people, as data. Throws when the file is wrong. */
export const builtInProfiles = (): Profiles => readProfiles(readFileSync(profilesFile, 'utf8'));

const definitions = new Map<string, Definition>();
function definitionOf(name: string): Definition {
  const definition = definitions.get(name) ?? loadDefinitionOrThrow(name);
  definitions.set(name, definition);
  return definition;
}

/** A patient for whom the engine throws is counted with her number, so that she can be run again; the others go on. */
export function simulateSome({ name, first, count, seed, from, days }: Task, profiles: Profiles): Totals {
  const { plan, hash } = definitionOf(name);
  const full = durationOf(plan, profiles);
  const totals = noTotals();
  for (let number = first; number < first + count; number++) {
    try {
      addPatient(totals, simulatePatient({ plan, hash, profiles, days: days ?? full, seed, from }, number), number, days === null || days >= full);
    } catch (error) {
      totals.errors.push(`seed ${seed}, patient ${number}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return totals;
}

/** How `simulate-processes.ts` starts this file; whoever imports it only wants the functions. */
export const partArgument = 'simulate-part';

if (process.argv[2] === partArgument && process.send) {
  const profiles = builtInProfiles();
  process.on('message', (task: Task) => process.send?.({ name: task.name, totals: simulateSome(task, profiles) } satisfies Done));
}
