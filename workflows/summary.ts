/**
 * What an ops person reads in the Temporal UI beside timers and activities, and as the run's current details. Step ids, days and counts only:
 * what a patient answered or what was found never stands here (and the codec encrypts even this).
 */
import { setCurrentDetails, upsertSearchAttributes, workflowInfo } from '@temporalio/workflow';
import type { JournalEntry } from '../activities/port.js';
import type { Episode } from '../pathways/engine/episode.js';
import { ownerOf } from '../pathways/engine/ids.js';
import type { Plan } from '../pathways/engine/plan.js';
import type { Instant, ObligationId } from '../pathways/engine/vocabulary.js';
import { daysBetween, localDateOf, localTimeOf } from '../pathways/time.js';
import { searchAttributes } from './contract.js';
import { needsAttention, type NextDue } from './turn.js';

/** `D6 2026-03-08 18:00`, counted from the main anchor in the patient's zone. */
function moment(plan: Plan, episode: Episode, at: Instant): string {
  const date = localDateOf(at, episode.zone);
  const anchor = episode.anchors[plan.mainAnchor];
  const day = anchor === undefined ? '' : `D${daysBetween(anchor, date)} `;
  return `${day}${date} ${localTimeOf(at, episode.zone)}`;
}

const without = (episode: Episode['id'], id: string): string => (id.startsWith(`${episode}/`) ? id.slice(episode.length + 1) : id);

export const timerSummary = (plan: Plan, episode: Episode, due: NextDue): string => `${moment(plan, episode, due.at)} ${without(episode.id, due.what)}`;

/** `#12 answer-received (+1)`: the last entry, and how many others are written with it. */
export function recordSummary(entries: JournalEntry[]): string {
  const last = entries.at(-1);
  return last === undefined ? 'nothing' : `#${last.seq} ${last.input.kind}${entries.length > 1 ? ` (+${entries.length - 1})` : ''}`;
}

/** Of the first: whose it is (a step, a case, or the episode's own care), what for, and for whom. */
export function deliverSummary(ids: ObligationId[]): string {
  const [first = '', ...others] = ids;
  const [purpose, recipient] = first.split('/').slice(-2);
  const owner = ownerOf(first) ?? '';
  return `send ${owner.slice(owner.indexOf('/') + 1)} ${purpose} to ${recipient}${others.length > 0 ? ` and ${others.length} more` : ''}`;
}

/** Markdown. What is open, what comes next, and whether somebody must look. */
export function currentDetails(plan: Plan, episode: Episode, now: Instant, due: NextDue | null, halted: string | null): string {
  const occurrences = Object.values(episode.occurrences).sort((a, b) => (a.dueAt < b.dueAt ? -1 : 1));
  const obligations = Object.values(episode.obligations);
  const lines = [
    `**${plan.id}@${plan.version}** · ${episode.status} · ${episode.phase} · entry #${episode.seq} · ${moment(plan, episode, now)}`,
    ...(halted === null ? [] : [`**Halted: ${halted}.** Repair, then send \`nudge\` (docs/operations.md, stuck episodes).`]),
    due === null ? 'Nothing more happens by itself.' : `Next: ${timerSummary(plan, episode, due)}`,
    `Cases open: ${Object.keys(episode.escalations).length} · messages planned: ${obligations.filter(({ state }) => state === 'planned').length}, on their way: ${obligations.filter(({ state }) => state === 'released').length}`,
    '',
    '| step | status | due |',
    '| --- | --- | --- |',
    ...occurrences.slice(0, 20).map(({ step, n, status, dueAt }) => `| ${step} #${n} | ${status} | ${moment(plan, episode, dueAt)} |`),
    ...(occurrences.length > 20 ? [`| and ${occurrences.length - 20} more | | |`] : []),
  ];
  return lines.join('\n');
}

/** Details cost no event; search attributes one per change, so they are written on change only. */
export function show(plan: Plan, episode: Episode, now: Instant, due: NextDue | null, halted: string | null): void {
  setCurrentDetails(currentDetails(plan, episode, now, due, halted));
  const shown = workflowInfo().typedSearchAttributes;
  const phase = { key: searchAttributes.phase, value: `${episode.phase}/${episode.status}` };
  const attention = { key: searchAttributes.needsAttention, value: halted !== null || needsAttention(episode) };
  const changed = [
    ...(shown.get(phase.key) === phase.value ? [] : [phase]),
    ...(shown.get(attention.key) === attention.value ? [] : [attention]),
  ];
  if (changed.length > 0) upsertSearchAttributes(changed);
}
