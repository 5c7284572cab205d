import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { builtIsIntact, findTemporalCli, type Search } from './temporal-binary.js';

let folder: string;
let said: string[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wuyou-temporal-'));
  said = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const program = (path: string, script: string): string => {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return path;
};
const temporal = (path: string): string => program(path, 'echo "temporal version 0.0.0-DEV (Server 1.29.1, UI 2.42.1)"');
/** A `go` that writes what the real one writes: lines on stderr, the program into GOBIN. */
const go = (ending: string): string =>
  program(join(folder, 'bin', 'go'), `echo "go: downloading go.temporal.io/server v1.29.1" >&2; echo "go.temporal.io/server/common" >&2; echo "$@" > "${folder}/go-arguments"; ${ending}`);
const build = `printf '#!/bin/sh\\necho "temporal version 0.0.0-DEV (Server 1.29.1, UI 2.42.1)"\\n' > "$GOBIN/temporal"; chmod 755 "$GOBIN/temporal"`;

const search = (more: Partial<Search> = {}): Search => ({
  cliPath: undefined,
  cacheDir: join(folder, 'cache'),
  // Whatever the machine has is out of sight: an address that refuses makes the download fail at once.
  env: { PATH: `${join(folder, 'bin')}:/usr/bin:/bin`, HOME: folder, HTTPS_PROXY: 'http://127.0.0.1:1', https_proxy: 'http://127.0.0.1:1' },
  sdkFolder: join(folder, 'sdk'),
  homeFolder: folder,
  begin: (label) => ({ at: (done) => void said.push(`${done}`), note: (text) => void said.push(text), end: (text) => void said.push(text ?? label) }),
  ...more,
});

describe('the Temporal server is found', () => {
  it('where TEMPORAL_CLI_PATH says', async () => {
    const path = temporal(join(folder, 'mine'));
    temporal(join(folder, 'bin', 'temporal'));
    expect(await findTemporalCli(search({ cliPath: path }))).toBe(path);
  });

  it('nowhere else when TEMPORAL_CLI_PATH is wrong', async () => {
    temporal(join(folder, 'bin', 'temporal'));
    await expect(findTemporalCli(search({ cliPath: '/no/such/temporal' }))).rejects.toThrow(
      'TEMPORAL_CLI_PATH names /no/such/temporal, which is not a Temporal CLI that runs here: correct it, or unset it to let npm start find one.',
    );
  });

  it('on PATH, unless that is something else by the same name', async () => {
    const path = temporal(join(folder, 'bin', 'temporal'));
    expect(await findTemporalCli(search())).toBe(path);
    program(path, 'echo "temporal: a calendar program"');
    const downloaded = temporal(join(folder, 'sdk', 'temporal-sdk-typescript-1.24.0'));
    expect(await findTemporalCli(search())).toBe(downloaded);
  });
});

describe('without a download, it is built', () => {
  it('once, with a line that moves, and found the next time', async () => {
    go(build);
    const path = await findTemporalCli(search());
    expect(readFileSync(join(folder, 'go-arguments'), 'utf8').trim()).toBe('install -v github.com/temporalio/cli/cmd/temporal@v1.5.1');
    expect(said).toEqual(expect.arrayContaining(['downloading go.temporal.io/server v1.29.1', '1', '已构建 · Built the Temporal dev server']));
    expect(await builtIsIntact(join(folder, 'cache'))).toBe(true);
    rmSync(join(folder, 'bin', 'go'));
    expect(await findTemporalCli(search())).toBe(path);
    writeFileSync(path, 'damaged');
    expect(await builtIsIntact(join(folder, 'cache'))).toBe(false);
  });

  it('or not at all: a build that fails leaves nothing behind and says what else would do', async () => {
    go('echo "go: no space left on device" >&2; exit 1');
    await expect(findTemporalCli(search())).rejects.toThrow(
      'go install github.com/temporalio/cli/cmd/temporal@v1.5.1 failed (go: no space left on device): set TEMPORAL_CLI_PATH to a Temporal CLI, or TEMPORAL_ADDRESS to a server.',
    );
    expect(existsSync(join(folder, 'cache', 'temporal-cli', `1.5.1-${process.platform}-${process.arch}`, 'temporal'))).toBe(false);
  });

  it('needs Go, and says so when there is none', async () => {
    await expect(findTemporalCli(search())).rejects.toThrow(/^No Temporal server was found, none could be downloaded, and there is no Go to build one: install the Temporal CLI/);
  });
});
