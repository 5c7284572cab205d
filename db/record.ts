/**
 * One step of the circle becomes true: ONE transaction writes the journal, the read models, the obligations, what the patient's other
 * episodes must hear, and the change feed. Idempotent by (episode, seq): the same entry again changes nothing and answers the same.
 */
import type { EpisodeSnapshot, JournalEntry, RecordRequest, RecordResult } from '../activities/port.js';
import type { EpisodeEvent } from '../pathways/engine/events.js';
import type { EpisodeInput } from '../pathways/engine/inputs.js';
import type { Plan } from '../pathways/engine/plan.js';
import type { EpisodeClock } from '../workflows/contract.js';
import { announceChanges, type Topic } from './changes.js';
import { json, together, transact, type Sql, type Tx } from './client.js';
import { hasEndedStatus } from './episode-status.js';
import { settleEmbedded } from './embedding.js';
import { projectEntitlements } from './entitlements.js';
import { clearHalt, haltIn } from './halt.js';
import { appendEntry, entryHash, readEntry, readHead, type JournalRow } from './journal.js';
import { closeTasks } from './read-models/task-closing.js';
import { lockPatientOf } from './patient-lock.js';
import { planOf } from './plans.js';
import { withStepsOf } from './plans-over-time.js';
import { joinAtOnce } from './read-models/escalations.js';
import { projectPatientFacts } from './read-models/patient-facts.js';
import { projectEntry } from './read-models/projections.js';
import type { Projecting } from './read-models/projecting.js';
import { carriesWords, refusedWordsAlarm } from './refused-words.js';
import { clearRunAlarms } from './run-alarms.js';
import { tellSiblings } from './siblings.js';
import { goOnWithoutHalted } from './standstill.js';
import { tellOfUnrecorded } from './unrecorded-facts.js';
import { projectServiceLoop } from './visits/service-loop.js';

/** An entry before this one has not arrived yet: the same call works once it has. One that never does halts the episode (activities/errors.ts). */
export class OutOfOrder extends Error {
  override readonly name = 'OutOfOrder';
}
/** The journal and this entry contradict each other. The episode has been halted and an alarm raised. */
export class ChainBroken extends Error {
  override readonly name = 'ChainBroken';
}

export type EpisodeHead = {
  id: string;
  patientId: string;
  planId: string;
  planVersion: number;
  planHash: string;
  clock: EpisodeClock;
  status: string;
  seq: number;
  headHash: string;
  endedAt: string | null;
};

/** The patient's lock, then the episode's row: in this order everywhere. `last`: the journal's row that the episode names as its head. */
async function lockHead(tx: Tx, { hospitalId, episodeId }: RecordRequest): Promise<{ head: EpisodeHead; last: JournalRow | null }> {
  const owner = await lockPatientOf(tx, hospitalId, episodeId);
  if (owner === null) throw new ChainBroken(`There is no episode ${episodeId} in this hospital: the database was restored to an earlier state, or this run belongs to another one`);
  const [[head], last] = await together([
    tx<EpisodeHead[]>`select id, patient_id, plan_id, plan_version, plan_hash, clock, status, seq, head_hash, ended_at from episode where id = ${episodeId} for no key update`.execute(),
    readHead(tx, episodeId),
  ]);
  if (!head) throw new Error(`Episode ${episodeId} vanished`);
  return { head, last };
}

type Recorded = { inputs: EpisodeInput[]; patientId: string } | { broken: string };

export async function record(sql: Sql, request: RecordRequest): Promise<RecordResult> {
  const result = await transact(sql, (tx) => recordIn(tx, request));
  if ('broken' in result) throw new ChainBroken(result.broken);
  return { inputs: result.inputs };
}

