/** Alarms of an open episode that no run drives: nothing is sent, asked or chased for this patient. The next entry of its journal ends them. */
import type { EpisodeId } from '../pathways/engine/vocabulary.js';
import { clearAlarms, raiseAlarm } from './alarms.js';
import { transact, type Db, type Sql } from './client.js';

type Whose = { hospitalId: string; episodeId: EpisodeId };

/** By convention (C): a launch that has written nothing for so long, or something sent in that no run has taken for so long, needs somebody. */
export const unheardSeconds = 300;

const words = {
  'run-missing': 'The episode is open, but no workflow drives it: nothing is sent, asked or chased for this patient. Call the patient about what is due, and read what was sent in since and waits unread; then: wuyou resume',
  'not-started': `The episode was launched more than ${unheardSeconds / 60} minutes ago, but its workflow has written nothing yet, so nothing is sent: the worker's log says why`,
} as const;

/** Where it has ended or begun meanwhile it is none: whoever writes its next entry waits for the row, or has written it. */
export const raiseRunAlarm = (sql: Sql, code: keyof typeof words, { hospitalId, episodeId }: Whose): Promise<void> =>
  transact(sql, async (tx) => {
    const [row] = await tx<{ stands: boolean }[]>`select ended_at is null and (status = 'launching') = ${code === 'not-started'} as stands from episode where id = ${episodeId} for share`;
    if (row?.stands) await raiseAlarm(tx, { hospitalId, code, ref: episodeId, detail: words[code] });
  });

export const clearRunAlarms = (sql: Db, { hospitalId, episodeId }: Whose): Promise<void> => clearAlarms(sql, Object.keys(words), { hospitalId, ref: episodeId });
