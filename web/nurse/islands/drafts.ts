/** Records that wait on this phone, by visit. They hold health data, so they go as soon as the server has them. */
export type Answers = Record<string, Record<string, string | boolean | string[]>>;
export type KeptDraft = { occurrence: string; answers: Answers; writtenAt: string };

const prefix = 'wuyou.draft.';

export const kept = (): KeptDraft[] =>
  Object.keys(localStorage)
    .filter((key) => key.startsWith(prefix))
    .flatMap((key) => {
      try {
        return [JSON.parse(localStorage.getItem(key) ?? '') as KeptDraft];
      } catch {
        localStorage.removeItem(key); // a half-written entry can never be sent
        return [];
      }
    });
export const keep = (draft: KeptDraft): void => localStorage.setItem(prefix + draft.occurrence, JSON.stringify(draft));
export const keptOf = (occurrence: string): KeptDraft | undefined => kept().find((draft) => draft.occurrence === occurrence);
export const forget = (occurrence: string): void => localStorage.removeItem(prefix + occurrence);

/** Whoever signed in has something to do first (api/auth.ts); what she wrote goes on waiting for it. */
const mends: ReadonlySet<string> = new Set(['password-to-choose', 'second-factor-to-set-up']);

/** `refused`: the server will never take it (the visit is closed); `unreachable`: try again later. */
export async function sendDraft({ occurrence, answers, writtenAt }: KeptDraft): Promise<'saved' | 'refused' | 'unreachable'> {
  const [episode, step, n] = occurrence.split('/');
  try {
    const response = await fetch(`/episodes/${episode}/visits/${step}/${n}/draft`, {
      method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ answers, writtenAt }), signal: AbortSignal.timeout(8_000),
    });
    if (response.ok) return 'saved';
    if (response.status === 403 && mends.has(((await response.json()) as { reason?: string }).reason ?? '')) return 'unreachable';
    return response.status >= 500 || response.status === 401 || response.status === 429 ? 'unreachable' : 'refused';
  } catch {
    return 'unreachable';
  }
}
