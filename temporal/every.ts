/** A loop that never overlaps itself and never dies: a failed round is reported and the next one comes. */
export type Loop = { stop(): Promise<void> };

/** When a round says that it found work (a number above 0), the next one follows at once. */
export function every(pauseMs: number, round: () => Promise<unknown>, failed: (error: unknown) => void): Loop {
  let stopped = false;
  let wake = (): void => {};
  async function run(): Promise<void> {
    while (!stopped) {
      const found = await round().catch((error: unknown) => {
        failed(error);
        return 0;
      });
      if (stopped || (typeof found === 'number' && found > 0)) continue;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, pauseMs);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }
  const running = run();
  return {
    stop: async () => {
      stopped = true;
      wake();
      await running;
    },
  };
}
