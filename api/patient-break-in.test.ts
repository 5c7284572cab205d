/** Somebody with a link, a session or a code of their own tries for more than is theirs. Each test fails when its guard goes. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessLimits } from '../db/patient-access/attempts.js';
import { testApi, type TestApi } from '../test/support/api.js';
import { birth, inCare, type InCare } from '../test/support/patient-in-care.js';
import { phone, textOf, type Phone } from '../test/support/patient-page.js';

/** D3 16:00 in Shanghai: a form, a reading and a tick wait; visits can be booked. */
const d3 = '2026-03-05T08:00:00.000Z';
const packages = ['hip-wound-care', 'hip-home-rehab', 'stroke-rehab'];
const origin = { origin: 'https://care.test' };
let api: TestApi;
let zhang: InCare;
let li: InCare;
/** What Aunt Zhang can reach. */
let hers: Reach;
beforeAll(async () => {
  api = await testApi();
  [zhang, li] = [await inCare(api, packages, d3), await inCare(api, packages, d3)];
  // Something of hers behind every kind of address.
  for (const { patientId } of [zhang, li]) {
    await api.sql`update occurrence set status = 'completed', slot_from = due_at, slot_until = due_at + interval '1 hour' where id = (select id from occurrence where patient_id = ${patientId} and kind = 'visit' order by due_at limit 1)`;
    await api.sql`insert into file (id, hospital_id, sha256, mime, bytes, kind, source, patient_id, width, height, created_by, sent_sha256, attached_at)
      values (gen_random_uuid(), ${api.hospitalId}, ${'a'.repeat(64)}, 'image/jpeg', 9, 'photo', 'patient', ${patientId}, 4, 3, ${`patient:${patientId}`}, ${'b'.repeat(64)}, now())`;
    const her = await signedIn(patientId === zhang.patientId ? zhang : li);
    await her.get('/p/ask');
    await her.send({ kind: 'question', words: '可以洗澡吗？' });
  }
  hers = await reachable(await signedIn(zhang));
});
afterAll(() => api.close());

