/** Puts a network of our own between our processes and their database and vendors. */
import { startProxy, type Proxy } from './proxy.js';

export type Between = {
  databaseUrl: string;
  vendorVariables: Record<string, string>;
  network: { database: readonly Proxy[]; vendors: readonly Proxy[] };
  stop(): Promise<void>;
};

/** `http://127.0.0.1:1234` as Twilio's setting has it, `127.0.0.1:1234` as Aliyun's. */
const address = /^(https?:\/\/)?127\.0\.0\.1:(\d+)$/;

export async function networkBetween(databaseUrl: string, vendorVariables: Record<string, string>): Promise<Between> {
  const url = new URL(databaseUrl);
  const database = await startProxy({ host: url.hostname, port: Number(url.port) });
  url.port = String(database.port);
  const vendors: Proxy[] = [];
  const variables = { ...vendorVariables };
  for (const [name, value] of Object.entries(vendorVariables)) {
    const [, scheme = '', port] = address.exec(value) ?? [];
    if (port === undefined) continue;
    const proxy = await startProxy({ host: '127.0.0.1', port: Number(port) });
    vendors.push(proxy);
    variables[name] = `${scheme}127.0.0.1:${proxy.port}`;
  }
  if (vendors.length === 0) throw new Error('No vendor has an address of its own, so its network cannot be cut');
  return {
    databaseUrl: url.href, vendorVariables: variables, network: { database: [database], vendors },
    stop: async () => void (await Promise.all([database, ...vendors].map((proxy) => proxy.stop()))),
  };
}
