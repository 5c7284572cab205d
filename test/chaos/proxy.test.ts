import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startProxy, type Proxy } from './proxy.js';

let server: Server;
let proxy: Proxy;
beforeEach(async () => {
  server = createServer((_, res) => res.end('hello'));
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  proxy = await startProxy({ host: '127.0.0.1', port: (server.address() as AddressInfo).port });
});
afterEach(async () => {
  await proxy.stop();
  server.closeAllConnections();
  server.close();
});
const ask = () => fetch(`http://127.0.0.1:${proxy.port}/`, { headers: { connection: 'close' } }).then((answer) => answer.text());

describe('The network between', () => {
  it('carries what it gets, slowly when it is slow, not at all when it is cut, and again when it is mended', async () => {
    expect([await ask(), proxy.counts]).toEqual(['hello', { delayed: 0, reset: 0 }]);
    proxy.slow(20);
    expect(await ask()).toBe('hello');
    expect(proxy.counts.delayed).toBeGreaterThan(1);
    proxy.cut();
    await expect(ask()).rejects.toThrow();
    expect(proxy.counts.reset).toBeGreaterThan(0);
    proxy.mend();
    expect(await ask()).toBe('hello');
  });
});
