/** The edge's table against the routes that the API really has. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { testApi, type TestApi } from '../../test/support/api.js';
import { edgeRoutes, insideFamilies } from './routes.js';

const Document = z.object({ paths: z.record(z.string(), z.record(z.string(), z.object({ 'x-permission': z.string().optional() }).loose())) });
const written = edgeRoutes.map(({ method, path }) => `${method} ${path}`);

const familyOf = (route: string): string => route.split(/[ /]/)[2] ?? '';

let api: TestApi;
beforeAll(async () => {
  api = await testApi();
});
afterAll(() => api.close());

/** Every real route, as `METHOD path`; middleware answers nothing by itself. */
const real = (): string[] => [...new Set(api.app.routes.filter(({ method }) => method !== 'ALL').map(({ method, path }) => `${method} ${path}`))];
/** Those that the API's own document names together with a permission. */
async function guarded(): Promise<Set<string>> {
  const { paths } = Document.parse((await api.call('GET', '/openapi.json', { as: 'admin' })).body);
  const names = Object.entries(paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, { 'x-permission': permission }]) => [`${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`, permission] as const));
  return new Set(names.filter(([, permission]) => permission !== undefined && permission !== 'public').map(([name]) => name));
}

describe('the routes of the edge', () => {
  it('are routes of the API', () => {
    const there = new Set(real());
    expect(there.size).toBeGreaterThan(200);
    expect(written.filter((route) => !there.has(route))).toEqual([]);
    const families = new Set(real().map(familyOf));
    expect(insideFamilies.filter((family) => !families.has(family))).toEqual([]);
  });

  it('leave no route without a permission undecided: it is forwarded, or it stays inside', async () => {
    const behindPermission = await guarded();
    const covered = (route: string): boolean => written.includes(route) || insideFamilies.includes(familyOf(route)) || /^GET \/p\//.test(route);
    expect(real().filter((route) => !behindPermission.has(route) && !covered(route))).toEqual([]);
  });

  it('open nothing that asks for a permission, and nothing twice', async () => {
    const behindPermission = await guarded();
    expect(written.filter((route) => behindPermission.has(route) || insideFamilies.includes(familyOf(route)))).toEqual([]);
    expect(new Set(written).size).toBe(written.length);
  });
});
