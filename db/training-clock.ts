/** A training patient's clock: all open episodes of a patient share one, so it is moved for all of them at once. */
import type { Instant } from '../pathways/engine/vocabulary.js';
import type { EpisodeClock } from '../workflows/contract.js';
import { episodeTime } from '../workflows/episode-clock.js';
import { addHours, fromMs } from '../pathways/time.js';
import type { Sql } from './client.js';

export type ClockMove =
  | { outcome: 'move'; episodes: string[]; clock: EpisodeClock; from: Instant; to: Instant }
  | { outcome: 'refused'; code: 'real-hospital' | 'no-open-episode' | 'nothing-due' | 'not-ahead' | 'too-far'; message: string };

/**
 * Everything on the way is planned and told in one piece of work of the run: 92 days of a package with daily readings made a payload of 0.88 MB,
 * of which Temporal takes 2 MB, and a century ended the worker's process. By convention (C).
 */
export const longestMoveDays = 92;

const refuse = (code: Extract<ClockMove, { outcome: 'refused' }>['code'], message: string): ClockMove => ({ outcome: 'refused', code, message });

/** `to` null: to the next thing that any of the patient's episodes does by itself. Changes nothing: the runs take the clock on and record it. */
export async function planClockMove(sql: Sql, move: { hospitalId: string; patientId: string; to: Instant | null; wallMs: number }): Promise<ClockMove> {
  const rows = await sql<{ id: string; clock: EpisodeClock; nextDueAt: Instant | null; kind: string }[]>`
    select e.id, e.clock, e.next_due_at, h.kind from episode e join hospital h on h.id = e.hospital_id
    where e.hospital_id = ${move.hospitalId} and e.patient_id = ${move.patientId} and e.status not in ('stopped', 'completed') order by e.launched_at, e.id`;
  const [first] = rows;
  if (!first) return refuse('no-open-episode', 'This patient has no open package here, so no clock to move.');
  if (first.kind !== 'training') return refuse('real-hospital', 'Time in a real hospital cannot be moved; only training patients have a clock of their own.');
  const from = rows.map(({ clock }) => episodeTime(clock, move.wallMs)).sort().at(-1) ?? first.clock.episodeAnchor;
  const due = rows.flatMap(({ nextDueAt }) => nextDueAt ?? []).sort()[0];
  const to = move.to ?? due;
  if (to === undefined) return refuse('nothing-due', 'Nothing is due by itself any more: the packages wait for people.');
  if (move.to !== null && to < from) return refuse('not-ahead', `The clock shows ${from} already; it moves only ahead.`);
  if (move.to !== null && move.to > addHours(from, longestMoveDays * 24)) return refuse('too-far', `The clock shows ${from} and moves at most ${longestMoveDays} days at once: go there in several moves.`);
  return { outcome: 'move', episodes: rows.map(({ id }) => id), from, to: to < from ? from : to, clock: { wallAnchor: fromMs(move.wallMs), episodeAnchor: to < from ? from : to, pace: first.clock.pace } };
}
