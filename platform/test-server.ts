/**
 * Finds or gets Temporal's time-skipping test server, which only tests use. In this order: TEMPORAL_TEST_SERVER_PATH, what an
 * earlier run got, a download by the SDK, the Maven artifact with its dependencies behind a small script.
 * The SDK calls what it is given as `<path> <port>` and waits five seconds for an answer.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { PlainError } from './plain-error.js';
import type { Progress } from './progress.js';
import { run } from './run.js';

const version = '1.38.0';

export type TestServerSearch = {
  /** TEMPORAL_TEST_SERVER_PATH. */
  path: string | undefined;
  cacheDir: string;
  env: Record<string, string>;
  sdkFolder?: string;
  begin: (label: string) => Progress;
};

const pom = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>wuyou</groupId><artifactId>test-server</artifactId><version>1</version><packaging>pom</packaging>
  <dependencies>
    <dependency><groupId>io.temporal</groupId><artifactId>temporal-test-server</artifactId><version>${version}</version></dependency>
  </dependencies>
</project>
`;

/** Flags that halve the start of a short-lived JVM. The watcher ends it when whoever started it is gone: the SDK leaves servers behind. */
const script = (jars: string): string => `#!/bin/sh
( while kill -0 $PPID && kill -0 $$; do sleep 2; done; kill $$ ) 2> /dev/null &
exec java -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xshare:auto -cp '${jars}/*' io.temporal.testserver.TestServer "$@"
`;

function writeScript(path: string, jars: string): void {
  const unfinished = `${path}.${process.pid}`;
  writeFileSync(unfinished, script(jars), { mode: 0o755 });
  renameSync(unfinished, path);
}

/** Vitest, which asks for the server before any test, knows no import.meta.resolve. */
const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;

const sdkDownloads = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name.startsWith('temporal-test-server-') && !name.endsWith('.downloading'))
        .map((name) => join(folder, name))
    : [];

const fromMaven = (cacheDir: string): string => join(cacheDir, 'temporal-test-server', version, 'temporal-test-server');

async function download(search: TestServerSearch, folder: string): Promise<string | null> {
  mkdirSync(folder, { recursive: true });
  const progress = search.begin('Downloading the time-skipping test server');
  const downloader = fileURLToPath(new URL('./sdk-download.ts', import.meta.url));
  const { code } = await run(process.execPath, ['--import', tsx, downloader, 'test-server', folder], { env: search.env, timeoutMs: 300_000 });
  const path = code === 0 ? sdkDownloads(folder)[0] : undefined;
  progress.end(path ? 'Downloaded the time-skipping test server' : 'The download is not reachable from here; trying Maven');
  return path ?? null;
}

async function resolve(search: TestServerSearch): Promise<string> {
  const path = fromMaven(search.cacheDir);
  const folder = join(path, '..');
  const unfinished = `${folder}.unfinished-${process.pid}`;
  mkdirSync(unfinished, { recursive: true });
  writeFileSync(join(unfinished, 'pom.xml'), pom);
  const progress = search.begin(`Getting io.temporal:temporal-test-server:${version} by Maven`);
  try {
    const goal = ['-B', '-ntp', 'dependency:copy-dependencies', '-DincludeScope=runtime', `-DoutputDirectory=${join(unfinished, 'jars')}`];
    const { code, output } = await run('mvn', goal, { cwd: unfinished, env: search.env, onLine: (line) => progress.note(line.slice(0, 100)) });
    if (code !== 0) {
      const reason = output.split('\n').find((line) => line.includes('ERROR')) ?? output.split('\n').at(-1) ?? 'no output';
      throw new PlainError(`No time-skipping test server: the download is out of reach and Maven failed (${reason.trim()}); install Maven and a Java 11 or newer, or set TEMPORAL_TEST_SERVER_PATH.`);
    }
    writeScript(join(unfinished, 'temporal-test-server'), join(folder, 'jars'));
    rmSync(folder, { recursive: true, force: true });
    renameSync(unfinished, folder);
    progress.end(`Got the time-skipping test server ${version}`);
    return path;
  } finally {
    progress.end();
    rmSync(unfinished, { recursive: true, force: true });
  }
}

export async function findTestServer(search: TestServerSearch): Promise<string> {
  if (search.path) {
    if (existsSync(search.path)) return search.path;
    throw new PlainError(`TEMPORAL_TEST_SERVER_PATH names ${search.path}, which does not exist: correct it or unset it.`);
  }
  const ownDownloads = join(search.cacheDir, 'temporal-sdk');
  const built = fromMaven(search.cacheDir);
  const jars = join(built, '..', 'jars');
  if (existsSync(built) && readFileSync(built, 'utf8') !== script(jars)) writeScript(built, jars); // an earlier version of us wrote it
  const found = [...sdkDownloads(ownDownloads), ...sdkDownloads(search.sdkFolder ?? tmpdir()), built].find((path) => existsSync(path));
  return found ?? (await download(search, ownDownloads)) ?? resolve(search);
}
