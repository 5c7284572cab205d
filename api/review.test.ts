/** The week review over HTTP: weeks begin on Monday, the spreadsheet says the same, targets are kept with their reason. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testApi, type TestApi } from '../test/support/api.js';
import { reviewCsv } from './review-csv.js';

let api: TestApi;
beforeAll(async () => {
  api = await testApi({ now: () => Date.parse('2026-03-04T16:30:00.000Z') });
});
afterAll(() => api.close());

describe('The review', () => {
  it('covers whole weeks up to the one that runs', async () => {
    const { body } = await api.call('GET', '/review?weeks=3&language=en', { as: 'head' });
    expect(body).toMatchObject({ zone: 'Asia/Shanghai', weeks: ['2026-02-16', '2026-02-23', '2026-03-02'], cells: [], targets: [] });
    expect((body as { packages: { packageId: string }[] }).packages.map(({ packageId }) => packageId)).toContain('hip-wound-care');
    expect((await api.call('GET', '/review', { as: 'nurse' })).status).toBe(403);
  });
  it('takes a target with its reason from the head, and refuses one without numbers or of an unknown package', async () => {
    const target = { measure: 'contacts', packageId: 'hip-wound-care', baseline: '61.5', target: '85', source: 'Ward audit 2025', reason: 'first year' };
    const set = (body: object, as = 'head') => api.call('POST', '/review/targets', { as, body });
    expect((await set(target)).status).toBe(204);
    expect((await api.call('GET', '/review', { as: 'head' })).body).toMatchObject({ targets: [{ measure: 'contacts', packageId: 'hip-wound-care', baseline: '61.5', target: '85', setBy: 'head' }] });
    expect((await set({ ...target, baseline: null, target: null })).status).toBe(422);
    expect((await set({ ...target, packageId: 'nothing' })).status).toBe(404);
    expect((await set(target, 'case-manager')).status).toBe(403);
  });
});

describe('The spreadsheet', () => {
  it('begins with the mark of UTF-8', async () => {
    const { status, headers, body } = await api.call('GET', '/review.csv?weeks=2', { as: 'head' });
    expect([status, headers.get('content-type'), headers.get('content-disposition')]).toEqual([200, 'text/csv; charset=utf-8', 'attachment; filename="wuyou-review-2026-02-23.csv"']);
    expect(String(body)).toMatch(/周 week,服务包 package/);
  });
  it('writes yuan, shares and quotes, and lets nothing become a formula', () => {
    const csv = reviewCsv([
      { week: '2026-03-02', packageId: 'a', measure: 'revenue', detail: '', n: -29_990, of: null }, { week: '2026-03-02', packageId: 'b', measure: 'contacts', detail: '', n: 2, of: 3 },
      { week: '2026-03-02', packageId: '=1+1', measure: 'stopped', detail: 'withdrawn', n: 1, of: null },
    ], new Map([['a', 'Hip, "home"']]));
    expect(csv).toBe('\uFEFF周 week,服务包 package,指标 measure,细分 detail,数值 n,总数 of,比例% percent\r\n2026-03-02,"Hip, ""home""",revenue,,-299.90,,\r\n2026-03-02,b,contacts,,2,3,66.7\r\n2026-03-02,\'=1+1,stopped,withdrawn,1,,\r\n');
  });
});
