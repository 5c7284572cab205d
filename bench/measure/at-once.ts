/** Work in parallel, and how long each piece took. */

/** Milliseconds of each piece and of all together. */
export async function timed(pieces: number, atOnce: number, work: (n: number) => Promise<unknown>): Promise<{ each: number[]; allMs: number }> {
  const each: number[] = [];
  let next = 0;
  const startedAt = performance.now();
  const one = async (): Promise<void> => {
    for (let n = next++; n < pieces; n = next++) {
      const began = performance.now();
      await work(n);
      each.push(performance.now() - began);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, pieces) }, one));
  return { each, allMs: performance.now() - startedAt };
}
