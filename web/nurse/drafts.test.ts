/** A record that waits on the phone: what takes it away, and what does not. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

type Drafts = { keep(draft: object): void; kept(): object[]; notTaken(): object[]; sendDraft(draft: object): Promise<{ outcome: string }> };
/** The islands are written for a browser, which this file is not. */
vi.stubGlobal('document', { getElementById: () => ({ dataset: { account: 'a-1' } }) });
const { keep, kept, notTaken, sendDraft } = (await import(new URL('./islands/drafts.ts', import.meta.url).href)) as Drafts;
const draft = { occurrence: 'e-1/dressing/1', answers: { wound: { redness: '1' } }, writtenAt: '2026-03-05T01:00:00.000Z', account: 'a-1', basedOn: null, visit: '3-5', lines: [] };

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
  keep(draft);
  expect(await sendDraft(draft)).toEqual({ outcome: 'unreachable' });
  expect([kept(), notTaken()]).toEqual([[draft], []]);
});
it('goes once it is there', async () => {
  answers(200, { outcome: 'saved', writtenAt: draft.writtenAt });
  keep(draft);
  expect(await sendDraft(draft)).toMatchObject({ outcome: 'saved' });
  expect([kept(), notTaken()]).toEqual([[], []]);
});
it.each<[string, number, object, string]>([
  ['is of a visit that is closed', 409, { reason: 'not-open' }, 'closed'], ['is of somebody else’s visit', 403, { reason: 'not-your-visit' }, 'refused'], ['is older than what is there', 200, { outcome: 'older' }, 'older'],
])('is set aside for its writer when it %s', async (_, status, body, why) => {
  answers(status, body);
  keep(draft);
  expect(await sendDraft(draft)).toEqual({ outcome: why });
  expect([kept(), notTaken()]).toEqual([[], [{ ...draft, why }]]);
});
