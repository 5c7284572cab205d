/**
 * Finds or gets the Temporal CLI, whose `server start-dev` is the embedded Temporal server. In this order: TEMPORAL_CLI_PATH,
 * `temporal` on PATH, what an earlier run got, a download by the SDK, a build by `go install`.
 */
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { PlainError } from './plain-error.js';
import { isAlive } from './processes.js';
import type { Progress } from './progress.js';
import { run } from './run.js';

/** The newest version that `go install` accepts: later ones carry a replace directive. */
export const cliVersion = '1.5.1';
const goPackage = `github.com/temporalio/cli/cmd/temporal@v${cliVersion}`;
/** Packages that the build compiles, roughly; only for the progress line. */
const goPackages = 1_300;

export type Search = {
  /** TEMPORAL_CLI_PATH. */
  cliPath: string | undefined;
  cacheDir: string;
  env: Record<string, string>;
  /** Where the SDK keeps its own downloads. */
  sdkFolder?: string;
  homeFolder?: string;
  begin: (label: string, total?: number) => Progress;
};

const exe = process.platform === 'win32' ? '.exe' : '';

/** `1.29.1` of `temporal version 0.0.0-DEV (Server 1.29.1, UI 2.42.1)`; null when this is no Temporal CLI that runs here. */
export async function serverVersion(path: string, env: Record<string, string>): Promise<string | null> {
  const { code, output } = await run(path, ['--version'], { env, timeoutMs: 20_000 });
  return code === 0 ? (/\(Server (\d+\.\d+\.\d+)/.exec(output)?.[1] ?? null) : null;
}

const onPath = (name: string, env: Record<string, string>): string | undefined =>
  (env['PATH'] ?? '')
    .split(delimiter)
    .filter(Boolean)
    .map((folder) => join(folder, name + exe))
    .find((path) => existsSync(path));

/** `temporal-sdk-typescript-1.24.0`, as the SDK names what it downloaded. */
const sdkDownloads = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => /^temporal-(sdk-typescript|v?\d)/.test(name) && !name.endsWith('.downloading'))
        .map((name) => join(folder, name))
    : [];

export async function sha256(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

const builtPath = (cacheDir: string): string => join(cacheDir, 'temporal-cli', `${cliVersion}-${process.platform}-${process.arch}`, `temporal${exe}`);

/** Whether what was built earlier is still what was built. Reads 250 MB, so `npm test` asks and `npm start` does not. */
export async function builtIsIntact(cacheDir: string): Promise<boolean> {
  const path = builtPath(cacheDir);
  return existsSync(path) && existsSync(`${path}.sha256`) && readFileSync(`${path}.sha256`, 'utf8').trim() === (await sha256(path));
}

async function download(search: Search, folder: string): Promise<string | null> {
  const progress = search.begin('下载 Temporal · Downloading the Temporal dev server');
  mkdirSync(folder, { recursive: true });
  const script = fileURLToPath(new URL(import.meta.url.endsWith('.ts') ? './sdk-download.ts' : './sdk-download.js', import.meta.url));
  const loader = script.endsWith('.ts') ? ['--import', import.meta.resolve('tsx')] : [];
  const { code } = await run(process.execPath, [...loader, script, 'cli', folder], { env: search.env, timeoutMs: 300_000 });
  const path = code === 0 ? sdkDownloads(folder)[0] : undefined;
  progress.end(path ? '已下载 · Downloaded the Temporal dev server' : '下载不可用 · The download is not reachable from here; trying another way');
  return path ?? null;
}

/** What builds left that were killed; one that goes on elsewhere is left alone. */
function removeAbandoned(folder: string): void {
  for (const name of readdirSync(folder)) {
    const pid = Number(/^build-(\d+)$/.exec(name)?.[1] ?? process.pid);
    if (!isAlive(pid)) rmSync(join(folder, name), { recursive: true, force: true });
  }
}

async function build(search: Search, go: string): Promise<string> {
  const path = builtPath(search.cacheDir);
  const folder = join(path, '..');
  const unfinished = join(folder, `build-${process.pid}`);
  mkdirSync(unfinished, { recursive: true });
  removeAbandoned(folder);
  const progress = search.begin('构建 Temporal（约 5 分钟，仅一次）· Building the Temporal dev server (about 5 minutes and 3 GB of memory, once)', goPackages);
  let compiled = 0;
  try {
    const { code, output } = await run(go, ['install', '-v', goPackage], {
      env: { ...search.env, GOBIN: unfinished, GOFLAGS: '-mod=mod', GO111MODULE: 'on' },
      onLine: (line) => {
        if (/^go: downloading /.test(line)) progress.note(line.slice(4));
        else progress.at(Math.min(++compiled, goPackages - 1));
      },
    });
    const made = join(unfinished, `temporal${exe}`);
    if (code !== 0 || !(await serverVersion(made, search.env))) {
      throw new PlainError(`go install ${goPackage} failed (${output.split('\n').at(-1) ?? 'no output'}): set TEMPORAL_CLI_PATH to a Temporal CLI, or TEMPORAL_ADDRESS to a server.`);
    }
    writeFileSync(`${path}.sha256`, `${await sha256(made)}\n`);
    renameSync(made, path);
    progress.end('已构建 · Built the Temporal dev server');
    return path;
  } catch (error) {
    progress.end('构建失败 · The build failed');
    throw error;
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}

export async function findTemporalCli(search: Search): Promise<string> {
  const { cliPath, env } = search;
  if (cliPath) {
    if (await serverVersion(cliPath, env)) return cliPath;
    throw new PlainError(`TEMPORAL_CLI_PATH names ${cliPath}, which is not a Temporal CLI that runs here: correct it, or unset it to let npm start find one.`);
  }
  const ownDownloads = join(search.cacheDir, 'temporal-sdk');
  const places = [
    onPath('temporal', env),
    join(search.homeFolder ?? homedir(), '.temporalio', 'bin', `temporal${exe}`),
    ...sdkDownloads(ownDownloads),
    ...sdkDownloads(search.sdkFolder ?? tmpdir()),
    builtPath(search.cacheDir),
  ];
  for (const path of places) if (path && existsSync(path) && (await serverVersion(path, env))) return path;
  const downloaded = await download(search, ownDownloads);
  if (downloaded) return downloaded;
  const go = onPath('go', env);
  if (go) return build(search, go);
  throw new PlainError(
    'No Temporal server was found, none could be downloaded, and there is no Go to build one: install the Temporal CLI (https://docs.temporal.io/cli) and set TEMPORAL_CLI_PATH, or install Go 1.24 or newer, or set TEMPORAL_ADDRESS to a running server.',
  );
}