/** `broken` instead of an exception, so that the halt commits: the caller throws `ChainBroken` after the commit. */
export async function recordIn(tx: Tx, request: RecordRequest): Promise<Recorded> {
  const { head, last } = await lockHead(tx, request);
  const { plan } = await planOf(tx, request.hospitalId, { id: head.planId, version: head.planVersion, hash: head.planHash });
  const into: Projecting = { tx, hospitalId: request.hospitalId, patientId: head.patientId, episodeId: head.id, plan, clock: request.snapshot.clock ?? head.clock };
  const inputs: EpisodeInput[] = [];
  const fresh: JournalEntry[] = [];
  for (const entry of [...request.entries].sort((a, b) => a.seq - b.seq)) {
    const at = { seq: head.seq, hash: head.headHash };
    const known = entry.seq <= at.seq ? await readEntry(tx, head.id, entry.seq) : null;
    if (entry.seq > at.seq + 1) throw new OutOfOrder(`Entry ${entry.seq} of episode ${head.id} came before entry ${at.seq + 1}`);
    const fault = entry.seq <= at.seq ? contradiction(known, head.id, entry) : fresh.length === 0 ? brokenHead(head, last) : null;
    if (fault) return breakChain(into, fault);
    if (known) {
      inputs.push(...known.told);
      continue;
    }
    const told = await append(into, head, entry);
    inputs.push(...told);
    fresh.push(entry);
  }
  await finish(into, head, request.snapshot, fresh, request.entries);
  return { inputs, patientId: head.patientId };
}

const contradiction = (known: Awaited<ReturnType<typeof readEntry>>, episodeId: string, entry: JournalEntry): string | null =>
  known !== null && known.hash === entryHash(known.prevHash, episodeId, entry)
    ? null
    : `Entry ${entry.seq} of episode ${episodeId} is journalled with another content`;

/** The last row must be what the episode row says it is, or somebody changed one of them. */
function brokenHead(head: EpisodeHead, last: JournalRow | null): string | null {
  if (head.seq === 0) return null;
  if (!last) return `Entry ${head.seq} of episode ${head.id} is missing from the journal`;
  if (last.hash !== head.headHash || entryHash(last.prevHash, head.id, last) !== last.hash) return `Entry ${head.seq} of episode ${head.id} does not match its hash`;
  return null;
}

async function breakChain(into: Projecting, detail: string): Promise<Recorded> {
  await haltIn(into.tx, { hospitalId: into.hospitalId, episodeId: into.episodeId, code: 'chain-broken', detail }, into.patientId);
  return { broken: detail };
}

/** Moves `head` on. Returns what the loop must be told. */
async function append(into: Projecting, head: EpisodeHead, entry: JournalEntry): Promise<EpisodeInput[]> {
  const { tx, hospitalId, episodeId } = into;
  const migrated = await migrationIn(into, entry);
  if (migrated) into.plan = withStepsOf(migrated, into.plan);
  const hash = entryHash(head.headHash, episodeId, entry);
  const told = await tellSiblings(into, entry);
  await projectEntry(into, entry);
  await projectEntitlements(into, entry);
  await settleEmbedded(into, entry);
  await projectServiceLoop(into, entry);
  await joinAtOnce(into, told);
  await projectPatientFacts(into, entry);
  await closeTasks(into, entry);
  await together([appendEntry(tx, hospitalId, { ...entry, episodeId, prevHash: head.headHash, hash, told }), markInbox(into, head, entry), markTold(tx, entry)]);
  if (migrated) into.plan = migrated;
  head.seq = entry.seq;
  head.headHash = hash;
  return told;
}

/** The version that holds from this entry on; null: the one so far. */
async function migrationIn({ tx, hospitalId, episodeId }: Projecting, { events }: JournalEntry): Promise<Plan | null> {
  const event = events.find(({ type }) => type === 'EpisodeMigrated');
  if (event?.type !== 'EpisodeMigrated') return null;
  const { plan } = await planOf(tx, hospitalId, event.to);
  await tx`update episode set plan_version = ${event.to.version}, plan_hash = ${event.to.hash} where id = ${episodeId}`;
  return plan;
}

