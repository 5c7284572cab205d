/** Where the heads of the seals are kept outside the database: a file by default (platform/anchor-file.ts), whatever a hospital trusts more instead. */
import type { Instant } from '../../pathways/engine/vocabulary.js';

export type AnchorLine = { seq: number; hash: string; at: Instant };

/** In order of writing. `fault`: what is wrong with the anchor itself, in words; null when nothing is. */
export type AnchorReading = { lines: AnchorLine[]; fault: string | null };

export type Anchor = {
  /** An anchor that does not exist yet is empty. Throws when it cannot be read. */
  read(): Promise<AnchorReading>;
  /** Kept for good when it returns; nothing that is there is ever changed. */
  append(lines: readonly AnchorLine[]): Promise<void>;
};
