/** Dates that become known after the launch (a birth), come again (a chemo cycle), or were wrong. */
import { addDays, atLocal, daysBetween, isLocalDate, localDateOf, localTimeOf } from '../time.js';
import { closeOccurrence, openOccurrences } from './close-occurrence.js';
import type { Episode, Occurrence } from './episode.js';
import { isBeyondGoal } from './goal.js';
import { careId } from './ids.js';
import type { EpisodeInput } from './inputs.js';
import { move } from './moves.js';
import { planTask } from './obligations.js';
import { place } from './placement.js';
import type { Plan, Step, VisitStep } from './plan.js';
import { planFromAnchor, planNth, roundOf } from './repeats.js';
import { emit, type Run } from './run.js';
import { baseOf, lastScheduled, lastUsed, nominal } from './schedule.js';
import { coordinator } from './steps/form.js';
import { whenOf } from './steps/visit.js';
import type { LocalDate } from './vocabulary.js';

type AnchorInput = Extract<EpisodeInput, { kind: 'anchor-set' }>;

/** Not clinical: a date further away than this is a slip of the keyboard. */
const plausibleDays = 400;

/** Null when the date may be set; else a sentence. */
export function refuseAnchor(plan: Plan, episode: Episode, { anchor, date, correct, at }: AnchorInput): string | null {
  const need = plan.anchors[anchor];
  const known = episode.anchors[anchor];
  if (need === undefined) return `${plan.id}@${plan.version} counts nothing from ${anchor}; it counts from ${Object.keys(plan.anchors).join(', ')}.`;
  if (!isLocalDate(date)) return `"${date}" is not a date; write it like 2026-03-02.`;
  const days = Math.abs(daysBetween(localDateOf(at, episode.zone), date));
  if (days > plausibleDays) return `${date} lies ${days} days away; check the year.`;
  if (correct === true) {
    if (known === undefined) return `No date of ${anchor} is known yet, so there is nothing to correct; set it without "correct".`;
    return known === date ? `${anchor} is ${date} already.` : null;
  }
  if (known === undefined) return null;
  if (need !== 'again') return `${anchor} is ${known} already; to change it say that this is a correction.`;
  if (date <= known) return `The round under way began on ${known}; a new one begins later. To change that date say that this is a correction.`;
  const most = plan.rounds?.[anchor];
  return most !== undefined && roundOf(episode, anchor) >= most ? `All ${most} rounds of ${anchor} have begun already.` : null;
}

/** Null when set, else why not. */
export function setAnchor(run: Run, input: AnchorInput): string | null {
  const refused = refuseAnchor(run.plan, run.episode, { ...input, at: run.at });
  if (refused !== null) return refused;
  const { anchor, date, reason } = input;
  const former = run.episode.anchors[anchor] ?? null;
  const steps = run.plan.steps.filter(({ schedule }) => schedule.kind !== 'triggered' && schedule.anchor === anchor).filter((step) => !isBeyondGoal(run.episode, step));
  if (input.correct === true) {
    emit(run, { type: 'AnchorSet', anchor, date, former, round: roundOf(run.episode, anchor), reason, begin: {} });
    for (const step of steps) correctStep(run, step);
    return null;
  }
  if (former !== null) for (const step of steps) endRound(run, step);
  const begin = Object.fromEntries(steps.map((step) => [step.id, former === null ? lastUsed(run.episode, step) : Math.max(lastUsed(run.episode, step), lastScheduled(run.episode, step))]));
  emit(run, { type: 'AnchorSet', anchor, date, former, round: roundOf(run.episode, anchor) + 1, reason, begin });
  for (const step of steps) planFromAnchor(run, step);
  return null;
}

/** What is not booked belongs to the former round and ends with it; a booked visit stays, and a person looks at it. */
function endRound(run: Run, step: Step): void {
  for (const occurrence of openOccurrences(run, step.id)) {
    if (step.kind === 'visit' && isAgreed(occurrence)) askToRearrange(run, step, occurrence);
    else closeOccurrence(run, occurrence, 'cancelled', 'new-round', 'new-round');
  }
}

const isAgreed = ({ slot, status }: Occurrence): boolean => slot !== null || status === 'checked-in';

/** What is still to come moves with the date; what went out or took place stays; what had been left out as too late may be possible now. */
function correctStep(run: Run, step: Step): void {
  for (const occurrence of openOccurrences(run, step.id)) correct(run, step, occurrence);
  const { late = [], base = 0 } = run.episode.tally[step.id] ?? {};
  const again = step.schedule.kind === 'offsets' ? late.filter((n) => n > base && n <= lastScheduled(run.episode, step)) : [];
  for (const n of again) if (isAhead(run, step, n)) planNth(run, step, n);
}

const dateOf = (run: Run, step: Step, n: number): LocalDate | null => {
  const { schedule } = step;
  const base = baseOf(run.episode, step);
  if (schedule.kind !== 'after') return nominal(schedule, n - base, run.episode.anchors)?.date ?? null;
  const anchor = run.episode.anchors[schedule.anchor];
  return schedule.firstDay !== undefined && anchor !== undefined && n === base + 1 ? addDays(anchor, schedule.firstDay) : null;
};

const isAhead = (run: Run, step: Step, n: number): boolean => {
  const date = dateOf(run, step, n);
  return date !== null && date >= localDateOf(run.at, run.episode.zone);
};

function correct(run: Run, step: Step, occurrence: Occurrence): void {
  const { zone } = run.episode;
  const wished = dateOf(run, step, occurrence.n);
  if (wished === null || occurrence.status === 'open' || occurrence.dueAt <= run.at) return;
  if (step.kind === 'visit' && isAgreed(occurrence)) return askToRearrange(run, step, occurrence);
  const time = localTimeOf(occurrence.dueAt, zone);
  const today = localDateOf(run.at, zone);
  const possible = localTimeOf(run.at, zone) > time ? addDays(today, 1) : today;
  if (step.kind !== 'visit' && wished < possible) return closeOccurrence(run, occurrence, 'cancelled', 'expired', 'expired');
  const { date, misfit } = place(run, step, wished, possible);
  move(run, step, occurrence, { dueAt: atLocal(date, time, zone), reason: 'anchor-corrected', misfits: misfit === 'away' || misfit === 'late', nominal: wished });
}

/** Nobody moves what was agreed with the patient but a person. */
function askToRearrange(run: Run, step: VisitStep, occurrence: Occurrence): void {
  const counted = Object.values(run.plan.anchors).some((need) => need === 'later' || need === 'again');
  planTask(run, {
    owner: careId(run.episode.id), revision: run.episode.counts.care + 1, purpose: 'rearrange', recipient: coordinator, text: counted ? 'staff.visit-rearrange' : 'staff.visit-late', label: step.label, occurrence: occurrence.id, params: whenOf(run, occurrence),
  });
}
