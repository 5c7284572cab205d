/** "Did you mean": the known name with the fewest edits, when it is near enough to be a slip of the pen. */
export function nearest(wrong: string, known: Iterable<string>): string | null {
  let best: { name: string; edits: number } | null = null;
  for (const name of known) {
    const edits = distance(wrong.toLowerCase(), name.toLowerCase());
    if (best === null || edits < best.edits) best = { name, edits };
  }
  const tolerated = Math.max(2, Math.floor(wrong.length / 3));
  return best !== null && best.edits <= tolerated ? best.name : null;
}

/** The advice for an unknown name: the nearest one, else the whole list when it is short enough to read. */
export function adviseName(wrong: string, known: Iterable<string>, otherwise: string): string {
  const names = [...known];
  const near = nearest(wrong, names);
  if (near !== null) return `did you mean \`${near}\`?`;
  if (names.length > 0 && names.length <= 12 && !otherwise.startsWith('use one of')) return `use one of ${names.map((name) => `\`${name}\``).join(', ')}, or ${otherwise}`;
  return otherwise;
}

function distance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const replaced = (previous[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      current.push(Math.min(replaced, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}
