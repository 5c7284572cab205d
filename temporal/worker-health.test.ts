import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { serveHealth } from './worker-health.js';

const well = { polling: () => true, database: () => Promise.resolve(), temporal: () => Promise.resolve(true), metrics: () => Promise.resolve('up 1') };

async function ask(path: string, differs: Partial<typeof well> = {}): Promise<[number, string]> {
  const server = serveHealth({ ...well, ...differs }, 50).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`);
  const said = [response.status, await response.text()] satisfies [number, string];
  await new Promise((resolve) => server.close(resolve));
  return said;
}

describe('The worker says that it is ready', () => {
  it('while it polls and the database serves it', async () => {
    expect(await ask('/readyz')).toEqual([200, '{"ready":true,"checks":{"worker":true,"database":true,"temporal":true}}']);
    expect(await ask('/metrics')).toEqual([200, 'up 1']);
  });

  it('no longer when it drains, and not when the database refuses or its pool lets it wait; alive it is all the same', async () => {
    expect(await ask('/readyz', { polling: () => false })).toEqual([503, '{"ready":false,"checks":{"worker":false,"database":true,"temporal":true}}']);
    const silent = [503, '{"ready":false,"checks":{"worker":true,"database":false,"temporal":true}}'];
    expect(await ask('/readyz', { database: () => Promise.reject(new Error('away')) })).toEqual(silent);
    expect(await ask('/readyz', { database: () => new Promise(() => {}) })).toEqual(silent);
    expect(await ask('/livez', { database: () => new Promise(() => {}) })).toEqual([200, '{"alive":true}']);
  });

  it('not while Temporal is away, refuses or stands still: nobody would be reminded', async () => {
    const silent = [503, '{"ready":false,"checks":{"worker":true,"database":true,"temporal":false}}'];
    expect(await ask('/readyz', { temporal: () => Promise.resolve(false) })).toEqual(silent);
    expect(await ask('/readyz', { temporal: () => Promise.reject(new Error('away')) })).toEqual(silent);
    expect(await ask('/readyz', { temporal: () => new Promise(() => {}) })).toEqual(silent);
  });
});
