/** The API as a process of its own on a database of its own, for what must be seen from outside: its memory, and its death. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { connect, type Sql } from '../../db/client.js';
import { freePort } from '../../platform/ports.js';
import { inheritedEnvironment } from '../../settings.js';
import { testKeyVariables } from '../support/keys.js';
import { freshDatabase } from '../support/postgres.js';
import { chaosCourse } from './course.js';
import { foundHospital, type Hospital } from './hospital.js';
import { start, type Running } from './processes.js';

export type LoneApi = {
  url: string;
  sql: Sql;
  hospital: Hospital;
  process(): Running;
  /** After a death: the same database, the same port. */
  startAgain(): Promise<void>;
  /** Working set of the process in bytes: the most it ever had (`VmHWM`). */
  mostMemory(): number;
  stop(): Promise<void>;
};

/** Temporal is not needed and not there: nothing here starts an episode. */
export async function loneApi(): Promise<LoneApi> {
  const folder = mkdtempSync(join(tmpdir(), 'wuyou-lone-api-'));
  const database = await freshDatabase();
  const sql = connect(database.url, { max: 2 });
  const hospital = await foundHospital(sql, chaosCourse(Date.now(), 4));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  mkdirSync(join(folder, 'data'));
  const { PATH = '', HOME = '' } = inheritedEnvironment();
  const environment = {
    PATH, HOME, ...testKeyVariables, DATABASE_URL: database.url, TEMPORAL_ADDRESS: '127.0.0.1:1', TEMPORAL_NAMESPACE: 'default', WUYOU_DATA_DIR: join(folder, 'data'),
    HOST: '127.0.0.1', PORT: String(port), PUBLIC_URL: url, LOG_LEVEL: 'warn', TZ: 'UTC',
  };
  const path = fileURLToPath(new URL('../../api/server.ts', import.meta.url));
  const begin = async (): Promise<Running> => {
    // Not /readyz: without Temporal it is never ready, and answers all the same.
    const running = start({ path, environment, counterFile: '', readyUrl: `${url}/healthz`, logFile: join(folder, 'api.log') });
    if (!(await running.ready(120_000))) throw new Error(`The API did not start: ${readFileSync(join(folder, 'api.log'), 'utf8').slice(-2_000)}`);
    return running;
  };
  let running = await begin();
  return {
    url, sql, hospital,
    process: () => running,
    async startAgain() {
      running = await begin();
    },
    mostMemory() {
      const [, kilobytes = '0'] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${running.pid}/status`, 'utf8')) ?? [];
      return Number(kilobytes) * 1024;
    },
    async stop() {
      await running.stop();
      await sql.end({ timeout: 5 });
      await database.drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