async function signedIn(of: InCare, contactId: string | null = null): Promise<Phone> {
  const her = phone(api);
  await her.get(await of.link(contactId));
  await her.send(birth);
  if (her.page().path !== '/p/home') throw new Error(`not in: ${her.page().path}`);
  return her;
}
const csrfOn = (her: Phone): string => /name="csrf" value="([^"]+)"/.exec(her.page().html)?.[1] ?? '';
/** Everything but who looked at what, which is written down on purpose. */
const everything = async (): Promise<string> => {
  const tables = await api.sql<{ t: string }[]>`select table_name as t from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE' and table_name <> 'audit_log' order by 1`;
  const counted: unknown[] = [];
  for (const { t } of tables) counted.push([t, (await api.sql`select md5(coalesce(string_agg(x::text, '|' order by x::text), '')) as h from ${api.sql(t)} x`)[0]?.['h']]);
  return JSON.stringify(counted);
};
const kindOf = (path: string): string => path.replace(/[0-9a-f-]{16,36}/, '*').replace(/\/\d+(?=$|\/)/, '/#');
type Reach = { pages: string[]; actions: string[] };
/** Every address that a person can reach from the first screen, and every form’s action on the way. */
async function reachable(her: Phone): Promise<Reach> {
  const [pages, actions, open] = [new Set<string>(), new Set<string>(), ['/p/home']];
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (pages.has(path)) continue;
    pages.add(path);
    if (path.startsWith('/p/files/')) continue;
    const { html } = await her.get(path);
    for (const [, action = ''] of html.matchAll(/<form[^>]*action="([^"]*)"/g)) actions.add(action);
    for (const [, href = ''] of html.matchAll(/(?:href|src)="(\/p\/[^"#]*)/g)) open.push(href.replaceAll('&amp;', '&'));
  }
  return { pages: [...pages], actions: [...actions] };
}

describe('A link or code that was ended', () => {
  it('opens nothing, ends what it had opened, and takes no form that was open before', async () => {
    const path = await zhang.link();
    const her = phone(api);
    await her.get(path);
    await her.send(birth);
    await her.get('/p/ask');
    const { body } = await api.call('GET', `/patients/${zhang.patientId}/links`, { as: 'case-manager' });
    const [newest] = (body as { items: { linkId: string }[] }).items;
    expect((await api.call('POST', `/patients/${zhang.patientId}/links/${newest?.linkId}/revoke`, { as: 'case-manager' })).status).toBeLessThan(300);
    const before = await everything();
    expect((await her.send({ kind: 'question', words: 'still here' }, '/p/ask')).status).toBe(401);
    expect((await her.get('/p/home')).path).toBe('/p/');
    expect((await her.get(path)).status).toBe(410);
    expect((await her.forge(path, birth, origin)).status).toBe(410);
    expect(await everything()).toBe(before);
  });

  it('a renewed code ends whoever came by the old one', async () => {
    const her = phone(api);
    const old = await li.code();
    await her.get('/p/');
    await her.send({ code: old });
    await her.send(birth);
    expect(her.page().path).toBe('/p/home');
    await api.call('POST', `/patients/${li.patientId}/codes/renew`, { as: 'case-manager', body: { contactId: null } });
    expect((await her.get('/p/home')).path).toBe('/p/');
    await her.send({ code: old });
    expect(her.page().status).toBe(422);
  });
});

describe('Half way in', () => {
  it('a code without the birth date opens no page and takes no form', async () => {
    const { pages } = hers;
    const her = phone(api);
    await her.get('/p/');
    await her.send({ code: await zhang.code() });
    const before = await everything();
    for (const path of pages) expect([path, (await her.get(path)).path]).toEqual([path, expect.stringMatching(/^\/p\/(verify)?$/)]);
    for (const path of ['/p/ask', '/p/consents/sms', '/p/wishes/quiet']) expect((await her.forge(path, { words: 'x', kind: 'question', key: 'k' }, origin)).status).toBe(401);
    expect((await her.forge('/p/out', {}, origin)).path).toMatch(/^\/p\/(\?said=signedOut)?$/);
    expect(await everything()).toBe(before);
  });
});

describe('Another patient’s address', () => {
  it('shows nothing and takes nothing, whichever page or form it belongs to', async () => {
    const theirs = await reachable(await signedIn(li));
    const own = (path: string) => /[0-9a-f]{16}|[0-9a-f-]{36}/.test(path);
    const [pages, actions] = [hers.pages.filter((path) => own(path) && !theirs.pages.includes(path)), hers.actions.filter((path) => own(path) && !theirs.actions.includes(path))];
    const kinds = (paths: string[]) => new Set(paths.map(kindOf));
    expect(kinds(pages)).toEqual(new Set(['/p/f/*', '/p/f/*/#', '/p/f/*/check', '/p/visits/*', '/p/visits/*/rate', '/p/learn/*', '/p/ask/*', '/p/files/*']));
    expect(kinds(actions)).toEqual(new Set(['/p/f/*/#', '/p/f/*/#/skip', '/p/f/*/#/upload', '/p/visits/*', '/p/visits/*/rate', '/p/learn/*/tick', '/p/ask/*']));

    const stranger = await signedIn(li);
    const csrf = csrfOn(stranger);
    const before = await everything();
    for (const path of pages) expect([path, (await stranger.get(path)).status]).toEqual([path, 404]);
    const whatever = { csrf, key: 'k', answer: 'yes', words: 'mine now', stars: '1', slot: '2026-03-09T02:00:00.000Z|2026-03-09T03:00:00.000Z' };
    for (const path of [...actions, ...actions.filter((action) => /\/p\/f\/[0-9a-f]{16}\//.test(action)).map((action) => action.replace(/(?<=\/p\/f\/[0-9a-f]{16})\/.*$/, '/send'))]) {
      expect([path, (await stranger.forge(path, { ...whatever, key: path }, origin)).status]).toEqual([path, 404]);
    }
    // Not even the token of a signed-in person is worth anything in another's session.
    expect((await (await signedIn(zhang)).forge('/p/ask', { ...whatever, kind: 'question' }, origin)).status).toBe(403);
    const after = JSON.parse(await everything()) as [string, string][];
    const changed = after.filter(([table, hash]) => !before.includes(JSON.stringify([table, hash]))).map(([table]) => table);
    // Signing in as `zhang` for the last line, and the marks that a form was seen.
    expect(changed.filter((table) => !['patient_link', 'patient_session', 'access_attempt', 'idempotency'].includes(table))).toEqual([]);
  });
});

describe('Looking', () => {
  it('changes nothing, at any address, by GET or HEAD, also where only a form may go', async () => {
    const her = await signedIn(zhang);
    const { pages, actions } = hers;
    expect(pages.length).toBeGreaterThan(30);
    expect(actions.length).toBeGreaterThan(15);
    const before = await everything();
    // Who looks at a picture is written down, and there is no picture behind the row here.
    const looked = [...pages.filter((one) => !one.startsWith('/p/files/')), ...actions];
    for (const path of looked) await her.get(path);
    for (const path of new Map(looked.map((one) => [kindOf(one), one])).values()) await api.request(path, { method: 'HEAD', headers: { cookie: her.cookie() } });
    expect((await her.get('/p/home')).status).toBe(200);
    expect(await everything()).toBe(before);
  });
});

describe('A family contact', () => {
  it('cannot act beyond her view, with a form of her own session', async () => {
    const daughter = await signedIn(zhang, await zhang.familyContact());
    const csrf = csrfOn(daughter);
    const before = await everything();
    for (const path of ['/p/consents/sms', '/p/consents/family', '/p/wishes/away', '/p/wishes/away/remove', '/p/wishes/quiet']) {
      expect([path, (await daughter.forge(path, { csrf, key: path, from: '2026-03-20', until: '2026-03-21', 'quiet-from': '19:00' }, origin)).status]).toEqual([path, 404]);
    }
    for (const path of hers.pages.filter((one) => /^\/p\/(files|ask)\/./.test(one))) {
      expect([path, (await daughter.get(path)).status]).toEqual([path, 404]);
      expect([path, (await daughter.forge(path, { csrf, key: path, words: 'x' }, origin)).status]).toEqual([path, path.startsWith('/p/files/') ? 405 : 404]);
    }
    const stays = (dump: string) => (JSON.parse(dump) as [string, string][]).filter(([table]) => table !== 'idempotency');
    expect(stays(await everything())).toEqual(stays(before));
  });

  it('can do nothing at all once the patient says no, also with a page that was open before', async () => {
    const hu = await inCare(api, ['hip-wound-care'], d3);
    const son = await signedIn(hu, await hu.familyContact());
    await son.get('/p/ask');
    await api.sql`update patient set consents = consents || '{"family": false}' where id = ${hu.patientId}`;
    const before = await everything();
    expect((await son.send({ kind: 'question', words: 'x' }, '/p/ask')).status).toBe(403);
    for (const path of ['/p/home', '/p/visits', '/p/learn', '/p/qr', '/p/upload']) expect([path, (await son.get(path)).status]).toEqual([path, 403]);
    expect(await everything()).toBe(before);
  });
});

describe('Guessing', () => {
  it('codes stays hopeless with another address in every header', async () => {
    const her = phone(api);
    const { most } = accessLimits.wrongFromOneAddress;
    const statuses: number[] = [];
    for (let n = 0; n <= most; n += 1) statuses.push((await her.forge('/p/', { code: String(100_000 + n) }, { ...origin, 'x-forwarded-for': `203.0.113.${n}` })).status);
    // Without proxies of ours, whoever asks cannot choose the address that is counted.
    expect([statuses.slice(0, most / 2), statuses.at(-1)]).toEqual([Array.from({ length: most / 2 }, () => 422), 429]);
    expect(textOf(her.page().html)).toContain('请10分钟后再试');
  });
});

it('The way back after a change of language leads nowhere else', async () => {
  for (const back of ['https://evil.example/', '//evil.example/', '/\\evil.example', '/p/../../evil', '/login']) {
    const response = await api.request('/p/view', { method: 'POST', redirect: 'manual', headers: { ...origin, 'content-type': 'application/x-www-form-urlencoded' }, body: new URLSearchParams({ language: 'en', back }).toString() });
    expect([back, new URL(response.headers.get('location') ?? '', 'https://care.test').href.startsWith('https://care.test/')]).toEqual([back, true]);
    expect(response.headers.get('location')).toMatch(/^\/p/);
  }
});
