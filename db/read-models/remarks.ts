/** What a sender must know although the command was recorded: a reading that was not believed, an answer left out, an input without effect. */
import type { EpisodeEvent } from '../../pathways/engine/events.js';
import type { Db } from '../client.js';

const telling = ['ReadingRejected', 'InputIgnored', 'Warned'] as const satisfies readonly EpisodeEvent['type'][];

export async function remarksOn(sql: Db, episodeId: string, seq: number): Promise<string[]> {
  const rows = await sql<{ type: (typeof telling)[number]; data: { reason?: string; code?: string; detail?: string } }[]>`
    select type, data from timeline where episode_id = ${episodeId} and seq = ${seq} and type = any(${[...telling]}) order by idx`;
  return rows.map(({ type, data }) => (type === 'ReadingRejected' ? `The reading was stored but not believed: ${data.reason ?? ''}` : type === 'InputIgnored' ? `Without effect: ${data.reason ?? ''}` : `${data.code ?? ''}: ${data.detail ?? ''}`));
}
