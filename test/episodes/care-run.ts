/** One worker and one client against a Temporal server, with the in-memory activities; episodes are spoken to in their own time. */
import { randomUUID } from 'node:crypto';
import { Client, type Connection } from '@temporalio/client';
import { Runtime, Worker, makeTelemetryFilterString, type NativeConnection } from '@temporalio/worker';
import { loadDefinitionOrThrow } from '../../cli/load-definition.js';
import type { Definition } from '../../pathways/schema/definition.js';
import { calendarFor } from '../../pathways/calendar/calendar-for.js';
import type { VersionKey } from '../../pathways/engine/events.js';
import type { Plan } from '../../pathways/engine/plan.js';
import { semantics } from '../../pathways/engine/semantics.js';
import type { Anchor, EpisodeId, Instant, LocalDate } from '../../pathways/engine/vocabulary.js';
import { canonicalJson } from '../../pathways/schema/canonical.js';
import { fromMs } from '../../pathways/time.js';
import { makeBundle } from '../../temporal/bundle.js';
import { createCareClient, type CareClient, type UpdateReply } from '../../temporal/client.js';
import { plainDataConverter } from '../../temporal/data-converter.js';
import { registerSearchAttributes } from '../../temporal/register.js';
import { workerOptions } from '../../temporal/worker-options.js';
import { taskQueue, type CarePathwayStart, type UpdateKind, type UpdatePayload } from '../../workflows/contract.js';
import { wallTimeOf } from '../../workflows/episode-clock.js';
import { inMemoryCare, type InMemoryCare, type Vendor } from './in-memory-care.js';

export const zone = 'Asia/Shanghai';
/** Discharged on 2026-03-02 at 16:00 Shanghai time: D0. */
export const dischargedAt: Instant = '2026-03-02T08:00:00.000Z';
/** `day(2, '10:00')`: Shanghai time, counted from the day of discharge. */
export const day = (n: number, time: string): Instant => fromMs(Date.parse(`2026-03-02T${time}:00+08:00`) + n * 86_400_000);

type Server = {
  connection: Connection;
  nativeConnection: NativeConnection;
  namespace: string;
  /** The server's clock. */
  nowMs(): Promise<number>;
  sleep(ms: number): Promise<void>;
};

export type Patient = {
  id: EpisodeId;
  start: CarePathwayStart;
  /** The update's payload without command id and actor, which are made here. */
  tell<K extends UpdateKind>(kind: K, payload: Omit<UpdatePayload<K>, 'commandId' | 'by'> & { commandId?: string }): Promise<UpdateReply>;
  /** Lets time pass until the episode's clock shows this. */
  until(at: Instant): Promise<void>;
};

export type CareRun = { care: InMemoryCare; client: CareClient; /** Past our own client. */ raw: Client; worker: Worker; launch(options?: Launch): Promise<Patient>; /** Another version, for episodes that move to it. */ publish(plan: Plan, hash: string): VersionKey; stop(): Promise<void> };
type Launch = { package?: string | Definition; pace?: number; anchors?: Partial<Record<Anchor, LocalDate>>; id?: EpisodeId; spreadSeconds?: number };

const definitions = new Map<string, Definition>();
const definitionOf = (name: string | Definition): Definition => {
  if (typeof name !== 'string') return name;
  const found = definitions.get(name) ?? loadDefinitionOrThrow(name);
  definitions.set(name, found);
  return found;
};

/** Bundled once per test process: it takes seconds. */
let bundle: Promise<{ code: string }> | null = null;

let quiet = false;

export function quietRuntime(): void {
  if (quiet) return;
  quiet = true;
  Runtime.install({ logger: { log() {}, trace() {}, debug() {}, info() {}, warn() {}, error() {} }, telemetryOptions: { logging: { filter: makeTelemetryFilterString({ core: 'ERROR' }), forward: {} } } });
}

/** `more`: definitions besides the four that most tests launch. `remembers`: how many episodes the worker keeps in memory; 0: each task replays from the start. */
export async function startCareRun(server: Server, vendor?: Vendor, more: Definition[] = [], remembers = 50): Promise<CareRun> {
  const packages = [...['hip-wound-care', 'hip-home-rehab', 'stroke-rehab', 'discharge-follow-up'].map(definitionOf), ...more];
  const plans = Object.fromEntries(packages.map(({ plan, hash }) => [hash, canonicalJson(plan)]));
  const care = inMemoryCare(plans, vendor);
  await registerSearchAttributes(server.connection, server.namespace);
  bundle ??= makeBundle();
  const worker = await Worker.create({
    ...workerOptions({
      connection: server.nativeConnection,
      namespace: server.namespace,
      dataConverter: plainDataConverter,
      workflowBundle: await bundle,
      activities: care.activities,
      maxCachedWorkflows: remembers,
      shutdownGraceSeconds: 2,
    }),
    taskQueue,
  });
  const running = worker.run();
  const client = createCareClient({ connection: server.connection, namespace: server.namespace, dataConverter: plainDataConverter, deadlineMs: 60_000 });

  const raw = new Client({ connection: server.connection, namespace: server.namespace, dataConverter: plainDataConverter });

  async function launch({ package: name = 'hip-wound-care', pace = 1, anchors = { discharge: '2026-03-02', surgery: '2026-02-24' }, id = randomUUID(), spreadSeconds = 0 }: Launch = {}): Promise<Patient> {
    const { plan, hash } = definitionOf(name);
    const start: CarePathwayStart = {
      v: 1, hospitalId: 'training', episodeId: id, plan: { id: plan.id, version: plan.version, hash }, semantics,
      clock: { wallAnchor: fromMs(await server.nowMs()), episodeAnchor: dischargedAt, pace },
      started: {
        kind: 'episode-started', at: dischargedAt, anchors, zone, calendar: calendarFor('2026-03-02', '2026-12-31'),
        facts: { age: 72, flags: {}, hasFamilyContact: true, optedOut: false, away: [], spreadSeconds },
      },
    };
    await client.startEpisode(start);
    let commands = 0;
    return {
      id,
      start,
      // The one cast of this harness: a payload without its two common fields plus these fields is the payload.
      tell: (kind, payload) => client.sendUpdate(kind, id, { commandId: `${kind}-${++commands}`, by: 'nurse-1', ...payload } as never, 20_000),
      until: async (at) => server.sleep(Math.max(0, wallTimeOf(start.clock, at) - (await server.nowMs()))),
    };
  }

  return {
    care, client, raw, worker, launch,
    publish(plan, hash) {
      plans[hash] = canonicalJson(plan);
      return { id: plan.id, version: plan.version, hash };
    },
    async stop() {
      worker.shutdown();
      await running;
    },
  };
}
