/** Who comes to a visit, as its patient may know: the accepted offer's person, or that somebody is being found. */
import type { Db } from '../client.js';

export type VisitGoer = { occurrence: string; state: 'offering' | 'assigned' | 'unassigned' | 'held' | 'ended'; name: string | null };

export const visitGoers = (sql: Db, hospitalId: string, occurrences: string[]): Promise<VisitGoer[]> =>
  sql<VisitGoer[]>`select v.occurrence, v.state, a.display_name as name from visit_assignment v left join account a on a.id = v.account_id
    where v.hospital_id = ${hospitalId} and v.occurrence = any(${occurrences})`;
