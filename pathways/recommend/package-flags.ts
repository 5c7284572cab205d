/**
 * Which packages say something about their patient by being hers: true from the launch on, for all her packages. A tube stands in the nose of somebody who
 * cannot swallow safely, so until staff say otherwise she takes nothing by mouth (C). Staff take it back when the tube is out: the safe side of a mistake.
 */
import type { patientFlags } from '../schema/patient-flags.js';

const packageFlags: Readonly<Record<string, Readonly<Partial<Record<(typeof patientFlags)[number], true>>>>> = {
  'nasogastric-tube': { nothingByMouth: true },
};

/** Empty for a package that says nothing. */
export const flagsOfPackage = (packageId: string): Readonly<Record<string, true>> => (Object.hasOwn(packageFlags, packageId) ? (packageFlags[packageId] ?? {}) : {});
