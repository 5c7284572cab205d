/**
 * What reached the episode and waits for the loop, in order of arrival. Every named update is stamped with episode time and queued here; its
 * handler returns once the event is recorded. Validators are synchronous and leave no history: a refused caller costs nothing.
 */
import { ApplicationFailure, setHandler } from '@temporalio/workflow';
import type { Refusal } from '../pathways/engine/actions.js';
import type { EpisodeInput } from '../pathways/engine/inputs.js';
import type { Instant } from '../pathways/engine/vocabulary.js';
import { refusedType, updates, type Accepted, type UpdateKind } from './contract.js';

type Named = { commandId: string };
type Human = Extract<EpisodeInput, { kind: UpdateKind }>;

/** An input, and how its caller hears of the outcome. Nobody waits for what the effects put in; `rides`: and it may be written with what follows. */
export type Letter = { input: EpisodeInput; caller: { recorded(seq: number): void; refused(refusal: Refusal): void } | null; rides?: true };

/** What the inbox must know of the episode to take or refuse something. */
export type Desk = {
  now(): Instant;
  /** A command has come that is not refused: its task stays in the history. */
  taken(): void;
  /** The journal's sequence when this command was applied before; null when it is new. */
  appliedBefore(commandId: string): number | null;
  refusal(input: EpisodeInput): Refusal | null;
  /** Before anything that is already on its way here: setting a handler delivers what was buffered. */
  first: EpisodeInput[];
};

export type Inbox = {
  push(input: EpisodeInput): void;
  next(): Letter | null;
  isEmpty(): boolean;
  /** When the one that is next came; null: nothing is. */
  nextAt(): Instant | null;
};

export const refused = ({ code, message }: Refusal): ApplicationFailure => ApplicationFailure.nonRetryable(message, refusedType, code);

export function openInbox(desk: Desk): Inbox {
  const letters: Letter[] = desk.first.map((input) => ({ input, caller: null }));
  /** Commands that are queued or being recorded: the same id again waits for the same outcome. */
  const underway = new Map<string, Promise<number>>();

  const take = async (input: Human): Promise<Accepted> => {
    desk.taken();
    const { commandId } = input;
    const before = desk.appliedBefore(commandId);
    if (before !== null) return { seq: before, duplicate: true };
    const running = underway.get(commandId);
    if (running) return { seq: await running, duplicate: true };
    const seq = new Promise<number>((resolve, reject) => {
      letters.push({ input, caller: { recorded: resolve, refused: (refusal) => reject(refused(refusal)) } });
    }).finally(() => underway.delete(commandId));
    underway.set(commandId, seq);
    return { seq: await seq, duplicate: false };
  };

  /** The contract pairs every kind with its payload; the loop below loses that pairing, hence the one cast. */
  const inputOf = (kind: UpdateKind, named: Named): Human => ({ ...named, kind, at: desk.now() }) as Human;

  for (const [name, update] of Object.entries(updates)) {
    const kind = name as UpdateKind;
    setHandler(update as (typeof updates)['pause'], (named: Named) => take(inputOf(kind, named)), {
      validator: (named: Named) => {
        if (typeof named?.commandId !== 'string' || named.commandId === '') {
          throw refused({ code: 'no-command-id', message: `The update ${kind} carries no commandId; send one, the same for every repetition.` });
        }
        if (desk.appliedBefore(named.commandId) !== null || underway.has(named.commandId)) return;
        const refusal = desk.refusal(inputOf(kind, named));
        if (refusal !== null) throw refused(refusal);
      },
    });
  }

  return {
    push: (input) => void letters.push({ input, caller: null }),
    next: () => letters.shift() ?? null,
    isEmpty: () => letters.length === 0,
    nextAt: () => letters[0]?.input.at ?? null,
  };
}
