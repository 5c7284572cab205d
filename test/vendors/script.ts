/** What a fake vendor does with its next send request: scripted one by one, or drawn from a seeded mix once the script is empty. */
import { seeded } from './seeded.js';

export type Behaviour =
  | 'accept'
  /** Took it, then answered 500. */
  | 'accept-then-500'
  /** Took it, never answers. */
  | 'accept-then-hang'
  /** Took it, then cut the connection. */
  | 'accept-then-reset'
  /** Takes it only after the client gave up: `lateMs` after the request, or when `acceptLate()` is called. */
  | 'late-accept'
  /** Never took it: 500 without an entry. */
  | 'error-500'
  /** Never took it, never answers. */
  | 'hang'
  | { reject: string }
  | { throttle: number };

export type Mix = { seed: number; weights: Partial<Record<Extract<Behaviour, string> | 'throttle', number>>; rejectCode?: string };

export class Script {
  private readonly queue: Behaviour[] = [];
  private mix: { random: () => number; choices: [Behaviour, number][] } | null = null;

  push(...behaviours: Behaviour[]): void {
    this.queue.push(...behaviours);
  }

  setMix({ seed, weights }: Mix): void {
    const choices = Object.entries(weights).map(([name, weight]): [Behaviour, number] => [
      name === 'throttle' ? { throttle: 1 } : toBehaviour(name),
      weight ?? 0,
    ]);
    this.mix = { random: seeded(seed), choices };
  }

  next(): Behaviour {
    const scripted = this.queue.shift();
    if (scripted) return scripted;
    if (!this.mix) return 'accept';
    const total = this.mix.choices.reduce((sum, [, weight]) => sum + weight, 0);
    let at = this.mix.random() * total;
    for (const [behaviour, weight] of this.mix.choices) {
      at -= weight;
      if (at < 0) return behaviour;
    }
    return 'accept';
  }
}

const plain = ['accept', 'accept-then-500', 'accept-then-hang', 'accept-then-reset', 'late-accept', 'error-500', 'hang'] as const;

function toBehaviour(name: string): Behaviour {
  const known = plain.find((candidate) => candidate === name);
  if (!known) throw new Error(`No behaviour named "${name}"; known: ${plain.join(', ')}, throttle`);
  return known;
}
