/** A visit: a window in days, reminders on the eve, a time agreed with the patient, and a limit after which it counts as missed. */
import { addDays, addHours, addLocalDays, afterQuietHours, atLocal, earliest, latest, localDateOf } from '../../time.js';
import type { Occurrence } from '../episode.js';
import { obligationId } from '../ids.js';
import { planObligation, planTask } from '../obligations.js';
import type { Reminder, VisitStep } from '../plan.js';
import type { Run } from '../run.js';
import { lastScheduled } from '../schedule.js';
import type { Instant, LocalDate } from '../vocabulary.js';
import type { Behaviour, ContactReason } from './behaviour.js';
import { coordinator } from './form.js';

export const visitStep: Behaviour<VisitStep> = {
  window: (step, { nominal, dueAt, zone }) => ({
    from: atLocal(addDays(nominal, -step.window.earlyDays), '00:00', zone),
    until: endOfDay(addDays(nominal, step.window.lateDays), localDateOf(dueAt, zone), zone),
  }),
  awaits: () => [],
  firstAct: (step, { dueAt, windowUntil }) => (step.schedule.kind === 'onRequest' ? null : missedAct(step, latest(windowUntil, dueAt))),
  contact: (run, step, occurrence, why) => {
    const { id, revision, slot } = occurrence;
    const task = { owner: id, revision, recipient: coordinator, label: step.label, occurrence: id, params: whenOf(run, occurrence) };
    if (why === 'away') return planTask(run, { ...task, purpose: 'away', text: 'staff.visit-away' });
    // What stands open for booking is nobody's task until somebody asks.
    if (slot === null && step.schedule.kind === 'onRequest' && why !== 'moved') return;
    if (slot === null) return planTask(run, { ...task, purpose: 'book', text: isReplacement(run, step, occurrence) ? 'staff.visit-rebook' : 'staff.visit-book', dueAt: why === 'moved' ? run.at : bookBy(run, step, occurrence) });
    for (const reminder of step.reminders) remind(run, step, occurrence, reminder, why);
  },
};

/** A time that nobody agreed with the patient is announced to nobody. Whoever books gets a day for it before the eve; not clinical, so no parameter. */
const bookingHours = 24;

/** What was not in the schedule from the start is booked at once. */
function bookBy(run: Run, step: VisitStep, occurrence: Occurrence): Instant {
  const { dueAt, n } = occurrence;
  if (step.schedule.kind !== 'after' && n > lastScheduled(run.episode, step)) return run.at;
  const announced = step.reminders.map((reminder) => atLocal(localDateOf(addLocalDays(dueAt, -reminder.daysBefore, run.episode.zone), run.episode.zone), reminder.at, run.episode.zone));
  return addHours(earliest(dueAt, ...announced), -bookingHours);
}

const isReplacement = ({ episode }: Run, step: VisitStep, { n, replaces }: Occurrence): boolean =>
  (step.schedule.kind === 'after' ? replaces !== undefined : step.schedule.kind !== 'triggered' && n > lastScheduled(episode, step));

/** Missed so many hours after the slot ended, or, not booked, after the window did. */
export const missedAct = (step: VisitStep, until: Instant) => ({ what: 'missed' as const, at: addHours(until, step.missedAfterHours) });

/** The window's last day ends at midnight; a day outside the window (no other suited) widens it. */
const endOfDay = (last: LocalDate, placed: LocalDate, zone: string): Instant => atLocal(addDays(placed > last ? placed : last, 1), '00:00', zone);

/** What texts and tasks about a visit say of its time. */
export const whenOf = (run: Run, { dueAt, slot }: Occurrence) => ({
  date: localDateOf(dueAt, run.episode.zone), slotFrom: slot?.from ?? dueAt, slotUntil: slot?.until ?? dueAt,
});

/**
 * The eve text says "tomorrow", so it may only go out on that very day. Too late for that, the ordinary text would lie: a changed or
 * released visit is then told by phone, and a new one was arranged with the patient at launch.
 */
function remind(run: Run, step: VisitStep, occurrence: Occurrence, reminder: Reminder, why: ContactReason): void {
  const { zone } = run.episode;
  const { id, revision, dueAt } = occurrence;
  const day = localDateOf(addLocalDays(dueAt, -reminder.daysBefore, zone), zone);
  const dayOver = atLocal(addDays(day, 1), '00:00', zone);
  const params = whenOf(run, occurrence);
  const sayable = afterQuietHours(latest(run.at, atLocal(day, reminder.at, zone)), run.plan.quietHours, zone);
  if (sayable >= dayOver && why !== 'planned') {
    if (run.episode.obligations[obligationId(id, revision, 'visit-changed', coordinator)]) return;
    return planTask(run, { owner: id, revision, purpose: 'visit-changed', recipient: coordinator, text: 'staff.visit-changed', label: step.label, occurrence: id, params });
  }
  if (run.at >= dayOver) return;
  planObligation(run, {
    owner: id, revision, purpose: reminder.purpose, class: reminder.class, recipient: reminder.to, text: reminder.text, params, channels: reminder.channels,
    dueAt: atLocal(day, reminder.at, zone), expiresAt: dayOver < dueAt ? dayOver : dueAt, occurrence: id, label: step.label,
  });
}
