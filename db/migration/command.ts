/** The command that moves one episode to another version, on the road of every command: inbox, workflow, journal. */
import { rewordedKeys } from '../../pathways/engine/migration/difference.js';
import { intake, type Intake } from '../intake.js';
import type { Sql, Tx } from '../client.js';
import { idOrNull } from '../ids.js';
import { findPlan, otherVersions, type PlanKey } from '../plans.js';
import { missingSignature, signatures } from '../sign.js';

/** `commandId`: the same for every repetition of the same wish. `by`: the account that answers for it. */
export type MoveEpisode = { hospitalId: string; episodeId: string; to: PlanKey; by: string; reason: string; commandId: string; undo: boolean };

export async function moveEpisode(sql: Sql, { hospitalId, episodeId, to, by, reason, commandId, undo }: MoveEpisode): Promise<Intake> {
  const [episode] = await sql<{ version: number }[]>`select plan_version as version from episode where id = ${idOrNull(episodeId)} and hospital_id = ${hospitalId}`;
  const reworded = await rewordedBetween(sql, hospitalId, to, episode?.version ?? to.version);
  const input = { commandId, to, reworded, reason, ...(undo ? { undo } : {}) };
  return intake(sql, { hospitalId, episodeId, by, kind: 'migrate', input }, (tx) => mayRun(tx, hospitalId, to));
}

async function rewordedBetween(sql: Sql, hospitalId: string, to: PlanKey, from: number): Promise<string[]> {
  const target = await findPlan(sql, hospitalId, to);
  const former = (await otherVersions(sql, hospitalId, to)).find(({ plan }) => plan.version === from);
  return target && former ? rewordedKeys(former.texts, target.texts) : [];
}

/** A version moves onto real patients under the same condition under which it is launched for them. */
async function mayRun(tx: Tx, hospitalId: string, { id, version, hash }: PlanKey): Promise<{ code: string; message: string } | null> {
  const [published] = await tx<{ kind: 'real' | 'training' }[]>`select h.kind from pathway_version v join hospital h on h.id = v.hospital_id
    where v.hospital_id = ${hospitalId} and v.id = ${id} and v.version = ${version} and v.hash = ${hash}`;
  if (!published) return { code: 'unknown-version', message: `${id}@${version} is not published in this hospital with that content: publish it first` };
  const missing = published.kind === 'training' ? null : missingSignature(await signatures(tx, { hospitalId, id, version }));
  return missing === null ? null : { code: 'unsigned', message: `${id}@${version} may not run for real patients yet: it needs ${missing}` };
}
