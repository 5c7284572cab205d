/** An episode that lives by a clock of its own, with visits as a test wants them. */
import { json, type Sql } from '../client.js';
import { createPatient, launchEpisode, type World } from './world.js';

export type EpisodeAhead = { id: string; /** `inDays`: of the wall's, from now. Returns the occurrence. */ visit(n: number, status: string, inDays: number): Promise<string> };

/** Active, of a new patient; `aheadDays`: by how much its own time is ahead of the wall. */
export async function episodeAhead(sql: Sql, world: World, aheadDays: number): Promise<EpisodeAhead> {
  const patient = await createPatient(sql, world.hospitalId);
  const id = await launchEpisode(sql, { ...world, ...patient }, 'hip-wound-care');
  const [anchors] = await sql<{ wall: string; own: string }[]>`select to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as wall, to_char((now() + make_interval(days => ${aheadDays})) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as own`;
  await sql`update episode set status = 'active', clock = ${json(sql, { wallAnchor: anchors?.wall, episodeAnchor: anchors?.own, pace: 1 })} where id = ${id}`;
  return {
    id,
    async visit(n, status, inDays) {
      const due = sql`now() + ${inDays}::float8 * interval '1 day'`;
      await sql`insert into occurrence (id, hospital_id, episode_id, patient_id, step, kind, n, phase, status, due_at, window_from, window_until)
        values (${`${id}/dressing/${n}`}, ${world.hospitalId}, ${id}, ${patient.patientId}, 'dressing', 'visit', ${n}, 'early', ${status}, ${due}, ${due}, ${due} + interval '1 day')`;
      return `${id}/dressing/${n}`;
    },
  };
}
