/** A command as somebody at a terminal sees it: what it prints, and its exit code. */
import { vi } from 'vitest';

export async function printed(command: (args: string[]) => Promise<number>, ...args: string[]): Promise<{ code: number; out: string }> {
  let out = '';
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += String(text);
    return true;
  });
  try {
    const code = await command(args);
    return { code, out };
  } finally {
    write.mockRestore();
  }
}
