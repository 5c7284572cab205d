/** Does something once for each key and span, in this process: whoever comes meanwhile waits for it, whoever comes later finds it done. */
export class OncePerSpan {
  private readonly doneUntil = new Map<string, number>();
  private readonly underWay = new Map<string, Promise<unknown>>();
  private readonly now: () => number;
  private readonly mostKeys: number;
  /** Bounded: beyond `mostKeys` the oldest is forgotten, and done once more. */
  constructor(now: () => number, mostKeys = 50_000) {
    this.now = now;
    this.mostKeys = mostKeys;
  }

  /** `act` says for how many ms it need not be done again. One at a time for each of `by`. Fails as `act` fails, and is then not done. */
  async run(by: string, key: string, act: () => Promise<number>): Promise<void> {
    if (this.isDone(key)) return;
    const mine = (this.underWay.get(by) ?? Promise.resolve()).then(async () => {
      if (!this.isDone(key)) this.keep(key, await act());
    });
    const over = mine.catch(() => undefined).then(() => {
      if (this.underWay.get(by) === over) this.underWay.delete(by);
    });
    this.underWay.set(by, over);
    await mine;
  }

  private isDone(key: string): boolean {
    return (this.doneUntil.get(key) ?? 0) > this.now();
  }

  private keep(key: string, forMs: number): void {
    this.doneUntil.delete(key);
    if (this.doneUntil.size >= this.mostKeys) for (const oldest of this.doneUntil.keys()) { this.doneUntil.delete(oldest); break; }
    this.doneUntil.set(key, this.now() + forMs);
  }
}
