/** What an edited version would do: to a sample patient's first days, and to every story that is kept with it. */
import { setImmediate } from 'node:timers/promises';
import type { Database } from './env.js';
import type { Plan } from '../pathways/engine/plan.js';
import { versionChanges, type VersionChange } from '../pathways/outline/version-changes.js';
import type { Definition, Language } from '../pathways/schema/definition.js';
import { isStory } from '../pathways/schema/drafting/version-files.js';
import type { SourceFile } from '../pathways/schema/source/place.js';
import { compareStories, type StoryChange } from '../pathways/story/compare.js';
import { compareDays, firstDays, sampleDays, type DaysChange } from '../pathways/story/first-days.js';
import type { Packages } from '../pathways/story/resolve.js';
import { sayUnmet } from '../pathways/story/expect.js';
import { runStory, type StoryResult } from '../pathways/story/run.js';
import { readStory, StoryRefused, type Story } from '../pathways/story/schema.js';

export type Preview = { days: number; anchor: string; changes: VersionChange[]; calendar: DaysChange };
/** `same`: nothing differs. `changed`: other events, all expectations met. `broken`: an expectation is not met, an input is refused, or it cannot be read. */
export type StoryVerdict = { path: string; title: string; verdict: 'same' | 'changed' | 'broken'; why: string[]; gained: number; lost: number; moved: number };
export type ToldStory = { title: string; verdict: StoryVerdict['verdict']; why: string[]; change: StoryChange };

export function preview(base: Definition, draft: Definition, anchor: string, language: Language): Preview {
  const [before, after] = [base, draft].map(({ plan, hash, texts }) => firstDays({ plan, hash, texts: texts[language] }, anchor));
  return { days: sampleDays, anchor, changes: versionChanges(base, draft), calendar: compareDays(before ?? [], after ?? []) };
}

type Trial = { sql: Database; hospitalId: string; base: Definition; draft: Definition };

/** Lets other requests be answered between two stories: one takes some ten milliseconds. */
export async function tellStories(trial: Trial, files: readonly SourceFile[]): Promise<StoryVerdict[]> {
  const verdicts: StoryVerdict[] = [];
  for (const file of files.filter(isStory)) {
    await setImmediate();
    const { title, verdict, why, change } = await tellStory(trial, file);
    verdicts.push({ path: file.path, title, verdict, why, gained: change.gained.length, lost: change.lost.length, moved: change.moved.length });
  }
  return verdicts;
}

const nothing: StoryChange = { gained: [], lost: [], moved: [], same: 0 };

export async function tellStory({ sql, hospitalId, base, draft }: Trial, file: SourceFile): Promise<ToldStory> {
  let story: Story;
  try {
    story = readStory(file.text, file.path);
  } catch (error) {
    if (error instanceof StoryRefused) return { title: file.path, verdict: 'broken', why: [error.message], change: nothing };
    throw error;
  }
  const title = story.story;
  const others = await otherPackages(sql, hospitalId, story, draft.plan.id);
  const missing = story.episodes.filter((episode) => idOf(episode.package) !== draft.plan.id && others[episode.package] === undefined);
  if (missing.length > 0) return { title, verdict: 'broken', why: [`This hospital has no package ${missing.map((episode) => episode.package).join(', ')}, which the story needs beside this one`], change: nothing };
  const withOwn = ({ plan, hash }: Definition): Packages => ({ ...others, ...Object.fromEntries(story.episodes.flatMap((episode) => (idOf(episode.package) === plan.id ? [[episode.package, { plan, hash }]] : []))) });
  try {
    const [before, after] = [runStory(story, withOwn(base)), runStory(story, withOwn(draft))];
    const change = compareStories(before, after);
    const why = whatBroke(after);
    return { title, verdict: why.length > 0 ? 'broken' : change.gained.length + change.lost.length + change.moved.length > 0 ? 'changed' : 'same', why, change };
  } catch (error) {
    if (error instanceof StoryRefused) return { title, verdict: 'broken', why: [error.message], change: nothing };
    throw error;
  }
}

const idOf = (written: string): string => written.split('@')[0] ?? written;

const whatBroke = ({ refused, unmet }: StoryResult): string[] => [
  ...refused.map(({ input, refusal }) => `${input.kind} at ${input.at} is refused: ${refusal.message}`),
  ...unmet.map(sayUnmet),
];

/** By the names that the story gives them: the version named, else the newest. */
async function otherPackages(sql: Database, hospitalId: string, story: Story, own: string): Promise<Packages> {
  const names = [...new Set(story.episodes.map((episode) => episode.package).filter((name) => idOf(name) !== own))];
  const found = await Promise.all(names.map(async (name) => {
    const [id = '', version] = name.split('@');
    const [row] = await sql<{ plan: string; hash: string }[]>`select plan, hash from pathway_version where hospital_id = ${hospitalId} and id = ${id}
      and (${version ?? null}::int is null or version = ${version ?? null}) order by version desc limit 1`;
    return row ? [[name, { plan: JSON.parse(row.plan) as Plan, hash: row.hash }] as const] : [];
  }));
  return Object.fromEntries(found.flat());
}
