/**
 * "The typhoon comes on Thursday: everything in that district one day later." Nothing is written: the engine itself rehearses each move over
 * the episode's record, so that the preview lists the very texts and tasks that will follow, or the very words of the refusal.
 */
import { refusal } from '../../pathways/engine/actions.js';
import { decide } from '../../pathways/engine/decide.js';
import type { EpisodeEvent } from '../../pathways/engine/events.js';
import type { EpisodeInput } from '../../pathways/engine/inputs.js';
import type { Plan } from '../../pathways/engine/plan.js';
import { staffRoles, type Instant } from '../../pathways/engine/vocabulary.js';
import { addDays, addMs, atLocal, localTimeOf, toMs } from '../../pathways/time.js';
import type { Sql } from '../client.js';
import { loadEpisode } from '../replay.js';
import type { Consequence, MoveRequest, Placed, PlannedRow } from './bulk-rows.js';

type Row = { occurrence: string; episodeId: string; status: string; slotFrom: Instant; slotUntil: Instant; revision: number; windowFrom: Instant; windowUntil: Instant; now: Instant; accountId: string | null; name: string | null; assignment: string | null };

/** So many visits of one day are moved at once; a larger hospital does it district by district. */
const most = 300;
/** The sign-in that a rehearsal is made with: nothing of it is written. */
const rehearsal = { commandId: 'rehearsal', by: 'rehearsal' } as const;

export async function movePreview(sql: Sql, hospitalId: string, zone: string, { day, toDay, district }: MoveRequest, reason: string): Promise<PlannedRow[]> {
  const [from, until] = [atLocal(day, '00:00', zone), atLocal(addDays(day, 1), '00:00', zone)];
  const rows = await sql<Row[]>`
    select o.id as occurrence, o.episode_id, o.status, o.slot_from, o.slot_until, o.revision, o.window_from, o.window_until, episode_of(e.clock, now())::timestamptz(3) as now,
      case when v.state = 'assigned' then v.account_id end as account_id, case when v.state = 'assigned' then a.display_name end as name, v.state as assignment
    from occurrence o join episode e on e.id = o.episode_id left join visit_assignment v on v.occurrence = o.id left join account a on a.id = v.account_id left join visit_place p on p.patient_id = o.patient_id
    where o.hospital_id = ${hospitalId} and o.kind = 'visit' and o.status in ('booked', 'checked-in', 'held') and o.slot_from >= ${from} and o.slot_from < ${until}
      ${district === null ? sql`` : sql`and p.district = ${district}`}
    order by o.slot_from, o.id limit ${most}`;
  const planned: PlannedRow[] = [];
  for (const row of rows) planned.push(await planMove(sql, row, atLocal(toDay, localTimeOf(row.slotFrom, zone), zone), reason));
  return planned;
}

async function planMove(sql: Sql, row: Row, from: Instant, reason: string): Promise<PlannedRow> {
  const before: Placed = { from: row.slotFrom, until: row.slotUntil, accountId: row.accountId, name: row.name, revision: row.revision };
  const stays = (verdict: string, detail: string | null = null): PlannedRow => ({ occurrence: row.occurrence, episodeId: row.episodeId, before, after: null, consequences: [], verdict, detail });
  if (row.status === 'checked-in') return stays('visit-under-way');
  const loaded = await loadEpisode(sql, row.episodeId);
  if (loaded === null) return stays('unknown-episode');
  const plan = JSON.parse(loaded.planJson) as Plan;
  const until = addMs(from, toMs(row.slotUntil) - toMs(row.slotFrom));
  const input: EpisodeInput = { ...rehearsal, kind: 'visit-moved', at: row.now, occurrence: row.occurrence, from, until, reason };
  const refused = refusal(plan, loaded.episode, input);
  if (refused !== null) return stays(refused.code, refused.message);
  const events = decide(plan, loaded.episode, input);
  if (!events.some(({ type }) => type === 'VisitBooked')) return stays('not-moved');
  const outside: Consequence[] = from < row.windowFrom || from >= row.windowUntil ? [{ kind: 'outside-window', until: row.windowUntil }] : [];
  return {
    occurrence: row.occurrence, episodeId: row.episodeId, before, after: { from, until, accountId: null, name: null, revision: row.revision + 1 }, verdict: 'will-move', detail: null,
    consequences: [...outside, ...messagesOf(events), ...tellPatient(events), ...personOf(row)],
  };
}

const isStaff = (recipient: string): boolean => staffRoles.some((role) => role === recipient);

/** Every text and task that the engine plans with the move, and every text that it takes back. */
function messagesOf(events: readonly EpisodeEvent[]): Consequence[] {
  return events.flatMap((event): Consequence[] => {
    if (event.type === 'ObligationClosed' && event.outcome === 'suppressed') {
      const [purpose = '', recipient = ''] = event.obligation.split('/').slice(-2);
      return isStaff(recipient) ? [] : [{ kind: 'text-withdrawn', purpose, recipient, at: null }];
    }
    if (event.type !== 'ObligationPlanned') return [];
    const { purpose, recipient, dueAt } = event.obligation;
    return [isStaff(recipient) ? { kind: 'call', purpose, role: recipient } : { kind: 'text', purpose, recipient, at: dueAt }];
  });
}

/** The plan's eve text would come only on the eve of the new day: whoever waits at home meanwhile is told by phone. */
export const tellPurpose = 'tell-moved';
export const toldByEngine = (events: readonly Consequence[]): boolean => events.some((one) => one.kind === 'call' && one.purpose === 'visit-changed');
const tellPatient = (events: readonly EpisodeEvent[]): Consequence[] => (toldByEngine(messagesOf(events)) ? [] : [{ kind: 'call', purpose: tellPurpose, role: 'case-manager' }]);

function personOf({ assignment, name }: Row): Consequence[] {
  if (assignment === 'assigned' && name !== null) return [{ kind: 'nurse-notice', name, notice: 'visit-moved' }, { kind: 'asked-again', name }];
  return [{ kind: 'asked-again', name: null }];
}
