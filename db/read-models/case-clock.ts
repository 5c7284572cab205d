/** The opened clock of one case: its events, its owners, and what its ladder would do next. */
import { nextRung } from '../../pathways/engine/escalation/ladder.js';
import type { EpisodeEvent } from '../../pathways/engine/events.js';
import type { Plan } from '../../pathways/engine/plan.js';
import type { Instant } from '../../pathways/engine/vocabulary.js';
import { wallTimeOf } from '../../workflows/episode-clock.js';
import type { EpisodeClock } from '../../workflows/contract.js';
import { fromMs } from '../../pathways/time.js';
import type { Sql } from '../client.js';
import { loadEpisode } from '../replay.js';
import { caseClock, type CaseClock, type ClockOwner } from '../why/clock.js';
import type { Phrase } from '../why/explanation.js';

export type OpenedClock = CaseClock & {
  escalationId: string; status: string;
  /** Who is told next, and when, unless somebody acts; null: nothing climbs any more. */
  next: { at: Instant; wall: Instant; to: string[] } | null;
  clock: EpisodeClock;
};

const system: Readonly<Record<string, Phrase>> = { patient: { zh: '患者', en: 'the patient' }, family: { zh: '家属', en: 'the family' }, system: { zh: '系统', en: 'the system' } };

/** null: this hospital has no such case. */
export async function openedClock(sql: Sql, hospitalId: string, escalationId: string): Promise<OpenedClock | null> {
  const [row] = await sql<{ episodeId: string; status: string; clock: EpisodeClock }[]>`
    select x.episode_id, x.status, e.clock from escalation x join episode e on e.id = x.episode_id where x.id = ${escalationId} and x.hospital_id = ${hospitalId}`;
  if (!row) return null;
  const { events, owners, names } = await sourcesOf(sql, hospitalId, row.episodeId, escalationId);
  const who = (actor: string): Phrase => system[actor] ?? { zh: names.get(actor) ?? '工作人员', en: names.get(actor) ?? 'staff' };
  const next = row.status === 'closed' || row.status === 'joined' ? null : await nextOf(sql, row.episodeId, escalationId);
  return {
    ...caseClock({ escalation: escalationId, events, owners, who }), escalationId, status: row.status, clock: row.clock,
    next: next && { ...next, wall: fromMs(wallTimeOf(row.clock, next.at)) },
  };
}

/** Pauses belong to the episode; only those while the case was open belong to its clock. */
async function sourcesOf(sql: Sql, hospitalId: string, episodeId: string, escalation: string): Promise<{ events: EpisodeEvent[]; owners: ClockOwner[]; names: Map<string, string> }> {
  const rows = await sql<{ data: EpisodeEvent }[]>`
    with mine as (select * from timeline where episode_id = ${episodeId} and hospital_id = ${hospitalId}),
      span as (select min(at) as first, max(at) filter (where type = 'EscalationClosed') as last from mine where escalation = ${escalation})
    select data from mine, span where escalation = ${escalation} or obligation like ${`${escalation}/%`}
      or (type in ('EpisodePaused', 'EpisodeResumed', 'PatientReadmitted') and at >= span.first and (span.last is null or at <= span.last)) order by seq, idx`;
  const owners = await sql<ClockOwner[]>`
    select episode_of(e.clock, o.at) as at, a.display_name as name, o.how, b.display_name as by_name
    from case_owner o join episode e on e.id = o.episode_id left join account a on a.id = o.account_id join account b on b.id = o.by_account
    where o.escalation = ${escalation} and o.hospital_id = ${hospitalId} order by o.id`;
  const actors = rows.flatMap(({ data }) => ('by' in data && typeof data.by === 'string' ? [data.by] : []));
  const accounts = await sql<{ id: string; displayName: string }[]>`select id::text as id, display_name from account where hospital_id = ${hospitalId} and id::text = any(${actors})`;
  return { events: rows.map(({ data }) => data), owners, names: new Map(accounts.map(({ id, displayName }) => [id, displayName])) };
}

async function nextOf(sql: Sql, episodeId: string, escalationId: string): Promise<{ at: Instant; to: string[] } | null> {
  const loaded = await loadEpisode(sql, episodeId);
  const escalation = loaded?.episode.escalations[escalationId];
  if (!loaded || !escalation) return null;
  const { levels } = JSON.parse(loaded.planJson) as Plan;
  const next = nextRung(levels[escalation.level], escalation);
  return next && { at: next.at, to: next.to };
}
