/** Incidents (needlestick, fall, dispute): reported in a minute, owned by somebody, with a clock; the text is encrypted, the course is kept. */
import { v7 as uuidv7 } from 'uuid';
import type { Crypt } from '../../messages/crypt.js';
import type { Instant } from '../../pathways/engine/vocabulary.js';
import { announceChanges } from '../changes.js';
import { transact, type Db, type Sql, type Tx } from '../client.js';
import { settingsOf } from './surroundings.js';

export const incidentKinds = ['needlestick', 'fall', 'dispute', 'other'] as const;
export type IncidentKind = (typeof incidentKinds)[number];
type Deps = { sql: Sql; crypt: Crypt };

export type Incident = {
  incidentId: string; kind: IncidentKind; occurrence: string | null; episodeId: string | null; description: string; happenedAt: Instant; reportedBy: string; reportedByName: string; reportedAt: Instant;
  dueAt: Instant; overdue: boolean; owner: string | null; ownerName: string | null; state: 'open' | 'investigating' | 'closed'; closedBy: string | null; closedAt: Instant | null; outcome: string | null;
};
export type IncidentEntry = { act: string; by: string; byName: string; at: Instant; note: string | null };

/** Returns the id; null: the visit is not in this hospital. The clock runs from the report: needlestick and fall a day, others three (C). */
export function reportIncident({ sql, crypt }: Deps, request: { hospitalId: string; kind: IncidentKind; occurrence: string | null; happenedAt: Instant; description: string; by: string }): Promise<string | null> {
  const { hospitalId, kind, occurrence, happenedAt, description, by } = request;
  return transact(sql, async (tx) => {
    const [visit] = occurrence === null ? [] : await tx<{ episodeId: string }[]>`select episode_id from occurrence where id = ${occurrence} and hospital_id = ${hospitalId} and kind = 'visit'`;
    if (occurrence !== null && !visit) return null;
    const id = uuidv7();
    const { incidentHours } = await settingsOf(tx, hospitalId);
    await tx`insert into incident (id, hospital_id, episode_id, occurrence, kind, description_enc, happened_at, reported_by, due_at)
      values (${id}, ${hospitalId}, ${visit?.episodeId ?? null}, ${occurrence}, ${kind}, ${crypt.seal(description, `incident/${id}`)}, ${happenedAt}, ${by}, now() + make_interval(hours => ${incidentHours[kind]}))`;
    await enter(tx, crypt, hospitalId, id, 'reported', by, null);
    return id;
  });
}

async function enter(tx: Tx, crypt: Crypt, hospitalId: string, incidentId: string, act: string, by: string, note: string | null): Promise<void> {
  const id = uuidv7();
  await tx`insert into incident_entry (id, hospital_id, incident_id, act, acted_by, note_enc) values (${id}, ${hospitalId}, ${incidentId}, ${act}, ${by}, ${note === null ? null : crypt.seal(note, `incident-entry/${id}`)})`;
  await announceChanges(tx, hospitalId, [{ topic: 'incident', ref: incidentId }]);
}

export type IncidentRefusal = 'unknown-incident' | 'closed' | 'unknown-owner' | 'own-report' | 'no-owner';
export type IncidentAct = { act: 'assign'; owner: string } | { act: 'note'; note: string } | { act: 'close'; outcome: string };

/** Nobody closes their own report, and nothing is closed that nobody owned. null: done. */
export function actOnIncident({ sql, crypt }: Deps, request: { hospitalId: string; incidentId: string; by: string; what: IncidentAct }): Promise<IncidentRefusal | null> {
  const { hospitalId, incidentId, by, what } = request;
  return transact(sql, async (tx) => {
    const [incident] = await tx<{ state: string; reportedBy: string; owner: string | null }[]>`select state, reported_by, owner from incident where id = ${incidentId} and hospital_id = ${hospitalId} for update`;
    if (!incident) return 'unknown-incident';
    if (incident.state === 'closed') return 'closed';
    switch (what.act) {
      case 'assign': {
        const [owner] = await tx<{ displayName: string }[]>`select display_name from account where id = ${what.owner} and hospital_id = ${hospitalId} and active`;
        if (!owner) return 'unknown-owner';
        await tx`update incident set owner = ${what.owner}, state = 'investigating' where id = ${incidentId}`;
        await enter(tx, crypt, hospitalId, incidentId, 'assigned', by, owner.displayName);
        return null;
      }
      case 'note':
        await enter(tx, crypt, hospitalId, incidentId, 'noted', by, what.note);
        return null;
      case 'close':
        if (incident.reportedBy === by) return 'own-report';
        if (incident.owner === null) return 'no-owner';
        await tx`update incident set state = 'closed', closed_by = ${by}, closed_at = now(), outcome_enc = ${crypt.seal(what.outcome, `incident-outcome/${incidentId}`)} where id = ${incidentId}`;
        await enter(tx, crypt, hospitalId, incidentId, 'closed', by, null);
        return null;
    }
  });
}

/** Open ones by what is due first. `of`: only reports by or owned by this account. */
export async function incidentList(db: Db, crypt: Crypt, { hospitalId, open, of, incidentId }: { hospitalId: string; open: boolean; of: string | null; incidentId?: string }): Promise<Incident[]> {
  const rows = await db<(Omit<Incident, 'description' | 'outcome'> & { descriptionEnc: Uint8Array; outcomeEnc: Uint8Array | null })[]>`
    select i.id as incident_id, i.kind, i.occurrence, i.episode_id, i.description_enc, i.happened_at, i.reported_by, r.display_name as reported_by_name, i.reported_at, i.due_at, i.state <> 'closed' and i.due_at < now() as overdue,
      i.owner, o.display_name as owner_name, i.state, i.closed_by, i.closed_at, i.outcome_enc
    from incident i join account r on r.id = i.reported_by left join account o on o.id = i.owner
    where i.hospital_id = ${hospitalId} ${open ? db`and i.state <> 'closed'` : db``} ${of === null ? db`` : db`and (i.reported_by = ${of} or i.owner = ${of})`} ${incidentId === undefined ? db`` : db`and i.id = ${incidentId}`}
    order by i.state = 'closed', i.due_at, i.id limit 200`;
  return rows.map(({ descriptionEnc, outcomeEnc, ...row }) => ({
    ...row, description: crypt.open(descriptionEnc, `incident/${row.incidentId}`), outcome: outcomeEnc === null ? null : crypt.open(outcomeEnc, `incident-outcome/${row.incidentId}`),
  }));
}

/** null: no such incident, or not to be seen by `of`. */
export async function incidentById(db: Db, crypt: Crypt, hospitalId: string, incidentId: string, of: string | null): Promise<(Incident & { entries: IncidentEntry[] }) | null> {
  const [incident] = await incidentList(db, crypt, { hospitalId, open: false, of, incidentId });
  if (!incident) return null;
  const entries = await db<(Omit<IncidentEntry, 'note'> & { id: string; noteEnc: Uint8Array | null })[]>`select e.id, e.act, e.acted_by as "by", a.display_name as by_name, e.acted_at as at, e.note_enc
    from incident_entry e join account a on a.id = e.acted_by where e.incident_id = ${incidentId} and e.hospital_id = ${hospitalId} order by e.acted_at, e.id`;
  return { ...incident, entries: entries.map(({ id, noteEnc, ...entry }) => ({ ...entry, note: noteEnc === null ? null : crypt.open(noteEnc, `incident-entry/${id}`) })) };
}
