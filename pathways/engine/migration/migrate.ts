/**
 * A running episode goes on with another version of its package. What has begun, was sent or was agreed stays as it is; what was only planned
 * follows the version. Decided as a whole: as long as one thing stands in the way, nothing is changed (ADR 0047).
 */
import { atLocal, earliest, localDateOf } from '../../time.js';
import { closeOccurrence } from '../close-occurrence.js';
import { ownCopy } from '../evolve.js';
import type { Episode, Occurrence } from '../episode.js';
import { isBeyondGoal } from '../goal.js';
import type { EpisodeInput } from '../inputs.js';
import { careId } from '../ids.js';
import { planTask, isContactOfStep, suppressWhere } from '../obligations.js';
import { place } from '../placement.js';
import { planFirst } from '../after.js';
import { personalPlan, personalKnownTo, publishedPlan } from '../personal.js';
import type { Plan, Step, TextKey } from '../plan.js';
import { stepOf } from '../plan-steps.js';
import { planNth } from '../repeats.js';
import { emit, type Run } from '../run.js';
import { behaviourOf } from '../steps/behaviour.js';
import { coordinator } from '../steps/form.js';
import { whenOf } from '../steps/visit.js';
import { outOfQuiet } from '../occurrences.js';
import type { Instant, OccurrenceId } from '../vocabulary.js';
import { same, type Change, type Hindrance, type Move } from './change.js';
import { hindrancesOf } from './hindrances.js';
import { askPurpose, voidPurpose } from './spent.js';
import { changesOf } from './steps.js';

type MigrateInput = Extract<EpisodeInput, { kind: 'migrate' }>;

/** Why it cannot be done now; empty when it can. */
export function migrationHindrances(plan: Plan, episode: Episode, to: Plan, at: Instant): Hindrance[] {
  const run: Run = { plan: personalPlan(plan, episode), episode: ownCopy(episode), events: [], ended: [], at, cause: { kind: 'policy', policy: 'migration' } };
  return judged(run, to).hindrances;
}

function judged(run: Run, to: Plan): { hindrances: Hindrance[]; changes: Change[] } {
  const { episode } = run;
  const none = (hindrance: Hindrance) => ({ hindrances: [hindrance], changes: [] });
  if (to.id !== episode.plan.id) return none({ code: 'other-package', detail: to.id });
  if (to.version === episode.plan.version) return none({ code: 'same-version' });
  if (episode.status !== 'active' && episode.status !== 'paused') return none({ code: 'not-running', detail: episode.status });
  const own = personalPlan(to, { personal: personalKnownTo(to, episode), recounts: undefined, numbering: undefined });
  const changes = changesOf(run, to, own);
  return { hindrances: hindrancesOf(publishedPlan(run.plan), to, episode, changes), changes };
}

/** While the first thing that the versions have differently is still to come. A sentence why not; null: it can be undone. */
export function refuseUndo({ migration }: Episode, to: MigrateInput['to'], at: Instant): string | null {
  if (!migration) return 'Something has happened since that the version before would not have had, or this episode was not moved: it can only be moved to another version.';
  if (migration.from.hash !== to.hash) return `This episode came from version ${migration.from.version}; undo leads there and nowhere else.`;
  return migration.until !== null && migration.until <= at ? `By version ${migration.from.version} something would have happened at ${migration.until} that did not: it can only be moved again.` : null;
}

/** Null when it had its effect, else why not. `to`: the plan that the input names, which the driver has loaded. */
export function migrate(run: Run, { to: key, reworded, reason, by, undo = false }: MigrateInput, to: Plan | undefined): string | null {
  if (!to) return 'the version was not loaded';
  const why = undo ? refuseUndo(run.episode, key, run.at) : null;
  if (why !== null) return why;
  const { hindrances, changes } = judged(run, to);
  const [first] = hindrances;
  if (first) return `blocked: ${hindrances.map(({ code, detail, step }) => [code, step ?? detail].filter(Boolean).join(' ')).join(', ')}`;
  const from = publishedPlan(run.plan);
  const { semantics, migration } = run.episode;
  const asked = changes.flatMap(({ ask }) => ask.map(({ id }) => id));
  emit(run, {
    type: 'EpisodeMigrated', from: run.episode.plan, to: key, undo, reason, by, lookBack: to.lookBack,
    numbering: Object.fromEntries(changes.flatMap(({ step, numbering }) => (numbering === undefined ? [] : [[step, numbering]]))),
    recounts: changes.flatMap(({ recount }) => recount ?? []),
    begin: Object.fromEntries(changes.flatMap(({ step, begin }) => (begin === undefined ? [] : [[step, begin]]))),
    steps: changes.map(({ step }) => step), judges: !same(judging(from, semantics), judging(to, semantics)), reworded, until: firstDifference(run, changes),
    ...(semantics >= 10 && asked.length > 0 && { asked }),
  });
  run.plan = personalPlan(to, run.episode);
  if (undo) takeBack(run, migration?.asked ?? []);
  for (const change of changes) carryOut(run, change, from);
  return null;
}

