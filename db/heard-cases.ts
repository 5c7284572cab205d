/** What the people of a holder's case know of the cases that are joined to it: asked when the case is closed, and when one is joined to a closed one. */
import type { JournalEntry } from '../activities/port.js';
import type { EscalationId } from '../pathways/engine/vocabulary.js';
import { knows } from '../pathways/patient/cases.js';
import type { OpenCase } from '../pathways/patient/facts.js';
import { json, type Tx } from './client.js';

type Report = { from: EscalationId; rules: string[]; taken: boolean; level: string };

/** Of what an entry of this episode closes: which reports of the joined cases it has taken, and whose it has not. */
export async function heardOf(tx: Tx, episodeId: string, { events }: JournalEntry, cases: OpenCase[]): Promise<OpenCase[]> {
  const closed = events.flatMap((event) => (event.type === 'EscalationClosed' ? [event.escalation] : []));
  const joined = cases.flatMap(({ escalation, heldBy }) => (heldBy && closed.includes(heldBy) ? [escalation] : []));
  if (joined.length === 0) return cases;
  const reports = await tx<Report[]>`select payload->>'from' as "from", payload->'rules' as rules, payload->>'level' as level, state in ('applied', 'late') as taken
    from inbox where episode_id = ${episodeId} and kind = 'case-reported' and payload->>'from' = any(${joined})`;
  return cases.map((one) => {
    const own = reports.filter(({ from }) => from === one.escalation);
    if (own.length === 0) return one;
    const heard = [...new Set(own.flatMap(({ taken, rules }) => (taken ? rules : [])))];
    return { ...one, heard, unheard: own.some(({ taken, level }) => !taken && level !== 'yellow') };
  });
}

/** Cases that this entry joins to one that was closed meanwhile, and for which nothing was found since: closed by people who knew all of it. */
export async function settledBy(tx: Tx, { patientId, episodeId }: { patientId: string; episodeId: string }, { events }: JournalEntry, cases: readonly OpenCase[]): Promise<EscalationId[]> {
  const settled: EscalationId[] = [];
  for (const event of events) {
    if (event.type !== 'EscalationJoined' || cases.some(({ escalation }) => escalation === event.heldBy)) continue;
    const own = cases.find(({ escalation }) => escalation === event.escalation);
    const found = (type: string) => json(tx, [{ type, escalation: event.escalation }]);
    const [holder] = await tx<OpenCase[]>`select h.id as escalation, h.episode_id as episode, h.level, h.rules, h.prefixes from escalation h
      where h.id = ${event.heldBy} and h.patient_id = ${patientId} and h.status = 'closed' and not exists (select 1 from journal j
        where j.episode_id = ${episodeId} and j.at > h.closed_at and (j.events @> ${found('EscalationUpdated')} or j.events @> ${found('EscalationUpgraded')}))`;
    if (own && holder && knows(holder, own)) settled.push(own.escalation);
  }
  return settled;
}
