/** A fixed piece of work, so that what else costs can be said as a ratio: a slower or busier machine gives about the same number. */

/** CPU milliseconds of this process alone, all its threads: the compiler's and the collector's work is part of the price. */
export function cpuMs(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** Ten million JSON-free integer steps: neither memory nor I/O. */
function yardstick(): void {
  let x = 1;
  for (let i = 0; i < 10_000_000; i++) x = (Math.imul(x, 1_664_525) + 1_013_904_223) | 0;
  if (x === 0) process.stdout.write('');
}

/** CPU milliseconds of one yardstick: the least of five, after one that compiles it. */
export function measureYardstick(): number {
  yardstick();
  return Math.min(...[1, 2, 3, 4, 5].map(() => cpuMs(yardstick)));
}
