/** What the program's source never does, file by file: docs/security.md rests on it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const program = ['activities', 'api', 'channels', 'db', 'discharges', 'files', 'identity', 'meetings', 'messages', 'pathways', 'payments', 'platform', 'rosters', 'temporal', 'web', 'workflows', 'cli'];
const left = /(^|\/)(testing|dist|node_modules)\/|\.test\.tsx?$|\.contract\.ts$/;
const sources = [...program.flatMap((folder) => readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) => `${folder}/${file}`)), 'worker.ts', 'cli.ts', 'settings.ts']
  .filter((file) => /\.tsx?$/.test(file) && !left.test(file))
  .map((file) => ({ file, text: readFileSync(join(root, file), 'utf8') }));
const holding = (what: RegExp): string[] => sources.filter(({ text }) => what.test(text)).map(({ file }) => file).toSorted();

it('looks at the whole program', () => expect(sources.length).toBeGreaterThan(500));
it('makes no program out of text', () => expect(holding(/\beval\(|\bnew Function\(|node:vm|from 'vm'/)).toEqual([]));
it('starts other programs with a list of arguments, never through a shell', () => expect(holding(/\b(?:exec|execSync|execFile)\(.*child_process|\{[^}]*\bexec(?:Sync)?\b[^}]*\} from 'node:child_process'|shell: true/)).toEqual([]));
it('writes markup of its own alone into a page', () => expect(holding(/dangerouslySetInnerHTML|\.innerHTML\s*=|insertAdjacentHTML|document\.write|from 'hono\/html'[^]*\braw\(/)).toEqual([]));
it('puts SQL together by parameters, but for names of our own tables and what PostgreSQL has quoted', () => expect(holding(/\.unsafe\(/)).toEqual(['db/app-login.ts', 'db/migrate.ts', 'db/people/merge.ts', 'db/people/undo-merge.ts']));
it('posts no messages between windows', () => expect(holding(/\.postMessage\(/)).toEqual([]));
