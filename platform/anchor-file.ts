/**
 * The anchor as a file: one JSON line per seal with its time, number and hash and the hash of the line before, flushed to the disk. It is only
 * ever appended to, so that `chattr +a`, a write-once share or a log shipper can hold it where nobody who can change the database can change it.
 */
import { createHash } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import type { Anchor, AnchorLine, AnchorReading } from '../db/sealing/anchor.js';

const Line = z.object({ at: z.string(), seq: z.number().int(), hash: z.string(), prev: z.string() });

const hashOf = (line: string): string => createHash('sha256').update(line).digest('hex');

export function anchorFile(path: string): Anchor {
  return {
    read: () => Promise.resolve(readAll(path)),
    append: (lines) => Promise.resolve(appendTo(path, lines)),
  };
}

/** null: cut off by a crash while it was written; it says nothing, and the next round writes it again. */
function parsed(line: string): z.output<typeof Line> | null {
  try {
    return Line.parse(JSON.parse(line));
  } catch {
    return null;
  }
}

function wholeLines(path: string): { text: string; line: z.output<typeof Line> }[] {
  if (!existsSync(path)) return [];
  return readFileSync(path, 'utf8').split('\n').flatMap((text) => {
    const line = parsed(text);
    return line ? [{ text, line }] : [];
  });
}

function readAll(path: string): AnchorReading {
  const all = wholeLines(path);
  let prev = '';
  let fault: string | null = null;
  for (const [i, { text, line }] of all.entries()) {
    if (fault === null && line.prev !== prev) fault = `line ${i + 1} of ${path} does not follow from the one before: a line was changed or taken out`;
    prev = hashOf(text);
  }
  return { lines: all.map(({ line: { seq, hash, at } }) => ({ seq, hash, at })), fault };
}

function appendTo(path: string, lines: readonly AnchorLine[]): void {
  mkdirSync(dirname(path), { recursive: true });
  const last = wholeLines(path).at(-1);
  let prev = last ? hashOf(last.text) : '';
  const torn = existsSync(path) && !/(^|\n)$/.test(readFileSync(path, 'utf8'));
  const texts = lines.map(({ at, seq, hash }) => {
    const text = JSON.stringify({ at, seq, hash, prev });
    prev = hashOf(text);
    return text;
  });
  const file = openSync(path, 'a', 0o600);
  try {
    writeSync(file, `${torn ? '\n' : ''}${texts.join('\n')}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
