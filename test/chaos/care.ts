/**
 * The hospital's own software, as the API sees it: every command has its Idempotency-Key from the start and is repeated with it until
 * somebody answers. What was answered 200 or 202 is owed: the comparison at the end asks for each in the journal, exactly once.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { fromMs } from '../../pathways/time.js';

export type Command = { path: string; body: Record<string, unknown>; as?: string; idempotencyKey?: string };
export type Answer = { status: number; body: Record<string, unknown> };
/** `episodeId` null: not a command of an episode. */
export type Owed = { commandId: string; path: string; status: number; tries: number; at: string };

export type Care = {
  /** Repeats until the API takes or refuses it. */
  send(command: Command): Promise<Answer>;
  /** Throws when it is refused. */
  must(command: Command): Promise<Record<string, unknown>>;
  get(path: string): Promise<Record<string, unknown>>;
  /** Commands that the API accepted. */
  owed: Owed[];
  /** `unavailable`, `diskFull`: answers of 503, and those of them that name a full disk. */
  counts: { sent: number; repeated: number; refused: number; unanswered: number; unavailable: number; diskFull: number };
};

/** Longer than an answer may be held back after the API died at work (api/idempotency.ts), several times in a row. */
const patienceMs = 240_000;

export function careOf(baseUrl: string, keyOf: () => string): Care {
  const owed: Owed[] = [];
  const counts = { sent: 0, repeated: 0, refused: 0, unanswered: 0, unavailable: 0, diskFull: 0 };
  let n = 0;

  async function once({ path, body, as }: Command, key: string): Promise<Answer | null> {
    try {
      const response = await fetch(baseUrl + path, {
        method: 'POST', body: JSON.stringify(body), signal: AbortSignal.timeout(12_000),
        headers: { authorization: `Bearer ${as ?? keyOf()}`, 'content-type': 'application/json', 'idempotency-key': key },
      });
      const text = await response.text();
      if (response.status === 503) counts.unavailable += 1;
      if (response.status === 503 && text.includes('no disk space left')) counts.diskFull += 1;
      const again = response.status >= 500 || (response.status === 409 && text.includes('in-flight')) || response.status === 429;
      return again ? null : { status: response.status, body: JSON.parse(text || '{}') as Record<string, unknown> };
    } catch {
      return null; // killed, restarting or slow: the same key again
    }
  }

  async function send(command: Command): Promise<Answer> {
    const key = command.idempotencyKey ?? `chaos-${(n += 1)}`;
    counts.sent += 1;
    for (let tries = 1, started = Date.now(); ; tries += 1) {
      const answer = await once(command, key);
      if (answer) {
        if (answer.status >= 400) counts.refused += 1;
        const commandId = answer.body['commandId'];
        if (answer.status < 300 && typeof commandId === 'string' && !owed.some((o) => o.commandId === commandId)) {
          owed.push({ commandId, path: command.path, status: answer.status, tries, at: fromMs(Date.now()) });
        }
        return answer;
      }
      counts.repeated += 1;
      if (Date.now() - started > patienceMs) {
        counts.unanswered += 1;
        return { status: 599, body: { detail: `no answer to ${command.path} within ${patienceMs / 1000} s` } };
      }
      await wait(Math.min(2_000, 100 * 2 ** Math.min(tries, 5)));
    }
  }

  return {
    send, owed, counts,
    async must(command) {
      const answer = await send(command);
      if (answer.status >= 300) throw new Error(`${command.path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
      return answer.body;
    },
    async get(path) {
      const response = await fetch(baseUrl + path, { headers: { authorization: `Bearer ${keyOf()}` }, signal: AbortSignal.timeout(10_000) });
      if (!response.ok) throw new Error(`${path} answered ${response.status}`);
      return (await response.json()) as Record<string, unknown>;
    },
  };
}
