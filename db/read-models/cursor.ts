/** Keyset pages: an opaque cursor of the last row's sort key, so that a page never skips or repeats while rows come in. */
export type Page<T> = { items: T[]; next: string | null };

export const encodeCursor = (key: readonly (string | number)[]): string => Buffer.from(JSON.stringify(key)).toString('base64url');

/** A cursor that no page of ours gave: starting over silently would show rows twice. */
export class BadCursor extends Error {
  override readonly name = 'BadCursor';
}

/** null: none given. Throws `BadCursor` for one that is not ours. */
export function decodeCursor(cursor: string | undefined): string[] | null {
  if (cursor === undefined) return null;
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (Array.isArray(key) && key.length > 1) return key.map(String);
  } catch {
    // said below
  }
  throw new BadCursor('`after` is not a cursor of this list; pass the `next` of the page before, as it is.');
}

/** Ask for `limit + 1` rows; the extra one only says that there is more. */
export function pageOf<T>(rows: readonly T[], limit: number, key: (row: T) => readonly (string | number)[]): Page<T> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next: rows.length > limit && last !== undefined ? encodeCursor(key(last)) : null };
}
