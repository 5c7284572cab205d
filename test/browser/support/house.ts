/** A whole `npm start` for a browser to visit: real processes, a training hospital at the pace of real life, and a way to arrange and to check. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { connect } from '../../../db/client.js';
import type { Sql } from '../../../db/client.js';
import { environmentFile } from '../../../settings.js';
import { installation } from '../../support/installation.js';

export type House = {
  /** Origin of the pages; no slash at its end. */
  url: string;
  hospitalId: string;
  /** Everybody of the training hospital (platform/seed.ts): trainer, nurse, head-nurse, doctor, therapist, case-manager, ... */
  password: string;
  /** Straight into its database: to arrange what no page can, and to check what a page only claims. */
  sql: Sql;
  /** Over HTTP as the trainer, who may do everything. Throws with the refusal’s words. */
  api<T = unknown>(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown, options?: { raw?: Buffer; key?: string }): Promise<T>;
  close(): Promise<void>;
};

const SignIn = z.object({ login: z.string(), password: z.string(), apiKey: z.string() });
const Environment = z.object({ DATABASE_URL: z.string(), PUBLIC_URL: z.string() }).loose();
const json = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));

/** A house that runs already, by its data folder; closing it leaves it running. */
export async function houseAt(dataDir: string): Promise<House> {
  const { password, apiKey } = SignIn.parse(json(join(dataDir, 'sign-in.json')));
  const { DATABASE_URL, PUBLIC_URL: url } = Environment.parse(json(environmentFile(dataDir)));
  const sql = connect(DATABASE_URL, { max: 2, applicationName: 'wuyou-browser-test' });
  const [hospital] = await sql<{ id: string }[]>`select id from hospital where kind = 'training' order by created_at limit 1`;
  return {
    url, hospitalId: hospital?.id ?? '', password, sql,
    async api<T>(method: string, path: string, body?: unknown, options: { raw?: Buffer; key?: string } = {}) {
      const response = await fetch(url + path, {
        method,
        headers: { authorization: `Bearer ${apiKey}`, 'idempotency-key': options.key ?? uuidv7(), ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
        ...(options.raw ? { body: new Uint8Array(options.raw) } : body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text.slice(0, 600)}`);
      return (text === '' ? undefined : JSON.parse(text)) as T;
    },
    close: () => sql.end({ timeout: 5 }),
  };
}

/** 15 to 60 seconds; one for a test file, in `beforeAll`. `secondsPerDay`: the training clock's pace (86,400: real time). */
export async function openHouse({ secondsPerDay = 86_400, variables = {} }: { secondsPerDay?: number; variables?: Record<string, string> } = {}): Promise<House> {
  const home = await installation({ TRAINING_SECONDS_PER_DAY: String(secondsPerDay), ...variables });
  try {
    const started = await home.start();
    await started.says(/API key: wy_\S+/, 280_000);
    const house = await houseAt(home.dataDir);
    return {
      ...house,
      async close() {
        await house.close();
        await started.interrupt();
        await home.remove();
      },
    };
  } catch (error) {
    await home.remove();
    throw error;
  }
}
