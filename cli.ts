/** `wuyou <command> ...`: finds `cli/<command>.ts` by its name and runs it. Exit codes: 0 done, 1 something is wrong, 2 used wrongly. */
import { readdirSync } from 'node:fs';
import { explain } from './platform/explain.js';
import { UsageError } from './platform/plain-error.js';

/** What every file `cli/<command>.ts` exports. */
export type Command = {
  /** One line for the list of commands. */
  summary: string;
  /** `wuyou audit [--json]`, then what the words mean. */
  usage: string;
  /** Returns the exit code. */
  run(args: string[]): Promise<number>;
};

const folder = new URL('./cli/', import.meta.url);
const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
const commandNames = (): string[] =>
  readdirSync(folder)
    .map((file) => new RegExp(`^([a-z][a-z-]*)\\.${extension}$`).exec(file)?.[1])
    .filter((name) => name !== undefined)
    .toSorted();

const modules = (name: string): Promise<unknown> => import(new URL(`${name}.${extension}`, folder).href);
/** The folder also holds what several commands share. */
const isCommand = (module: unknown): module is Command => typeof module === 'object' && module !== null && 'run' in module && 'summary' in module;

const load = async (name: string): Promise<Command> => {
  const module = commandNames().includes(name) ? await modules(name) : null;
  if (!isCommand(module)) throw new UsageError(`There is no command "${name}": npx wuyou help lists them.`);
  return module;
};

async function help(name: string | undefined): Promise<number> {
  if (name) {
    const { summary, usage } = await load(name);
    process.stdout.write(`${summary}\n\n${usage}\n`);
    return 0;
  }
  process.stdout.write('Wuyou 无忧: one durable workflow per purchased care package.\n\n  wuyou <command> [...]        wuyou help <command>\n\n');
  for (const file of commandNames()) {
    const command = await modules(file);
    if (isCommand(command)) process.stdout.write(`  ${file.padEnd(14)} ${command.summary}\n`);
  }
  return 0;
}

async function main([name, ...args]: string[]): Promise<number> {
  try {
    // `wuyou ... | head`: whoever read has seen enough. `up` goes on without readers.
    if (name !== 'up') process.stdout.on('error', () => process.exit(0));
    if (name === undefined || name === 'help' || name === '--help' || name === '-h') return await help(args[0]);
    const command = await load(name);
    if (args.includes('--help') || args.includes('-h')) return await help(name);
    return await command.run(args);
  } catch (error) {
    const sentence = explain(error) ?? (isParseArgsError(error) ? error.message : null);
    if (sentence === null) {
      process.stderr.write(`wuyou ${name}: this should not have happened, please report it.\n${error instanceof Error ? error.stack : String(error)}\n`);
      return 1;
    }
    process.stderr.write(`${sentence}\n`);
    return error instanceof UsageError || isParseArgsError(error) ? 2 : 1;
  }
}

/** Thrown by `parseArgs` of node:util for unknown options and missing values. */
const isParseArgsError = (error: unknown): error is Error =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.startsWith('ERR_PARSE_ARGS');

process.exitCode = await main(process.argv.slice(2));