/** A command that reached the journal is done; one that came after the end of the episode was late, but triaged all the same. */
async function markInbox({ tx, hospitalId, patientId, episodeId }: Projecting, head: EpisodeHead, { input, events, seq }: JournalEntry): Promise<void> {
  if (!('commandId' in input)) return;
  // Taken while the episode ran, and it stopped before its turn came.
  if (events.some(({ type }) => type === 'InputIgnored')) {
    if (carriesWords(input.kind, input)) await refusedWordsAlarm(tx, { hospitalId, patientId, commandId: input.commandId, code: 'ignored' });
    await tellOfUnrecorded(tx, patientId, { hospitalId, episodeId, commandId: input.commandId, input });
  }
  await tx`update inbox set state = ${head.endedAt === null ? 'applied' : 'late'}, applied_seq = ${seq}
    where episode_id = ${episodeId} and command_id = ${input.commandId} and state = 'accepted'`;
}

async function markTold(tx: Tx, { input }: JournalEntry): Promise<void> {
  if (input.kind !== 'messages-settled') return;
  const final = input.outcomes.filter((outcome) => outcome.outcome !== 'deferred');
  for (const { obligation, outcome } of final) {
    await tx`update obligation set told = true where id = ${obligation} and (state = ${outcome} or (state = 'accepted' and ${outcome} = 'sent'))`;
  }
}

async function finish(into: Projecting, head: EpisodeHead, snapshot: EpisodeSnapshot, fresh: JournalEntry[], sent: JournalEntry[]): Promise<void> {
  const { tx, episodeId, hospitalId } = into;
  const last = Math.max(0, ...sent.map((entry) => entry.seq));
  // A snapshot older than the head belongs to a call that was overtaken.
  const current = last >= head.seq;
  if (fresh.length === 0 && !(current && head.status === 'halted')) return;
  const stop = fresh.flatMap((entry) => entry.events).find((event) => event.type === 'EpisodeStopping' || event.type === 'EpisodeStopped');
  const asItStands = tx`, status = ${snapshot.status}, phase = ${snapshot.phase}, next_due_at = ${snapshot.nextDueAt}, next_wall_at = ${snapshot.nextWallAt},
    needs_attention = ${snapshot.needsAttention}, ended_at = case when ${hasEndedStatus(snapshot.status)} then coalesce(ended_at, now()) end`;
  const written = tx`update episode set seq = ${head.seq}, head_hash = ${head.headHash}, started_at = coalesce(started_at, now()),
    stop_reason = coalesce(stop_reason, ${stop?.reason ?? null}) ${current ? asItStands : tx``} where id = ${episodeId}`.execute();
  const announced = announceChanges(tx, hospitalId, [{ topic: 'episode', ref: episodeId }, ...fresh.flatMap((entry) => entry.events.flatMap(changeOf))]);
  await together([written, announced, clearRunAlarms(tx, into)]);
  if (current && head.status === 'halted') {
    await clearHalt(tx, into);
    await goOnWithoutHalted(tx, into, head.seq);
  }
  if (current && snapshot.clock) await moveClock(into, snapshot.clock);
}

/** What waits is due at the same episode time, which is another wall time now. */
async function moveClock({ tx, episodeId, patientId }: Projecting, clock: EpisodeClock): Promise<void> {
  const moved = await tx`update episode set clock = ${json(tx, clock)} where id = ${episodeId} and clock <> ${json(tx, clock)} returning id`;
  if (moved.length === 0) return;
  await tx`update obligation set wall_due_at = wall_of(${json(tx, clock)}, due_at) where episode_id = ${episodeId} and state in ('planned', 'released')`;
  // What failed at night and waits for the morning is judged again at once.
  await tx`update attempt set check_at = now() where patient_id = ${patientId} and episode_id = ${episodeId} and verdict = 'next' and check_at > now()`;
}

const topics: { field: string; topic: Topic }[] = [
  { field: 'escalation', topic: 'escalation' },
  { field: 'occurrence', topic: 'visit' },
  { field: 'obligation', topic: 'message' },
];

function changeOf(event: EpisodeEvent): { topic: Topic; ref: string }[] {
  return topics.flatMap(({ field, topic }) => {
    const ref: unknown = Object.entries(event).find(([key]) => key === field)?.[1];
    return typeof ref === 'string' ? [{ topic, ref }] : [];
  });
}
