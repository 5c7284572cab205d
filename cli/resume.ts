/** `wuyou resume`: the workflow of an episode, started again from the journal. */
import { validate as isUuid } from 'uuid';
import { connect } from '../db/client.js';
import { contradicted } from '../db/halt.js';
import { UsageError } from '../platform/plain-error.js';
import { settings } from '../settings.js';
import { createCareClient } from '../temporal/client.js';
import { connect as connectTemporal, temporalTarget } from '../temporal/connection.js';
import { createDataConverter } from '../temporal/data-converter.js';
import { resumeEpisode, resumeHalted } from '../temporal/resume.js';

export const summary = 'Start the workflow of an episode again from its journal';
export const usage = `wuyou resume <episode id>...
wuyou resume --halted

  An id may be written as Temporal's UI has it, episode/<id>. A word that is no id is refused before anything is started.
  For episodes of which wuyou audit says that their workflow is missing or closed. Harmless for one that runs; nothing is sent twice.
  --halted   all that stand still because their run and their journal contradict each other (chain-broken, out-of-order), as after Temporal was restored to an
             earlier moment: where the journal is whole the run is terminated and the episode goes on from its journal. A journal that is not whole is named and left.`;

/** Of episodes, each once: the rest of a long list must not hang on one mistyped word in its middle. */
export function episodeIdsOf(words: readonly string[]): string[] {
  const ids = words.map((word) => /^episode\/([^/]+)(?:\/late\/\d+)?$/.exec(word)?.[1] ?? word);
  const wrong = words.filter((_, n) => !isUuid(ids[n]));
  if (wrong.length > 0) throw new UsageError(`No episode ids: ${wrong.join(', ')}. Nothing was started; an id looks like 0198c0de-0000-7000-8000-000000000001.`);
  return [...new Set(ids.map((id) => id.toLowerCase()))];
}

export async function run(args: string[]): Promise<number> {
  const halted = args.length === 1 && args[0] === '--halted';
  if (args.length === 0 || (!halted && args.some((word) => word.startsWith('-')))) throw new UsageError('Name the episodes: wuyou resume <episode id>..., or: wuyou resume --halted');
  const ids = halted ? [] : episodeIdsOf(args);
  const { databaseUrl, temporal, keys } = settings();
  const target = temporalTarget(temporal);
  const connection = await connectTemporal(target);
  const [sql, locks] = [connect(databaseUrl, { max: 3, applicationName: 'wuyou-resume' }), connect(databaseUrl, { max: 1, applicationName: 'wuyou-resume-locks' })];
  try {
    const care = createCareClient({ connection, namespace: target.namespace, dataConverter: createDataConverter(keys.payload, target.namespace) });
    let failed = 0;
    for (const id of halted ? await contradicted(sql) : ids) {
      const resumed = await (halted ? resumeHalted : resumeEpisode)({ sql, locks, care, now: Date.now }, id);
      if (resumed.outcome === 'unknown' || resumed.outcome === 'busy' || resumed.outcome === 'broken') failed += 1;
      process.stdout.write(`${id}: ${words[resumed.outcome]}${resumed.outcome === 'late-run' ? ` episode/${id}/late/${resumed.n}` : ''}\n`);
    }
    return failed === 0 ? 0 : 1;
  } finally {
    await Promise.all([sql.end(), locks.end()]);
    await connection.close();
  }
}

const words = {
  running: 'runs',
  'late-run': 'its own id is used up, so it goes on as',
  over: 'has ended, nothing to resume',
  broken: 'stays halted, because its journal is not whole: restore the rows that wuyou audit names, then try again',
  unknown: 'there is no such episode',
  busy: 'another process is starting it: try again',
} as const;
