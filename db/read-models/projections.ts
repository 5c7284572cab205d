/** Every read model that a journal entry changes, in the order in which their rows refer to each other. */
import type { JournalEntry } from '../../activities/port.js';
import { together } from '../client.js';
import { projectAnswers } from './answers.js';
import { projectAttachedFiles } from './attached-files.js';
import { projectEscalations } from './escalations.js';
import { projectObligations } from './obligations.js';
import { projectOccurrences } from './occurrences.js';
import type { Projecting, Projection } from './projecting.js';
import { projectReadings } from './readings.js';
import { projectTimeline } from './timeline.js';

/** Rebuildable: dropped and made again from the journal, they come out the same. */
export const rebuildable: Projection[] = [projectTimeline, projectOccurrences, projectEscalations, projectAnswers, projectReadings];

/** The timeline is one statement that nothing else reads: the others follow it without waiting. */
export async function projectEntry(into: Projecting, entry: JournalEntry): Promise<void> {
  await together([projectTimeline(into, entry), projectOthers(into, entry)]);
}

async function projectOthers(into: Projecting, entry: JournalEntry): Promise<void> {
  for (const project of rebuildable) if (project !== projectTimeline) await project(into, entry);
  await projectObligations(into, entry);
  await projectAttachedFiles(into, entry);
}
