/**
 * Writes the handbook, `docs/packages.md` and `docs/packages/`, from the definitions. `--check` writes nothing and fails when a file is not
 * current. `<pathway file> --to <folder>` writes the page and picture of any version, such as one with a department's own numbers.
 */
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { builtInPackages } from '../cli/load-definition.js';
import { openBook, readText, type Book } from './handbook/book.js';
import { indexPage, sharedTextsPage } from './handbook/index-page.js';
import { outlinesOf, packagePage } from './handbook/package-page.js';
import { timelineSvg } from './handbook/timeline.js';

const root = new URL('../', import.meta.url);
const folder = 'docs/packages/';

/** The newest version of every built-in package. */
const books = (): Book[] => builtInPackages().map(openBook);

const pagesOf = (book: Book): [name: string, text: string][] => {
  const { id } = book.definition.plan;
  return [[`${id}.md`, packagePage(book)], [`${id}.svg`, timelineSvg(book, outlinesOf(book))]];
};

/** Path from the root -> text, of everything that is generated. */
export function generated(): Record<string, string> {
  const all = books();
  return { 'docs/packages.md': indexPage(all), [`${folder}shared-texts.md`]: sharedTextsPage(all), ...Object.fromEntries(all.flatMap(pagesOf).map(([name, text]) => [`${folder}${name}`, text])) };
}

/** Files whose committed text differs, and those of packages that are gone. */
export function outdated(texts: Record<string, string> = generated()): string[] {
  const here = existsSync(new URL(folder, root)) ? readdirSync(new URL(folder, root)).map((name) => `${folder}${name}`) : [];
  const changed = Object.entries(texts).flatMap(([path, text]) => (existsSync(new URL(path, root)) && readText(new URL(path, root)) === text ? [] : [path]));
  return [...changed, ...here.filter((path) => !(path in texts))];
}

function writeOwn(path: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const [name, text] of pagesOf(openBook(path))) {
    writeFileSync(join(to, name), text);
    process.stdout.write(`wrote ${join(to, name)}\n`);
  }
}

function writeAll(): void {
  const texts = generated();
  const old = outdated(texts);
  mkdirSync(new URL(folder, root), { recursive: true });
  for (const path of old) {
    const text = texts[path];
    if (text === undefined) rmSync(new URL(path, root));
    else writeFileSync(new URL(path, root), text);
  }
  process.stdout.write(old.length === 0 ? 'Everything is current.\n' : `${old.map((path) => `wrote ${path}`).join('\n')}\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const args = process.argv.slice(2);
  const to = args.indexOf('--to');
  if (args.includes('--check')) {
    const old = outdated();
    for (const path of old) process.stdout.write(`${path} is not current: npm run docs:packages\n`);
    process.exitCode = old.length === 0 ? 0 : 1;
  } else if (args.length === 0) writeAll();
  else {
    const [path] = args.filter((arg, index) => !arg.startsWith('--') && (to < 0 || index !== to + 1));
    const target = to < 0 ? undefined : args[to + 1];
    if (path === undefined || target === undefined) {
      process.stderr.write('npm run docs:packages -- <pathway file> --to <folder>\n');
      process.exitCode = 2;
    } else writeOwn(path, target);
  }
}
