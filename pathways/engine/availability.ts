/** What the patient wants and where the patient is: opting out, days away, another time zone, changed facts. */
import { addDays, addHours, atLocal, isZone, localDateOf, localTimeOf } from '../time.js';
import { openOccurrences } from './close-occurrence.js';
import type { Occurrence } from './episode.js';
import { careId } from './ids.js';
import { move } from './moves.js';
import { planObligation } from './obligations.js';
import { awayOn, place } from './placement.js';
import { stepOf } from './plan-steps.js';
import type { Step } from './plan.js';
import { emit, type Run } from './run.js';
import { baseOf, nominal } from './schedule.js';

/** Every SMS stops, so the confirmation goes by the account only; safety matters become calls (the claim sees to both). */
export function optOut(run: Run): void {
  emit(run, { type: 'OptedOut' });
  const { optOut: text } = run.plan.texts;
  if (text === null) return;
  planObligation(run, {
    owner: careId(run.episode.id), revision: run.episode.counts.care + 1, purpose: 'opt-out', class: 'form', recipient: 'patient', text,
    dueAt: run.at, expiresAt: addHours(run.at, 24), channels: ['wechat'],
  });
}

/** Home visits on a day away move to the first day at home inside their window, else a person decides. */
export function setAway(run: Run, away: { from: string; until: string }[]): void {
  emit(run, { type: 'AwaySet', away });
  for (const occurrence of openOccurrences(run)) {
    const step = stepOf(run.plan, occurrence.step);
    if (step?.kind !== 'visit' || step.place !== 'home' || !['planned', 'booked'].includes(occurrence.status) || occurrence.dueAt <= run.at || standsOpen(step, occurrence)) continue;
    const { zone } = run.episode;
    const day = localDateOf(occurrence.dueAt, zone);
    if (!awayOn(run, day)) continue;
    const today = localDateOf(run.at, zone);
    const time = localTimeOf(occurrence.dueAt, zone);
    const { misfit, date } = place(run, step, nominal(step.schedule, occurrence.n - baseOf(run.episode, step), run.episode.anchors)?.date ?? day, localTimeOf(run.at, zone) > time ? addDays(today, 1) : today);
    move(run, step, occurrence, { dueAt: misfit === null || misfit === 'holiday' ? atLocal(date, time, zone) : occurrence.dueAt, reason: 'away', misfits: misfit === 'away' || misfit === 'late' });
  }
}

/** Clock times are the patient's: what is still to come moves with the zone; nothing is sent twice, nothing before now. */
export function changeZone(run: Run, zone: string): string | null {
  if (!isZone(zone)) return `${zone} is not a time zone`;
  const before = run.episode.zone;
  if (zone === before) return null;
  emit(run, { type: 'ZoneChanged', zone });
  for (const occurrence of openOccurrences(run)) {
    const step = stepOf(run.plan, occurrence.step);
    if (!step || occurrence.status !== 'planned' || occurrence.dueAt <= run.at || standsOpen(step, occurrence)) continue;
    const dueAt = atLocal(localDateOf(occurrence.dueAt, before), localTimeOf(occurrence.dueAt, before), zone);
    move(run, step, occurrence, { dueAt: dueAt < run.at ? run.at : dueAt, reason: 'zone-changed', misfits: false });
  }
  return null;
}

/** Open for booking on any day until its last: no day of its own to move. */
const standsOpen = ({ schedule }: Step, { slot }: Occurrence): boolean => schedule.kind === 'onRequest' && slot === null;
