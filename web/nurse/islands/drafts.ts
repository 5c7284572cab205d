/**
 * Records that wait on this phone, by account and visit: what one nurse wrote is never sent as another's. They hold health data, so they go as soon
 * as the server has them. What the server does not take stays, set aside, until its writer has decided (drafts-not-taken.ts).
 */
export type Answers = Record<string, Record<string, string | boolean | string[]>>;
export type KeptDraft = {
  occurrence: string; answers: Answers; writtenAt: string;
  /** Whose it is; missing in what an earlier build kept. */
  account?: string;
  /** `writtenAt` of the draft that the server had when this one was begun. */
  basedOn: string | null;
  /** Which visit, and what was written, as the page said it. */
  visit: string; lines: string[];
};
/** `closed`: the visit is over; `older`: a newer record is there that this phone has not seen; `refused`: anything else. */
export type Why = 'closed' | 'older' | 'refused';
export type NotTaken = KeptDraft & { why: Why };
export type Answered = { outcome: 'saved'; writtenAt: string } | { outcome: Why | 'unreachable' };

const waits = 'wuyou.draft.';
const aside = 'wuyou.not-taken.';
/** Who is signed in, as the page says. */
export const account = document.getElementById('offline')?.dataset['account'] ?? '';

const keyOf = (prefix: string, { account: of, occurrence }: KeptDraft): string => `${prefix}${of === undefined ? '' : `${of}.`}${occurrence}`;
const isMine = (draft: KeptDraft): boolean => draft.account === undefined || draft.account === account;
const all = <T extends KeptDraft>(prefix: string): T[] =>
  Object.keys(localStorage)
    .filter((key) => key.startsWith(prefix))
    .flatMap((key) => {
      try {
        return [JSON.parse(localStorage.getItem(key) ?? '') as T];
      } catch {
        localStorage.removeItem(key); // a half-written entry can never be sent
        return [];
      }
    });

export const kept = (): KeptDraft[] => all(waits).filter(isMine);
/** How many records of colleagues wait here: each is sent when its writer is signed in. */
export const ofOthers = (): number => [...all(waits), ...all(aside)].filter((draft) => !isMine(draft)).length;
export const keptOf = (occurrence: string): KeptDraft | undefined => kept().find((draft) => draft.occurrence === occurrence);
export const keep = (draft: KeptDraft): void => localStorage.setItem(keyOf(waits, draft), JSON.stringify(draft));
export const notTaken = (): NotTaken[] => all<NotTaken>(aside).filter(isMine);
export const discard = (draft: NotTaken): void => localStorage.removeItem(keyOf(aside, draft));

/** What the server kept of a visit since this page was loaded: the next draft goes on from it. */
const saved = new Map<string, string>();
export const savedOf = (occurrence: string): string | undefined => saved.get(occurrence);

/** After the server's answer. What was typed since the draft went out is another draft, and stays. */
function settle(sent: KeptDraft, answer: Answered): void {
  const key = keyOf(waits, sent);
  const now = localStorage.getItem(key);
  const typedSince = now !== null && now !== JSON.stringify(sent) ? (JSON.parse(now) as KeptDraft) : null;
  if (answer.outcome === 'unreachable') return;
  if (answer.outcome === 'saved') {
    saved.set(sent.occurrence, answer.writtenAt);
    if (typedSince) keep({ ...typedSince, basedOn: answer.writtenAt });
    else localStorage.removeItem(key);
    return;
  }
  localStorage.setItem(keyOf(aside, sent), JSON.stringify({ ...(typedSince ?? sent), why: answer.outcome } satisfies NotTaken));
  localStorage.removeItem(key);
}

/** Whoever signed in has something to do first (api/auth.ts); what she wrote goes on waiting for it. */
const mends: ReadonlySet<string> = new Set(['password-to-choose', 'second-factor-to-set-up']);

async function put({ occurrence, answers, writtenAt, basedOn }: KeptDraft): Promise<Answered> {
  const [episode, step, n] = occurrence.split('/');
  try {
    const response = await fetch(`/episodes/${episode}/visits/${step}/${n}/draft`, {
      method: 'PUT', headers: { 'content-type': 'application/json' }, signal: AbortSignal.timeout(8_000),
      body: JSON.stringify({ answers, writtenAt, basedOn: saved.get(occurrence) ?? basedOn ?? null }),
    });
    const body = (await response.json()) as { outcome?: 'saved' | 'older'; writtenAt?: string; reason?: string };
    if (response.ok) return body.outcome === 'older' ? { outcome: 'older' } : { outcome: 'saved', writtenAt: body.writtenAt ?? writtenAt };
    if (response.status >= 500 || [401, 408, 429].includes(response.status)) return { outcome: 'unreachable' }; // try again later
    if (response.status === 403 && mends.has(body.reason ?? '')) return { outcome: 'unreachable' };
    return { outcome: body.reason === 'not-open' ? 'closed' : 'refused' };
  } catch {
    return { outcome: 'unreachable' };
  }
}

/** One after the other: each goes on from what the one before it left. */
let last: Promise<unknown> = Promise.resolve();
export function sendDraft(draft: KeptDraft): Promise<Answered> {
  const sending = last.then(async () => {
    const answer = await put(draft);
    settle(draft, answer);
    return answer;
  });
  last = sending;
  return sending;
}
