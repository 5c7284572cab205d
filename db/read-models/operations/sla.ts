/**
 * Whether promises to act were kept, of cases raised in a period of wall time. Decided: somebody did it (whoever contacts has acknowledged), or the deadline passed first (the
 * engine's own `breached`). Not counted: cases joined to another (the holder's clock runs), and cases closed before either happened.
 */
import type { Db } from '../../client.js';
import { mayLieWithin } from '../own-time.js';

export type SlaRow = { level: 'red' | 'orange' | 'yellow'; raised: number; ackDecided: number; ackKept: number; contactDecided: number; contactKept: number; open: number };

export const slaKept = (sql: Db, hospitalId: string, from: string, until: string): Promise<SlaRow[]> => sql<SlaRow[]>`
  select x.level, count(*)::int as raised,
    count(*) filter (where x.ack_by is not null and (x.acknowledged_at is not null or x.contacted_at is not null or 'acknowledge' = any(x.breached)))::int as ack_decided,
    count(*) filter (where x.ack_by is not null and (x.acknowledged_at is not null or x.contacted_at is not null) and not 'acknowledge' = any(x.breached))::int as ack_kept,
    count(*) filter (where x.contacted_at is not null or 'contact' = any(x.breached))::int as contact_decided,
    count(*) filter (where x.contacted_at is not null and not 'contact' = any(x.breached))::int as contact_kept,
    count(*) filter (where x.status <> 'closed')::int as open
  from escalation x join episode e on e.id = x.episode_id
  where x.hospital_id = ${hospitalId} and x.held_by is null and ${mayLieWithin(sql, hospitalId, { at: sql`x.raised_at`, episode: sql`x.episode_id`, from: sql`${from}::timestamptz`, until: sql`${until}::timestamptz` })}
    and wall_of(e.clock, x.raised_at) >= ${from} and wall_of(e.clock, x.raised_at) < ${until}
  group by x.level order by array_position(array['red', 'orange', 'yellow'], x.level)`;
