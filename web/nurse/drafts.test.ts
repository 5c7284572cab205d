/** A record that waits on the phone: what takes it away, and what does not. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

type Drafts = { keep(draft: object): void; kept(): object[]; sendDraft(draft: object): Promise<string> };
/** The islands are written for a browser, which this file is not. */
const { keep, kept, sendDraft } = (await import(new URL('./islands/drafts.ts', import.meta.url).href)) as Drafts;
const draft = { occurrence: 'e-1/dressing/1', answers: { wound: { redness: '1' } }, writtenAt: '2026-03-05T01:00:00.000Z' };

beforeEach(() => {
  const storage: Record<string, unknown> = {};
  for (const [name, value] of Object.entries({ getItem: (key: string) => storage[key] ?? null, setItem: (key: string, text: string) => void (storage[key] = text), removeItem: (key: string) => void delete storage[key] })) {
    Object.defineProperty(storage, name, { value, enumerable: false });
  }
  vi.stubGlobal('localStorage', storage);
});
afterEach(() => vi.unstubAllGlobals());
const answers = (status: number, body: object = {}) => vi.stubGlobal('fetch', () => Promise.resolve(Response.json(body, { status })));

it('is kept as it was written', () => {
  keep(draft);
  expect(kept()).toEqual([draft]);
});
it.each<[string, number, object]>([
  ['her session has ended', 401, { reason: undefined }], ['she still has to choose a password', 403, { reason: 'password-to-choose' }],
  ['she still has to set up a second factor', 403, { reason: 'second-factor-to-set-up' }], ['the server cannot take it now', 503, {}], ['she was too quick', 429, {}],
])('waits on while %s', async (_, status, body) => {
  answers(status, body);
  expect(await sendDraft(draft)).toBe('unreachable');
});
it.each<[string, number, object, string]>([['is there', 200, {}, 'saved'], ['is of a visit that is closed', 409, { reason: 'not-open' }, 'refused'], ['is of somebody else’s visit', 403, { reason: 'not-your-visit' }, 'refused']])('goes once it %s', async (_, status, body, said) => {
  answers(status, body);
  expect(await sendDraft(draft)).toBe(said);
});
