/** `wuyou audit` as a person runs it: a process of its own, whose exit code counts. */
import { fileURLToPath } from 'node:url';
import { run } from '../../platform/run.js';

export async function runAudit(environment: Record<string, string>): Promise<{ clean: boolean; output: string }> {
  const cli = fileURLToPath(new URL('../../cli.ts', import.meta.url));
  const { code, output } = await run(process.execPath, ['--import', 'tsx', cli, 'audit'], { env: environment, timeoutMs: 180_000 });
  return { clean: code === 0, output };
}
