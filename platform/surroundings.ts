/** PostgreSQL and Temporal for one installation: found where the environment says, else started here and kept running. */
import { createHmac } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { urlFor } from '../db/app-login.js';
import type { PlatformSettings } from '../settings.js';
import { checkExternal, startEmbedded } from './database.js';
import { plainMessage } from './plain-error.js';
import { isAlive } from './processes.js';
import { startProgress } from './progress.js';
import { findTemporalCli } from './temporal-binary.js';
import { startTemporal } from './temporal-server.js';
import { prepareTemporal } from './temporal-service.js';

/** `pid` null: not ours to run. */
export type Server = { name: string; address: string; /** As the login that owns nothing. */ appAddress?: string; uiUrl?: string; /** Where its files are, when they are ours. */ folder?: string; pid: number | null; adopted: boolean; stop(): Promise<void> };

/** Its password follows from the owner's, so that there is one secret to keep and none to lose. */
const appLogin = (ownerUrl: string) => ({ user: 'wuyou_app', password: createHmac('sha256', new URL(ownerUrl).password).update('wuyou_app').digest('base64url') });

export async function findDatabase(settings: PlatformSettings, say: (line: string) => void): Promise<Server> {
  const name = 'PostgreSQL';
  if (settings.databaseUrl) {
    await checkExternal(settings.databaseUrl);
    return { name, address: settings.databaseUrl, pid: null, adopted: false, stop: async () => {} };
  }
  const { url, folder, pid, adopted, stop } = await startEmbedded(settings.dataDir, say);
  return { name, address: url, appAddress: urlFor(url, appLogin(url)), folder, pid, adopted, stop };
}

export async function findTemporal(settings: PlatformSettings, codecEndpoint: string, env: Record<string, string>): Promise<Server> {
  const { address, namespace, variables, cliPath, uiUrl } = settings.temporal;
  const name = 'Temporal';
  if (address) {
    await prepareTemporal({ address, namespace, variables }, false);
    return { name, address, ...(uiUrl ? { uiUrl } : {}), pid: null, adopted: false, stop: async () => {} };
  }
  const folder = join(settings.dataDir, 'temporal');
  mkdirSync(folder, { recursive: true });
  const begin = (label: string, total?: number) => startProgress(label, total === undefined ? {} : { total });
  const cli = await findTemporalCli({ cliPath, cacheDir: settings.cacheDir, env, begin });
  const server = await startTemporal({ cli, folder, namespace, codecEndpoint, env });
  await prepareTemporal({ address: server.address, namespace, variables: {} }, true);
  return { name, ...server };
}

/** How often a server of ours is looked at. */
const watchMs = 1_000;

/** Starts a server again when its process has died. Returns what ends the watching. */
export function keepRunning(first: Server, again: () => Promise<Server>, moved: (server: Server) => void, say: (line: string) => void): { current(): Server; end(): void } {
  let server = first;
  let busy = false;
  const timer = setInterval(() => {
    if (busy || server.pid === null || isAlive(server.pid)) return;
    busy = true;
    say(`${server.name} 已退出，正在重启 · ${server.name} ended unexpectedly and is started again`);
    again()
      .then((next) => {
        const elsewhere = next.address !== server.address;
        server = next;
        say(`${server.name} 已恢复 · ${server.name} is back`);
        if (elsewhere) moved(next);
      })
      .catch((error: unknown) => say(`${server.name}: ${plainMessage(error)}`))
      .finally(() => {
        busy = false;
      });
  }, watchMs);
  return { current: () => server, end: () => clearInterval(timer) };
}
