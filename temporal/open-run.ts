/**
 * Of one episode's runs at most one is open: its own, or, once that has closed, the newest late one (after the end, or by `wuyou resume`). An episode may
 * have ended while its own run still waits for a message or a case. So whoever has something for it asks the one, then the other; and only who heard from
 * both that they are closed may start another: two runs from one journal would both write its next entry.
 */
import type { Sql } from '../db/client.js';
import { lateRunsOf } from '../db/inbox.js';
import type { EpisodeId, ObligationId } from '../pathways/engine/vocabulary.js';
import type { UpdateKind, UpdatePayload } from '../workflows/contract.js';
import type { CareClient, UpdateReply } from './client.js';

type Roads = { sql: Sql; care: CareClient };
/** As intake stored it: exactly this kind's payload (db/intake.ts); jsonb has no types of its own. */
type Command = { kind: UpdateKind; episodeId: EpisodeId; payload: unknown };

/** `ended`: no run of it is open. */
export async function sendToOpenRun({ sql, care }: Roads, { kind, episodeId, payload }: Command, deadlineMs: number): Promise<UpdateReply> {
  const input = payload as UpdatePayload<UpdateKind>;
  const reply = await care.sendUpdate(kind, episodeId, input, deadlineMs);
  const late = reply.kind === 'ended' ? await lateRunsOf(sql, episodeId) : 0;
  return late === 0 ? reply : care.sendUpdate(kind, episodeId, input, deadlineMs, late);
}

/** That the ledger has news of these. False: no run of the episode is open. */
export async function tellOpenRun({ sql, care }: Roads, episodeId: EpisodeId, obligations: ObligationId[]): Promise<boolean> {
  if (await care.deliveriesChanged(episodeId, obligations)) return true;
  const late = await lateRunsOf(sql, episodeId);
  return late > 0 && care.deliveriesChanged(episodeId, obligations, late);
}
