/** Moves many episodes, so many at a time: the next ones only once these have their answer, so that a mistake shows on few. */
import { inboxState } from '../inbox.js';
import type { Sql } from '../client.js';
import { moveEpisode, type MoveEpisode } from './command.js';

/** `waiting`: the command is kept and will be carried out; nobody has taken it in time. */
export type Moved = { episodeId: string; outcome: 'moved' | 'refused' | 'waiting'; why: string };
export type MoveAll = Omit<MoveEpisode, 'episodeId'> & { batch: number };
/** `pause` waits so many ms; a test gives its own. */
export type Patience = { pause(ms: number): Promise<void>; tries: number };

/** A worker that runs takes a command within seconds; after two minutes something is wrong, and no further episode is asked. */
const patient: Patience = { pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)), tries: 240 };
const lookEveryMs = 500;

export async function moveAll(sql: Sql, { batch, ...move }: MoveAll, episodes: readonly string[], told: (one: Moved) => void, patience = patient): Promise<Moved[]> {
  const all: Moved[] = [];
  for (let first = 0; first < episodes.length; first += batch) {
    const answers = await together(sql, move, episodes.slice(first, first + batch), patience);
    answers.forEach(told);
    all.push(...answers);
    if (answers.some(({ outcome }) => outcome === 'waiting')) break;
  }
  return all;
}

async function together(sql: Sql, move: Omit<MoveEpisode, 'episodeId'>, episodes: readonly string[], patience: Patience): Promise<Moved[]> {
  const sent = await Promise.all(episodes.map(async (episodeId): Promise<Moved> => {
    const taken = await moveEpisode(sql, { ...move, episodeId });
    return taken.outcome === 'refused' ? { episodeId, outcome: 'refused', why: taken.message } : { episodeId, outcome: 'waiting', why: 'nobody has taken the command yet: is a worker running? It is kept and carried out as soon as one is.' };
  }));
  for (let i = 0; i < patience.tries && sent.some(({ outcome }) => outcome === 'waiting'); i++) {
    await patience.pause(lookEveryMs);
    for (const one of sent.filter(({ outcome }) => outcome === 'waiting')) Object.assign(one, await answerOf(sql, one.episodeId, move.commandId));
  }
  return sent;
}

async function answerOf(sql: Sql, episodeId: string, commandId: string): Promise<Partial<Moved>> {
  const known = await inboxState(sql, episodeId, commandId);
  if (known?.state === 'rejected') return { outcome: 'refused', why: known.rejection ?? 'refused' };
  if (known?.state !== 'applied') return {};
  const [entry] = await sql<{ ignored: string | null }[]>`select (select e->>'reason' from jsonb_array_elements(j.events) e where e->>'type' = 'InputIgnored' limit 1) as ignored
    from journal j where j.episode_id = ${episodeId} and j.seq = ${known.appliedSeq ?? 0}`;
  return entry?.ignored == null ? { outcome: 'moved', why: '' } : { outcome: 'refused', why: entry.ignored };
}
