/** Of B: what staff see (cases, visits and the other items, answers, readings) against the journal. It is written in the journal's own transaction, so there is no moment at which it may differ. */
import type { Instant } from '../../pathways/engine/vocabulary.js';
import { toMs } from '../../pathways/time.js';
import { canonicalJson } from '../journal.js';
import type { Auditing } from './breach.js';
import type { JournalSays, SaidAnswer, SaidCase, SaidOccurrence, SaidReading } from './journal-says.js';

/** What a breach of B is about, so that the worst stand first (derived.ts). */
export type Finding = { of: 'case' | 'patient' | 'episode' | 'message' | 'occurrence' | 'answer' | 'reading' | 'entry'; ref: string; what: string };

type Row = { id: string; episodeId: string };
type CaseRow = Row & Pick<SaidCase, 'level' | 'ackBy' | 'contactBy' | 'heldBy'> & { status: string };
export type ModelRows = { cases: CaseRow[]; occurrences: (Row & SaidOccurrence)[]; answers: (Row & SaidAnswer)[]; readings: (Row & SaidReading)[] };

/** Answers and readings are found by their patient, who has an index there; they move with their episode when records are merged or parted. */
export async function modelRows(sql: Auditing['sql'], episodes: readonly { id: string; patientId: string }[]): Promise<ModelRows> {
  const ofThese = sql`episode_id = any(${episodes.map(({ id }) => id)}::uuid[])`;
  const ofPatients = sql`patient_id = any(${[...new Set(episodes.map(({ patientId }) => patientId))]}::uuid[])`;
  const [cases, occurrences, answers, readings] = await Promise.all([
    sql<ModelRows['cases']>`select id, episode_id, status, level, ack_by, contact_by, held_by from escalation where ${ofThese}`,
    sql<ModelRows['occurrences']>`select id, episode_id, status, due_at, slot_from, slot_until from occurrence where ${ofThese}`,
    sql<ModelRows['answers']>`select id, episode_id, answers, scores, occurrence, late from answer where ${ofPatients} and ${ofThese}`,
    sql<ModelRows['readings']>`select id, episode_id, kind, measured_at, vals, plausible from reading where ${ofPatients} and ${ofThese}`,
  ]);
  return { cases, occurrences, answers, readings };
}

export function compareModels(says: JournalSays, rows: ModelRows): Finding[] {
  return [
    ...compareRows('case', says.cases, rows.cases, caseDifference, missed('a case')),
    ...compareRows('occurrence', says.occurrences, rows.occurrences, occurrenceDifference, missed('an item')),
    ...compareRows('answer', says.answers, rows.answers, (said, row) => (same(said, row, ['answers', 'scores', 'occurrence', 'late']) ? null : 'holds another answer than the journal'), missed('an answer')),
    ...compareRows('reading', says.readings, rows.readings, (said, row) => (same(said, row, ['kind', 'vals', 'plausible']) && sameTime(said.measuredAt, row.measuredAt) ? null : 'holds another value than the journal, or judges it otherwise'), missed('a reading')),
  ];
}

const missed = (one: string): Missed => ({ row: `is ${one} by the journal, but has no row: nobody can see it`, entry: `has a row as ${one}, but the journal knows nothing of it` });

/** What is said of one that the journal has and no row, and of a row that the journal does not have. */
export type Missed = { row: string; entry: string };

/** Row by row; `difference`: what differs in one that both have, null: nothing. */
export function compareRows<Said, R extends { id: string }>(of: Finding['of'], said: ReadonlyMap<string, Said>, rows: readonly R[], difference: (said: Said, row: R) => string | null, missing: Missed): Finding[] {
  const byId = new Map(rows.map((row) => [row.id, row]));
  const findings = [...said].flatMap(([ref, one]): Finding[] => {
    const row = byId.get(ref);
    const what = row ? difference(one, row) : missing.row;
    return what === null ? [] : [{ of, ref, what }];
  });
  return [...findings, ...rows.filter(({ id }) => !said.has(id)).map(({ id }): Finding => ({ of, ref: id, what: missing.entry }))];
}

const same = <T extends object>(said: T, row: T, fields: readonly (keyof T)[]): boolean => fields.every((field) => canonicalJson(said[field]) === canonicalJson(row[field]));

/** The journal keeps a time as it was given, to the second or to the millisecond. */
const sameTime = (a: Instant | null, b: Instant | null): boolean => a === b || (a !== null && b !== null && toMs(a) === toMs(b));

function caseDifference(said: SaidCase, row: CaseRow): string | null {
  const joined = said.joinedAtOnce !== null && row.status === 'joined' && row.heldBy === said.joinedAtOnce;
  if (!joined && row.status !== said.status) return `is ${row.status} on the worklist, but ${said.status} by the journal`;
  if (row.level !== said.level) return `is ${row.level} on the worklist, but ${said.level} by the journal`;
  if (!sameTime(row.ackBy, said.ackBy) || !sameTime(row.contactBy, said.contactBy)) return `is to be acknowledged by ${row.ackBy ?? 'nobody'} and contacted by ${row.contactBy} on the worklist, by ${said.ackBy ?? 'nobody'} and ${said.contactBy} by the journal`;
  return said.status === 'joined' && row.heldBy !== said.heldBy ? `is held by ${row.heldBy ?? 'nobody'} on the worklist, but by ${said.heldBy ?? 'nobody'} in the journal` : null;
}

function occurrenceDifference(said: SaidOccurrence, row: SaidOccurrence): string | null {
  if (row.status !== said.status) return `is ${row.status} on the screens, but ${said.status} by the journal`;
  if (!sameTime(row.dueAt, said.dueAt) || !sameTime(row.slotFrom, said.slotFrom) || !sameTime(row.slotUntil, said.slotUntil)) return `stands at ${row.slotFrom ?? row.dueAt} on the screens, at ${said.slotFrom ?? said.dueAt} by the journal`;
  return null;
}
