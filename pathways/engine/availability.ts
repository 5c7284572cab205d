/** What the patient wants and where the patient is: opting out, days away, another time zone, changed facts. */
import { addDays, addHours, atLocal, isZone, localDateOf, localTimeOf } from '../time.js';
import { openOccurrences } from './close-occurrence.js';
import type { Occurrence } from './episode.js';
import { careId } from './ids.js';
import { isContactOfStep, planObligation, suppressWhere } from './obligations.js';
import { awayOn, place } from './placement.js';
import type { Step } from './plan.js';
import { emit, stepOf, type Run } from './run.js';
import { nominal } from './schedule.js';
import { behaviourOf } from './steps/behaviour.js';

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
    if (step?.kind !== 'visit' || step.place !== 'home' || !['planned', 'booked'].includes(occurrence.status) || occurrence.dueAt <= run.at) continue;
    const { zone } = run.episode;
    const day = localDateOf(occurrence.dueAt, zone);
    if (!awayOn(run, day)) continue;
    const today = localDateOf(run.at, zone);
    const time = localTimeOf(occurrence.dueAt, zone);
    const { misfit, date } = place(run, step, nominal(step.schedule, occurrence.n, run.episode.anchors)?.date ?? day, localTimeOf(run.at, zone) > time ? addDays(today, 1) : today);
    move(run, step, occurrence, misfit === null || misfit === 'holiday' ? atLocal(date, time, zone) : occurrence.dueAt, 'away', misfit === 'away' || misfit === 'late');
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
    if (!step || occurrence.status !== 'planned' || occurrence.dueAt <= run.at) continue;
    const dueAt = atLocal(localDateOf(occurrence.dueAt, before), localTimeOf(occurrence.dueAt, before), zone);
    move(run, step, occurrence, dueAt < run.at ? run.at : dueAt, 'zone-changed', false);
  }
  return null;
}

function move(run: Run, step: Step, occurrence: Occurrence, dueAt: string, reason: 'away' | 'zone-changed', misfits: boolean): void {
  suppressWhere(run, (obligation) => obligation.occurrence === occurrence.id && isContactOfStep(obligation), 'superseded');
  const behaviour = behaviourOf(step);
  const day = localDateOf(dueAt, run.episode.zone);
  const window = step.kind === 'visit' ? { from: occurrence.windowFrom, until: occurrence.windowUntil } : behaviour.window(step, { nominal: day, dueAt, zone: run.episode.zone });
  emit(run, {
    type: 'OccurrenceMoved', occurrence: occurrence.id, revision: occurrence.revision + 1, dueAt, windowFrom: window.from, windowUntil: window.until,
    booking: step.kind === 'visit' ? 'needed' : 'as-planned', reason, next: behaviour.firstAct(step, { dueAt, windowUntil: window.until }),
  });
  const moved = run.episode.occurrences[occurrence.id];
  if (moved) behaviour.contact(run, step, moved, misfits ? 'away' : 'moved');
}