/** What answers, readings and cases are judged by. The table of parameters judges nothing: every value stands where it is compared. */
function judging({ steps: _steps, version: _version, parameters, ...rest }: Plan, semantics: number): unknown {
  return semantics >= 10 ? rest : { ...rest, parameters };
}

/** Nobody has been asked, or who was is told that the question stands no more. `asked`: visits as they were agreed then; a later agreement ends the possibility to undo. */
function takeBack(run: Run, asked: readonly OccurrenceId[]): void {
  const waiting = Object.values(run.episode.obligations).flatMap(({ purpose, state, occurrence }) => (purpose === askPurpose && state === 'planned' ? [occurrence] : []));
  suppressWhere(run, ({ purpose }) => purpose === askPurpose, 'superseded');
  for (const id of asked) {
    const occurrence = run.episode.occurrences[id];
    if (occurrence && !waiting.includes(id)) askAbout(run, occurrence, voidPurpose, 'staff.visit-version-undone');
  }
}

/** A task about an agreed visit. One of the episode's own numbers, so that it is said again when the episode is moved to and fro. */
function askAbout(run: Run, occurrence: Occurrence, purpose: string, text: TextKey): void {
  const step = stepOf(run.plan, occurrence.step);
  if (step?.kind !== 'visit') return;
  const number = run.episode.semantics >= 10 ? { owner: careId(run.episode.id), revision: run.episode.counts.care + 1 } : { owner: occurrence.id, revision: occurrence.revision };
  planTask(run, { ...number, purpose, recipient: coordinator, text, label: step.label, occurrence: occurrence.id, params: whenOf(run, occurrence) });
}

/** When the version so far would have done the first of what it planned and will not do, or not in that way. */
function firstDifference({ episode }: Run, changes: readonly Change[]): Instant | null {
  const touched = changes.flatMap(({ close, move }) => [...close, ...move.map(({ occurrence }) => occurrence)]);
  const ids = new Set(touched.map(({ id }) => id));
  const contacts = Object.values(episode.obligations).filter(({ occurrence, state }) => state === 'planned' && occurrence !== null && ids.has(occurrence));
  const times = [...touched.flatMap(({ dueAt, next }) => [dueAt, ...(next ? [next.at] : [])]), ...contacts.map(({ dueAt }) => dueAt)];
  const [soonest] = times;
  return soonest === undefined ? null : earliest(soonest, ...times);
}

function carryOut(run: Run, { to, close, move, plan, ask }: Change, from: Plan): void {
  for (const occurrence of close) closeOccurrence(run, occurrence, 'cancelled', 'superseded', 'superseded');
  if (to === null) return;
  const step = run.plan.steps.find(({ id }) => id === to.id) ?? to;
  for (const one of move) reschedule(run, step, one);
  for (const occurrence of ask) askAbout(run, occurrence, askPurpose, 'staff.visit-version');
  for (const n of plan) planNth(run, step, n);
  const isNew = !from.steps.some(({ id }) => id === step.id) && run.episode.tally[step.id] === undefined;
  if (isNew && step.schedule.kind === 'after' && !isBeyondGoal(run.episode, step)) planFirst(run, step, localDateOf(run.at, run.episode.zone));
}

/** What was planned for it before is superseded; nothing of that has gone out. */
function reschedule(run: Run, step: Step, { occurrence, on, nominal }: Move): void {
  const { zone } = run.episode;
  const behaviour = behaviourOf(step);
  suppressWhere(run, (obligation) => obligation.occurrence === occurrence.id && isContactOfStep(obligation), 'superseded');
  const placed = on && place(run, step, on.date, localDateOf(run.at, zone));
  const dueAt = on && placed ? outOfQuiet(run, step, atLocal(placed.date, on.time, zone)) : occurrence.dueAt;
  const window = behaviour.window(step, { nominal, dueAt, zone });
  const awaiting = behaviour.awaits(step);
  emit(run, {
    type: 'OccurrenceMoved', occurrence: occurrence.id, revision: occurrence.revision + 1, dueAt, windowFrom: window.from, windowUntil: window.until,
    booking: step.kind === 'visit' ? 'needed' : 'as-planned', reason: 'version-changed', next: behaviour.firstAct(step, { dueAt, windowUntil: window.until }), ...(same(awaiting, occurrence.awaiting) ? {} : { awaiting }),
  });
  const moved = run.episode.occurrences[occurrence.id];
  if (moved) behaviour.contact(run, step, moved, placed?.misfit === 'away' ? 'away' : 'planned');
}
