/** When the course is over, when the episode is, and what has to be closed before (ADR 0004). */
import { addHours } from '../time.js';
import { careId } from './ids.js';
import { planObligation } from './obligations.js';
import { isExhausted } from './repeats.js';
import type { Phase } from './plan.js';
import { emit, type Run } from './run.js';

export function settleEnd(run: Run): void {
  const { status } = run.episode;
  if (status === 'stopping' && noCases(run) && run.episode.stop) return emit(run, { type: 'EpisodeStopped', reason: run.episode.stop.reason });
  if (status !== 'active') return;
  if (run.episode.phase === 'course' && phaseDone(run, 'course')) emit(run, { type: 'CourseCompleted' });
  if (run.episode.phase === 'follow-up' && phaseDone(run, 'follow-up') && noCases(run) && nothingPending(run)) complete(run);
}

/** All its steps have planned everything they will, and nothing of it is open. */
function phaseDone(run: Run, phase: Phase): boolean {
  if (Object.values(run.episode.occurrences).some((occurrence) => occurrence.phase === phase)) return false;
  return run.plan.steps.every((step) => step.phase !== phase || isExhausted(run, step));
}

const noCases = (run: Run): boolean => Object.keys(run.episode.escalations).length === 0;

const nothingPending = (run: Run): boolean =>
  Object.keys(run.episode.watches).length === 0 && Object.keys(run.episode.obligations).length === 0 && Object.keys(run.episode.occurrences).length === 0;

/** The closing words are the one message that may follow the end. */
function complete(run: Run): void {
  const { close } = run.plan.texts;
  if (close !== null) {
    planObligation(run, {
      owner: careId(run.episode.id), revision: run.episode.counts.care + 1, purpose: 'close', class: 'education', recipient: 'patient', text: close,
      dueAt: run.at, expiresAt: addHours(run.at, 48), channels: ['wechat', 'sms'],
    });
  }
  emit(run, { type: 'EpisodeCompleted' });
}
