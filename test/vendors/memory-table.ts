/** Stand-in for one of our own tables behind a channel: an insert can fail, hang or lose its answer like any other POST. */
import type { Behaviour } from './script.js';
import { Script } from './script.js';
import type { Taken } from './fake-vendor.js';

export type Row = { id: string; channel: string; attemptId: string; to: string; content: string };

export class MemoryTable {
  posts = 0;
  private readonly rows: Taken[] = [];
  private readonly behaviour = new Script();
  private readonly late: (() => void)[] = [];
  private broken = 0;
  private hidden = 0;

  script(...behaviours: Behaviour[]): void {
    this.behaviour.push(...behaviours);
  }
  received(): readonly Taken[] {
    return this.rows;
  }
  lagLookups(count: number): void {
    this.hidden = count;
  }
  breakLookups(count: number): void {
    this.broken = count;
  }
  acceptLate(): void {
    for (const accept of this.late.splice(0)) accept();
  }
  async stop(): Promise<void> {
    this.script('error-500');
    this.breakLookups(Number.MAX_SAFE_INTEGER);
  }

  async insert({ id, channel, attemptId, to, content }: Row): Promise<void> {
    this.posts++;
    const behaviour = this.behaviour.next();
    const take = (): void => void this.rows.push({ id, to, marker: attemptId, content, at: new Date().toISOString(), via: channel, status: 'stored' });
    if (behaviour === 'late-accept') this.late.push(take);
    else if (typeof behaviour === 'string' && behaviour.startsWith('accept')) take();
    if (behaviour === 'accept') return;
    if (behaviour === 'accept-then-hang' || behaviour === 'hang' || behaviour === 'late-accept') return new Promise(() => undefined);
    throw new Error(`connection lost while writing for ${to}`);
  }

  async find(attemptId: string): Promise<{ id: string } | null> {
    return this.visible().find((row) => row.marker === attemptId) ?? null;
  }

  async since(since: string): Promise<{ id: string; to: string; attemptId: string; at: string }[]> {
    return this.visible()
      .filter((row) => row.at >= since)
      .map(({ id, to, marker, at }) => ({ id, to, attemptId: marker ?? '', at }));
  }

  private visible(): readonly Taken[] {
    if (this.broken > 0) {
      this.broken--;
      throw new Error('connection lost');
    }
    if (this.hidden > 0) {
      this.hidden--;
      return [];
    }
    return this.rows;
  }
}
