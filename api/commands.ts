/**
 * The answer's road (design 8.5): commit an inbox row, then send the update. 200 once the event is recorded; 202 when it is stored and the
 * relay goes on; a refusal in the engine's own words.
 */
import { noHook } from '../activities/hook.js';
import { intake } from '../db/intake.js';
import { sendToOpenRun } from '../temporal/open-run.js';
import { relayOlder } from '../temporal/relay.js';
import type { Guard, IntakeCommand } from '../db/intake.js';
import { markRejected } from '../db/inbox.js';
import { keepForLater } from '../workflows/contract.js';
import { alarmOfRefusedWords } from '../db/refused-words.js';
import { passOnRefused } from '../db/unrecorded-facts.js';
import { remarksOn } from '../db/read-models/remarks.js';
import type { UpdateKind } from '../workflows/contract.js';
import { ownCommandId } from '../pathways/patient/share.js';
import type { ActorId } from '../pathways/engine/vocabulary.js';
import type { Principal } from '../db/accounts.js';
import type { ApiDeps } from './deps.js';
import { Problem } from './problem.js';
import type { ProblemCode } from './problem.js';

/** How long a caller waits for the workflow before the relay takes over. */
const deadlineMs = 5_000;

export type Submitted = { status: 200 | 202; body: { state: 'recorded' | 'accepted'; commandId: string; seq: number | null; duplicate: boolean; remarks: string[] } };

type Command = { episodeId: string; kind: UpdateKind; input: Record<string, unknown>; /** Asked in the transaction that stores the command. */ guard?: Guard | undefined };
type Road = Pick<ApiDeps, 'sql' | 'care' | 'starting' | 'hook' | 'now'>;
/** `by`: an account, `patient` or `family`. The command id is the sender's alone, so that nobody's key meets another's. */
export type Sender = { hospitalId: string; by: ActorId; commandId: string };

export const submit = (road: Road, principal: Pick<Principal, 'hospitalId' | 'accountId'>, idempotencyKey: string, command: Command): Promise<Submitted> =>
  submitAs(road, { hospitalId: principal.hospitalId, by: principal.accountId, commandId: ownCommandId(principal.accountId, idempotencyKey) }, command);

/** The same road for whoever has no account: patients and families (db/patient-access/). */
export async function submitAs({ sql, care, starting, hook, now }: Road, { hospitalId, by, commandId }: Sender, command: Command): Promise<Submitted> {
  const taken = await intake(sql, {
    hospitalId,
    episodeId: command.episodeId,
    by,
    kind: command.kind,
    input: { ...command.input, commandId },
    // zod has parsed the body for exactly this kind (command-route.ts); the compiler cannot see across the table of routes.
  } as unknown as IntakeCommand, command.guard);
  switch (taken.outcome) {
    case 'refused':
      throw new Problem(problemOf(taken.code), taken.message, { reason: taken.code });
    case 'duplicate':
      if (taken.state.state === 'rejected') throw new Problem('refused', taken.state.rejection ?? 'This command was refused before.');
      return taken.state.state === 'applied' ? recorded(commandId, taken.state.appliedSeq, true) : accepted(commandId);
    case 'accepted':
      break;
  }
  const [own] = taken.deliveries;
  // A fact about a patient none of whose episodes runs any more: it is kept, and nobody is left to be told.
  if (!own) return recorded(commandId, null, false);
  // The relay finds out which run of it is open, if any is, and starts a late one under a lock.
  if (own.ended) return accepted(commandId);
  hook?.('api-after-inbox');
  await starting.begun(own.episodeId);
  if (!(await relayOlder({ sql, care, hook: noHook, now }, own))) return accepted(commandId);
  const answer = await sendToOpenRun({ sql, care }, own, deadlineMs);
  switch (answer.kind) {
    case 'accepted':
      return recorded(commandId, answer.seq, answer.duplicate, await remarksOn(sql, own.episodeId, answer.seq));
    case 'refused':
      if (keepForLater.some((code) => code === answer.code)) return accepted(commandId); // stored; the relay sends it when the episode can take it
      // An account has its answer; a patient who reads that it was refused may believe that somebody sees to it.
      if (by === 'patient' || by === 'family') await alarmOfRefusedWords(sql, { hospitalId, ...own }, answer.code);
      await passOnRefused(sql, { hospitalId, ...own }, answer.code);
      await markRejected(sql, { episodeId: own.episodeId, commandId, reason: answer.message });
      throw new Problem('refused', answer.message, { reason: answer.code });
    default:
      return accepted(commandId);
  }
}

function problemOf(code: string): ProblemCode {
  if (code === 'unknown-episode') return 'not-found';
  if (code === 'command-reused') return 'idempotency-key-reused';
  return code.startsWith('unknown-') || code === 'unstorable' ? 'invalid' : 'refused';
}

const recorded = (commandId: string, seq: number | null, duplicate: boolean, remarks: string[] = []): Submitted => ({ status: 200, body: { state: 'recorded', commandId, seq, duplicate, remarks } });
const accepted = (commandId: string): Submitted => ({ status: 202, body: { state: 'accepted', commandId, seq: null, duplicate: false, remarks: [] } });
