/** Runs a program to its end and keeps the last of what it said. */
import { spawn } from 'node:child_process';

export type Finished = { code: number | null; /** The last 100 lines of both streams. */ output: string };
type Options = { cwd?: string; env?: Record<string, string | undefined>; onLine?: (line: string) => void; timeoutMs?: number };

export const run = (program: string, args: string[], options: Options = {}): Promise<Finished> =>
  new Promise((resolve) => {
    const lines: string[] = [];
    const child = spawn(program, args, { cwd: options.cwd, env: options.env, stdio: ['ignore', 'pipe', 'pipe'], timeout: options.timeoutMs });
    for (const stream of [child.stdout, child.stderr]) {
      let rest = '';
      stream.setEncoding('utf8').on('data', (text: string) => {
        const parts = (rest + text).split(/\r?\n/);
        rest = parts.pop() ?? '';
        for (const line of parts) {
          lines.push(line);
          if (lines.length > 100) lines.shift();
          options.onLine?.(line);
        }
      });
      stream.on('end', () => rest && lines.push(rest));
    }
    child.once('error', (error) => resolve({ code: null, output: error.message }));
    child.once('close', (code) => resolve({ code, output: lines.join('\n').trim() }));
  });
