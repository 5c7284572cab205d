/** What a package says about its patient by being launched (a feeding tube: nothing by mouth) holds for her, and her running packages hear of it. */
import { flagsOfPackage } from '../pathways/recommend/package-flags.js';
import { json, type Tx } from './client.js';
import { takeIn } from './intake.js';
import type { LaunchContext } from './launch-context.js';
import { tellingEpisode } from './sharing.js';

type Launched = { hospitalId: string; packageId: string; by: string | null; /** Not written yet. */ episodeId: string };

/** The patient's lock is held. As it holds from now on: what the new package itself begins with. */
export async function tellPackageFacts(tx: Tx, { hospitalId, packageId, by, episodeId }: Launched, patient: LaunchContext['patient']): Promise<LaunchContext['patient']['flags']> {
  const flags = flagsOfPackage(packageId);
  const all = { ...patient.flags, ...flags };
  if (Object.keys(flags).every((flag) => patient.flags[flag] === true)) return all;
  await tx`update patient set flags = flags || ${json(tx, flags)} where id = ${patient.id}`;
  const open = await tellingEpisode(tx, hospitalId, patient.id);
  if (open === null) return all;
  const told = await takeIn(tx, { hospitalId, episodeId: open, by: by ?? 'system', kind: 'facts-changed', input: { commandId: `package-facts/${episodeId}`, flags, hasFamilyContact: patient.hasFamilyContact } });
  if (told.outcome === 'refused') throw new Error(`Episode ${open} was not told what ${packageId} says about its patient: ${told.message}`);
  return all;
}
