/** B: what the engine derives from the journalled inputs, with the plan of that version, is what stands in the ledger, on the screens, in the episode's own row and at the patient. */
import { decide } from '../../pathways/engine/decide.js';
import type { Episode } from '../../pathways/engine/episode.js';
import type { EpisodeEvent } from '../../pathways/engine/events.js';
import { evolve } from '../../pathways/engine/evolve.js';
import { knowsSemantics } from '../../pathways/engine/semantics.js';
import type { CarePathwayStart } from '../../workflows/contract.js';
import { hasEndedStatus } from '../episode-status.js';
import { canonicalJson, readJournal } from '../journal.js';
import { plansOverTime, type InForce } from '../plans-over-time.js';
import { openFrom } from '../replay.js';
import { sinceOf, type AuditCheck, type Auditing, type Breach } from './breach.js';
import { compareEpisode, type EpisodeRow } from './episode-row.js';
import { hear, nothingSaid, type JournalSays } from './journal-says.js';
import { compareLedger, ledgerRows, type LedgerRow } from './ledger-rows.js';
import { compareModels, modelRows, type Finding, type ModelRows } from './model-rows.js';
import { comparePatients, type SaidOfPatient } from './patient-facts.js';

type Audited = EpisodeRow & { hospitalId: string; patientId: string; start: CarePathwayStart; seq: number };
type Folded = { says: JournalSays; episode: Episode; last: InForce | undefined; entries: number };

/** Episodes whose rows are read together: few enough that the memory stays that of some long journals. By convention (C). */
const together = 20;
/** The worst first: whoever reads the list of a bad night reads its beginning. */
const urgency: readonly Finding['of'][] = ['case', 'patient', 'episode', 'message', 'entry', 'occurrence', 'answer', 'reading'];

export const derived: AuditCheck = async (a) => {
  const findings: Finding[] = [];
  let looked = 0;
  for (let batch = await next(a, null); batch.length > 0; batch = await next(a, batch.at(-1)?.id ?? null)) {
    looked += batch.length;
    findings.push(...(await ofBatch(a, batch)));
  }
  return { breaches: urgency.flatMap((of) => findings.filter((one) => one.of === of)).map(({ ref, what }): Breach => ({ check: 'B', ref, what })), looked };
};

const next = ({ sql, since }: Auditing, after: string | null): Promise<Audited[]> => sql<Audited[]>`
  select id, hospital_id, patient_id, start, seq, status, ended_at, next_due_at, next_wall_at, clock from episode
  where (launched_at >= ${sinceOf({ since })} or ended_at is null or ended_at >= ${sinceOf({ since })}) ${after === null ? sql`` : sql`and id > ${after}`} order by id limit ${together}`;

async function ofBatch(a: Auditing, batch: readonly Audited[]): Promise<Finding[]> {
  const [ledger, models] = [await ledgerRows(a.sql, batch.map(({ id }) => id)), await modelRows(a.sql, batch)];
  const findings: Finding[] = [];
  const said: SaidOfPatient[] = [];
  for (const row of batch) {
    const folded = await fold(a, row, findings);
    if (folded === null) continue;
    findings.push(...compare(row, folded, rowsOf(row.id, ledger, models)));
    const { says, episode } = folded;
    said.push({ patientId: row.patientId, died: says.died, optedOut: episode.facts.optedOut && (row.status === 'active' || row.status === 'paused') });
  }
  return [...findings, ...(await comparePatients(a.sql, said))];
}

/** null: this build cannot decide it again, which is a finding of its own. */
async function fold(a: Auditing, { id, hospitalId, start }: Audited, findings: Finding[]): Promise<Folded | null> {
  const journal = await readJournal(a.sql, id);
  const inForce = await plansOverTime(a.sql, hospitalId, start, journal);
  const says = nothingSaid();
  let episode = openFrom(start);
  for (const [index, row] of journal.entries()) {
    const versions = inForce[index];
    if (!versions) break;
    const otherwise = (what: string) => findings.push({ of: 'entry', ref: id, what });
    if (!knowsSemantics(row.semantics)) {
      otherwise(`entry ${row.seq} was decided with engine semantics ${row.semantics}, which this build does not know`);
      return null;
    }
    episode = { ...episode, semantics: row.semantics };
    const events = decide(versions.plan, episode, row.input, versions.target);
    if (!same(events, row.events)) otherwise(`the engine decides otherwise about entry ${row.seq} (${row.input.kind}) than the journal says`);
    hear(says, id, row);
    episode = row.events.reduce(evolve, episode);
  }
  return { says, episode, last: inForce.at(-1), entries: journal.length };
}

/** Which of several faults of an answer is named first follows from the order of its fields, which a database does not keep: such words are no decision. */
const same = (a: readonly EpisodeEvent[], b: readonly EpisodeEvent[]): boolean => canonicalJson(a) === canonicalJson(b) || canonicalJson(a.map(withoutWords)) === canonicalJson(b.map(withoutWords));
const withoutWords = (event: EpisodeEvent): EpisodeEvent =>
  event.type === 'InputIgnored' ? { ...event, reason: '' } : event.type === 'Warned' && event.code === 'answers-left-out' ? { ...event, detail: '' } : event;

type Rows = { ledger: LedgerRow[]; models: ModelRows };

function rowsOf(id: string, ledger: readonly LedgerRow[], { cases, occurrences, answers, readings }: ModelRows): Rows {
  const own = <T extends { episodeId: string }>(rows: readonly T[]): T[] => rows.filter(({ episodeId }) => episodeId === id);
  return { ledger: own(ledger), models: { cases: own(cases), occurrences: own(occurrences), answers: own(answers), readings: own(readings) } };
}

/** Of a journal that lost entries only the ledger is compared: E names what is missing, and each row that hung on it would say it again. */
function compare(row: Audited, { says, episode, last, entries }: Folded, { ledger, models }: Rows): Finding[] {
  const messages = compareLedger(says, ledger, { over: hasEndedStatus(row.status) || row.endedAt !== null });
  if (entries !== row.seq) return messages;
  return [...messages, ...compareModels(says, models), ...(last ? compareEpisode(row, episode, last.after) : [])];
}
