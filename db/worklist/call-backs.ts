/** Promises to call a patient back: made by a person, kept by their owner, handed over with the shift. */
import { v7 as uuidv7 } from 'uuid';
import type { Crypt } from '../../messages/crypt.js';
import { addHours, addMinutes, earliest, fromMs, latest } from '../../pathways/time.js';
import type { EpisodeClock } from '../../workflows/contract.js';
import { episodeTime } from '../../workflows/episode-clock.js';
import { announceChanges } from '../changes.js';
import { transact, type Db, type Sql } from '../client.js';
import { idOrNull } from '../ids.js';

export type CallBack = {
  callBackId: string; episodeId: string; patientId: string; familyName: string; givenName: string; escalation: string | null;
  /** Episode time, and the same instant in wall time. */
  dueAt: string; dueWall: string; /** How many seconds of the patient's time pass in one of ours; 1 but in a training. */ pace: number; note: string | null; owner: string; ownerName: string; madeBy: string; madeByName: string; madeAt: string; state: string;
};

/**
 * With a mistyped year a promise is late at once, or never due: nobody would call. Minutes, because it may be written down after the time that was
 * agreed on; a year, as long as the longest package runs. By convention (C).
 */
export const callBackBounds = { lateMinutes: 10, aheadDays: 366 } as const;

export type Promised = { hospitalId: string; episodeId: string; escalation: string | null; dueAt: string; note: string | null; owner: string; by: string; wallMs: number };

/** A training patient's clock may be ahead of the wall: whoever promises may think in either. */
function outside(clock: EpisodeClock, { dueAt, wallMs }: Promised): 'past' | 'too-far' | null {
  const [wall, now] = [fromMs(wallMs), episodeTime(clock, wallMs)];
  if (dueAt < addMinutes(earliest(wall, now), -callBackBounds.lateMinutes)) return 'past';
  return dueAt > addHours(latest(wall, now), callBackBounds.aheadDays * 24) ? 'too-far' : null;
}

/** `unknown`: no such episode, case or colleague in this hospital. */
export function promiseCallBack(sql: Sql, crypt: Crypt, promised: Promised): Promise<{ callBackId: string } | 'unknown' | 'past' | 'too-far'> {
  const id = uuidv7();
  const sealed = promised.note === null ? null : crypt.seal(promised.note, `call-back/${id}`);
  return transact(sql, async (tx) => {
    const [episode] = await tx<{ clock: EpisodeClock }[]>`select clock from episode where id = ${idOrNull(promised.episodeId)} and hospital_id = ${promised.hospitalId}`;
    const wrong = episode === undefined ? null : outside(episode.clock, promised);
    if (wrong !== null) return wrong;
    const rows = await tx`insert into call_back (id, hospital_id, episode_id, escalation, due_at, note_enc, owner, made_by)
      select ${id}, e.hospital_id, e.id, ${promised.escalation}, ${promised.dueAt}, ${sealed}, a.id, ${promised.by}
      from episode e join account a on a.id = ${promised.owner} and a.hospital_id = e.hospital_id and a.active
      where e.id = ${idOrNull(promised.episodeId)} and e.hospital_id = ${promised.hospitalId}
        and (${promised.escalation}::text is null or exists (select 1 from escalation x where x.id = ${promised.escalation} and x.episode_id = e.id)) returning id`;
    if (rows.length === 0) return 'unknown';
    await announceChanges(tx, promised.hospitalId, [{ topic: 'task', ref: id }]);
    return { callBackId: id };
  });
}

/** Kept: the call was made. Dropped: no longer needed, with a reason. False: not open, or not here. */
export function closeCallBack(sql: Sql, crypt: Crypt, close: { hospitalId: string; callBackId: string; state: 'kept' | 'dropped'; note: string | null; by: string }): Promise<boolean> {
  const sealed = close.note === null ? null : crypt.seal(close.note, `call-back-close/${close.callBackId}`);
  return transact(sql, async (tx) => {
    const rows = await tx`update call_back set state = ${close.state}, closed_by = ${close.by}, closed_at = now(), close_note_enc = ${sealed}
      where id = ${close.callBackId} and hospital_id = ${close.hospitalId} and state = 'open' returning id`;
    if (rows.length > 0) await announceChanges(tx, close.hospitalId, [{ topic: 'task', ref: close.callBackId }]);
    return rows.length > 0;
  });
}

/** Open promises, next due first by wall time; of one case or everybody's. */
export async function openCallBacks(sql: Db, crypt: Crypt, hospitalId: string, escalation: string | null = null): Promise<CallBack[]> {
  const rows = await sql<(Omit<CallBack, 'note'> & { noteEnc: Uint8Array | null })[]>`
    select c.id as call_back_id, c.episode_id, e.patient_id, p.family_name, p.given_name, c.escalation, c.due_at, wall_of(e.clock, c.due_at) as due_wall, (e.clock->>'pace')::float8 as pace, c.note_enc,
      c.owner, o.display_name as owner_name, c.made_by, m.display_name as made_by_name, c.made_at, c.state
    from call_back c join episode e on e.id = c.episode_id join patient p on p.id = e.patient_id join account o on o.id = c.owner join account m on m.id = c.made_by
    where c.hospital_id = ${hospitalId} and c.state = 'open' and (${escalation}::text is null or c.escalation = ${escalation}) order by due_wall, c.id`;
  return rows.map(({ noteEnc, ...row }) => ({ ...row, note: noteEnc === null ? null : crypt.open(noteEnc, `call-back/${row.callBackId}`) }));
}
