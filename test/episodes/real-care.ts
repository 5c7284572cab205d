/** The whole circle but for HTTP: intake, relay and starter, the real activities on PostgreSQL with stand-in vendors, Temporal with skipped time. */
import { Worker } from '@temporalio/worker';
import { Client } from '@temporalio/client';
import { intake, type IntakeCommand } from '../../db/intake.js';
import { inboxState } from '../../db/inbox.js';
import { createSetting, type TestSetting } from '../../db/testing/setting.js';
import { createWorld, launchEpisode, startsAt, type World } from '../../db/testing/world.js';
import { noHook } from '../../activities/hook.js';
import type { EpisodeId, Instant } from '../../pathways/engine/vocabulary.js';
import { resolveInputs } from '../../pathways/story/resolve.js';
import type { Story } from '../../pathways/story/schema.js';
import { makeBundle } from '../../temporal/bundle.js';
import { createCareClient } from '../../temporal/client.js';
import { plainDataConverter } from '../../temporal/data-converter.js';
import { registerSearchAttributes } from '../../temporal/register.js';
import { relayInbox } from '../../temporal/relay.js';
import { startLaunching } from '../../temporal/starter.js';
import { workerOptions } from '../../temporal/worker-options.js';
import type { EpisodeClock, UpdateKind, UpdatePayload } from '../../workflows/contract.js';
import { wallTimeOf } from '../../workflows/episode-clock.js';
import { timeSkippingEnvironment } from '../support/time-skipping.js';
import { quietRuntime } from './care-run.js';
import { isUpdate, packagesOf } from './stories.js';

export type RealCare = {
  setting: TestSetting;
  world: World;
  raw: Client;
  /** Episode ids by the story's names. */
  launch(story: Story): Promise<Map<string, EpisodeId>>;
  until(at: Instant): Promise<void>;
  /** By intake, update and relay, as the API does it. Resolves once nothing waits in any inbox. */
  send(command: IntakeCommand): Promise<Awaited<ReturnType<typeof intake>>>;
  /** Every line of the story, each at its time. */
  play(story: Story, ids: Map<string, EpisodeId>): Promise<void>;
  stop(): Promise<void>;
};

export async function realCare(packages: string[]): Promise<RealCare> {
  quietRuntime();
  const setting = await createSetting();
  const { sql } = setting;
  const world = await createWorld(sql, { packages });
  const environment = await timeSkippingEnvironment();
  const namespace = environment.namespace ?? 'default';
  await registerSearchAttributes(environment.connection, namespace);
  const care = createCareClient({ connection: environment.connection, namespace, dataConverter: plainDataConverter });
  const raw = new Client({ connection: environment.connection, namespace, dataConverter: plainDataConverter });
  const worker = await Worker.create(
    workerOptions({
      connection: environment.nativeConnection, namespace, dataConverter: plainDataConverter, workflowBundle: await makeBundle(),
      activities: setting.activities, maxCachedWorkflows: 50, shutdownGraceSeconds: 2,
    }),
  );
  const running = worker.run();
  let clock: EpisodeClock | null = null;

  /** Rounds of the relay until every inbox is empty: what one episode records may be news for another. */
  async function relay(): Promise<void> {
    for (let round = 0; round < 50; round++) {
      await sql`update inbox set next_try_at = now() - interval '1 second' where state = 'accepted'`;
      if ((await relayInbox({ sql, locks: sql, care, hook: noHook, now: Date.now })) === 0) return;
    }
    throw new Error(`The inbox does not empty: ${JSON.stringify(await sql`select kind, attempts, state from inbox where state = 'accepted'`)}`);
  }

  async function until(at: Instant): Promise<void> {
    if (clock === null) throw new Error('Launch first');
    const ms = wallTimeOf(clock, at) - (await environment.currentTimeMs());
    if (ms > 0) await environment.sleep(ms);
    await relay();
  }

  async function send(command: IntakeCommand): ReturnType<typeof intake> {
    const taken = await intake(sql, command);
    const [addressed] = taken.outcome === 'accepted' ? taken.deliveries : [];
    // The addressed episode first, as the API does; then the relay with the copies.
    if (addressed && !addressed.ended) await care.sendUpdate(addressed.kind, addressed.episodeId, addressed.payload as UpdatePayload<UpdateKind>, 10_000);
    await relay();
    return taken;
  }

  return {
    setting, world, raw, until, send,
    async launch(story) {
      const ids = new Map<string, EpisodeId>();
      for (const { as, package: name, anchors } of story.episodes) {
        ids.set(as, await launchEpisode(sql, world, name.split('@')[0], { anchors, startsAt }));
      }
      await startLaunching({ sql, care, hook: noHook });
      const [row] = await sql<{ clock: EpisodeClock }[]>`select clock from episode limit 1`;
      clock = row?.clock ?? null;
      return ids;
    },
    async play(story, ids) {
      let n = 0;
      for (const { at, episode, input } of resolveInputs(story, packagesOf(story), startsAt)) {
        await until(at);
        if (input === null || !isUpdate(input)) continue;
        const { kind, at: _, by, commandId: __, ...payload } = renamed(input, ids);
        const command = { hospitalId: world.hospitalId, episodeId: ids.get(episode), kind, by, input: { ...payload, commandId: `story-${++n}` } } as IntakeCommand;
        const taken = await send(command);
        const state = await inboxState(sql, command.episodeId, command.input.commandId);
        if (taken.outcome !== 'accepted' || state?.state === 'rejected' || state?.state === 'accepted') throw new Error(`Line ${n} (${kind} at ${at}) was not taken: ${JSON.stringify([taken, state])}`);
      }
    },
    async stop() {
      worker.shutdown();
      await running;
      await environment.teardown();
      await setting.close();
    },
  };
}

/** Story ids begin with the episode's name, `wound/dressing/1`; real ones with its id. */
function renamed<T>(input: T, ids: Map<string, EpisodeId>): T {
  let text = JSON.stringify(input);
  for (const [name, id] of ids) text = text.replaceAll(`"${name}/`, `"${id}/`);
  return JSON.parse(text) as T;
}
