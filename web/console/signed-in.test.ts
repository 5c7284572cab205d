import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

/** A page of its own for each test, as after loading. */
async function page() {
  vi.resetModules();
  const went: string[] = [];
  vi.stubGlobal('location', { pathname: '/console/', search: '?case=e%2Fescalation%2F1', assign: (to: string) => went.push(to) });
  vi.stubGlobal('document', { documentElement: { lang: 'en' } });
  const answers: number[] = [];
  vi.stubGlobal('fetch', () => Promise.resolve(Response.json({ code: 'unauthenticated' }, { status: answers.shift() ?? 200 })));
  const [{ get, look, send }, { dismissNotTaken, signedIn, whenBack }] = [await import('./api.js'), await import('./signed-in.js')];
  return { went, answers, get, look, send, dismissNotTaken, signedIn, whenBack };
}

beforeEach(() => vi.restoreAllMocks());
afterEach(() => vi.unstubAllGlobals());

describe('A session that has ended', () => {
  it('leads to the form where the page has nothing yet, and back to the whole address', async () => {
    const { went, answers, get } = await page();
    answers.push(401);
    await expect(get('/session')).rejects.toThrow();
    expect(went).toEqual(['/sign-in?to=%2Fconsole%2F%3Fcase%3De%252Fescalation%252F1']);
  });

  it('takes no page away: what the page reads by itself only says that it is over', async () => {
    const { went, answers, get, look, signedIn } = await page();
    await get('/session');
    answers.push(401, 401);
    await expect(get('/worklist/counts')).rejects.toThrow();
    await expect(look('/search', { q: 'x' })).rejects.toThrow();
    expect([went, signedIn()]).toEqual([[], { over: true, notTaken: false }]);
    answers.push(502);
    await expect(get('/worklist/counts')).rejects.toThrow(); // a proxy knows nothing of sessions
    expect(signedIn().over).toBe(true);
  });

  it('says of what was pressed that it was not taken, until that is read, also when somebody has signed in meanwhile', async () => {
    const { answers, get, send, dismissNotTaken, signedIn, whenBack } = await page();
    const back = vi.fn<() => void>();
    whenBack(back);
    await get('/session');
    answers.push(401);
    await expect(send('POST', '/episodes/e/escalations/1/notes', { text: 'x' })).rejects.toThrow();
    expect(signedIn()).toEqual({ over: true, notTaken: true });
    await get('/session');
    expect([signedIn(), back.mock.calls.length]).toEqual([{ over: false, notTaken: true }, 1]);
    dismissNotTaken();
    expect(signedIn().notTaken).toBe(false);
  });
});
