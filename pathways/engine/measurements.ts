/** Readings: plausible or asked for again, stale or triaged; and what they mean for the steps that asked for them. */
import { localDateOf } from '../time.js';
import { closeOccurrence, openOccurrences } from './close-occurrence.js';
import { ownFinding } from './escalation/case.js';
import { raise } from './escalation/raise.js';
import { careId } from './ids.js';
import type { EpisodeInput } from './inputs.js';
import { planObligation } from './obligations.js';
import { stepOf } from './plan-steps.js';
import { admitReading } from './readings.js';
import { emit, type Run } from './run.js';
import { triage } from './triage.js';
import { addHours } from '../time.js';

type ReadingInput = Extract<EpisodeInput, { kind: 'reading-received' }>;

/** How long a request to measure again stays useful. Not clinical: after that the next planned measurement asks anyway. */
const askAgainHours = 4;

/** Null when accepted or asked for again, else why nothing could be done with it. */
export function measure(run: Run, input: ReadingInput): string | null {
  const { reading } = input;
  const admission = admitReading(run.plan, run.episode, { at: run.at, reading, values: input.values, measuredAt: input.measuredAt });
  const { values, measuredAt } = admission;
  if (admission.kind === 'rejected') {
    if (admission.reason === 'unknown-reading') return `this plan asks for no reading called ${reading}`;
    emit(run, { type: 'ReadingRejected', reading, values, measuredAt, reason: admission.reason, ...(admission.lone && { lone: admission.lone }) });
    askToRepeat(run);
    return null;
  }
  const submission = run.episode.counts.submissions + 1;
  const compared = input.device !== undefined && Object.keys(values).some((component) => run.plan.lookBack[`${reading}.${component}`]?.devices);
  emit(run, { type: 'ReadingRecorded', submission, reading, values, measuredAt, stale: admission.stale, sharedFrom: input.sharedFrom ?? null, ...(compared && { device: input.device }), ...(admission.outvotes && { outvotes: admission.outvotes }) });
  if (admission.stale) reviewStale(run);
  else {
    countAsMeasured(run, reading);
    triage(run, { at: admission.at, submission, current: admission.current });
  }
  return null;
}

/** Once while the request is open: five implausible values in a row ask once. */
function askToRepeat(run: Run): void {
  const { texts } = run.plan;
  const asked = Object.values(run.episode.obligations).some(({ purpose }) => purpose === 'measure-again');
  if (texts.repeatReading === null || asked || run.episode.status !== 'active') return;
  planObligation(run, {
    owner: careId(run.episode.id), revision: run.episode.counts.care + 1, purpose: 'measure-again', class: 'measurement', recipient: 'patient', text: texts.repeatReading,
    dueAt: run.at, expiresAt: addHours(run.at, askAgainHours), channels: ['wechat', 'sms'], quietHours: 'pass',
  });
}

/** Every request that is open, and one still to come today (measured before being asked). */
function countAsMeasured(run: Run, reading: string): void {
  const today = localDateOf(run.at, run.episode.zone);
  for (const occurrence of openOccurrences(run)) {
    const step = stepOf(run.plan, occurrence.step);
    if (step?.kind !== 'reading' || step.reading !== reading) continue;
    const early = occurrence.status === 'planned' && localDateOf(occurrence.dueAt, run.episode.zone) === today && addHours(run.at, step.withinHours) >= occurrence.dueAt;
    if (occurrence.status === 'open' || early) closeOccurrence(run, occurrence, 'completed', null, 'done');
  }
}

/** Too old on arrival to meet the rules: a person looks at it, whatever its value (clinical.md section 1). */
function reviewStale(run: Run): void {
  raise(run, ownFinding(run.plan, 'yellow', 'STALE', 'do.stale-reading', run.plan.levels.yellow.patientText), { kind: 'policy', policy: 'stale-reading' });
}
