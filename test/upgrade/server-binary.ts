/** The Temporal server that production runs (the CLI's dev server is older): built once by Go, kept under the cache with its checksum. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PlainError } from '../../platform/plain-error.js';
import { run } from '../../platform/run.js';
import { sha256 } from '../../platform/temporal-binary.js';

/** The first line of releases in which continue-as-new moves a pinned run to the newest build is 1.30. */
export const version = '1.32.0';
const module = `go.temporal.io/server@v${version}`;
const commands = { server: `go.temporal.io/server/cmd/server@v${version}`, sql: `go.temporal.io/server/cmd/tools/sql@v${version}` } as const;

/** `schema`: folder of the versioned SQL files. */
export type TemporalBuild = { server: string; sql: string; schema: string };

/** About 6 minutes, 440 CPU seconds and 2.6 GB of memory the first time. */
export async function temporalBuild(cacheDir: string, env: Record<string, string>, say: (line: string) => void): Promise<TemporalBuild> {
  const folder = join(cacheDir, 'temporal-server', version);
  mkdirSync(folder, { recursive: true });
  for (const [name, command] of Object.entries(commands)) {
    const path = join(folder, name);
    if (await isIntact(path)) continue;
    say(`building ${command} with Go (about 6 minutes, once)`);
    const { code, output } = await run('go', ['install', command], { env: { ...env, GOBIN: folder, GOFLAGS: '-buildvcs=false' } });
    if (code !== 0) throw new PlainError(`go install ${command} failed (${output.split('\n').at(-1) ?? 'it said nothing'}): the rehearsal needs Go 1.24 or newer and the Go module proxy.`);
    writeFileSync(`${path}.sha256`, `${await sha256(path)}\n`);
  }
  const { code, output } = await run('go', ['mod', 'download', '-json', module], { env, cwd: folder });
  const [, dir] = /"Dir": "([^"]+)"/.exec(output) ?? [];
  if (code !== 0 || dir === undefined) throw new PlainError(`go mod download ${module} failed: its SQL schema is needed.`);
  return { server: join(folder, 'server'), sql: join(folder, 'sql'), schema: join(dir, 'schema', 'postgresql', 'v12') };
}

const isIntact = async (path: string): Promise<boolean> =>
  existsSync(path) && existsSync(`${path}.sha256`) && readFileSync(`${path}.sha256`, 'utf8').trim() === (await sha256(path));
