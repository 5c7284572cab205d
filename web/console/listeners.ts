/** Who is called when something outside React changes. */
export function listeners(): { tell: () => void; subscribe: (listener: () => void) => () => void } {
  const all = new Set<() => void>();
  return {
    tell() {
      for (const listener of all) listener();
    },
    subscribe(listener) {
      all.add(listener);
      return () => all.delete(listener);
    },
  };
}
