/** Small JSON files under the data folder: what one run tells the next. Secrets may be inside, so only the owner reads them. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { z } from 'zod';

/** null when the file is missing, half written or of another shape: whoever reads it can do without. */
export function readJson<T>(file: string, shape: z.ZodType<T>): T | null {
  try {
    const result = shape.safeParse(JSON.parse(readFileSync(file, 'utf8')));
    return result.success ? result.data : null;
  } catch {
    return null;
  }
}

/** Whole or not at all. */
export function writeJson(file: string, value: unknown): void {
  mkdirSync(dirname(file), { recursive: true });
  const unfinished = `${file}.unfinished`;
  writeFileSync(unfinished, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  renameSync(unfinished, file);
}
