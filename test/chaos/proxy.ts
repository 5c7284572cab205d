/** A network of our own between our processes and what they talk to: it can be slow, or cut. Nothing else of the machine is touched. */
import { createServer, connect, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

export type Proxy = {
  port: number;
  /** Every piece of data of either side is held back so long; 0: at once. */
  slow(ms: number): void;
  /** Resets what is open and whatever comes, until it is mended. */
  cut(): void;
  mend(): void;
  /** Pieces held back, connections reset: since the beginning. */
  counts: { delayed: number; reset: number };
  stop(): Promise<void>;
};

export async function startProxy(target: { host: string; port: number }): Promise<Proxy> {
  const counts = { delayed: 0, reset: 0 };
  const open = new Set<Socket>();
  let delayMs = 0;
  let broken = false;

  function reset(socket: Socket): void {
    counts.reset += 1;
    socket.resetAndDestroy();
  }
  /** In order: each piece waits for the one before it. */
  function forward(from: Socket, to: Socket): void {
    let before = Promise.resolve();
    from.on('data', (piece: Buffer) => {
      const held = delayMs;
      if (held > 0) counts.delayed += 1;
      before = before.then(() => (held > 0 ? wait(held) : undefined)).then(() => {
        if (!to.destroyed) to.write(piece);
      });
    });
    from.on('close', () => void before.then(() => to.end()));
    from.on('error', () => to.destroy());
  }
  const server: Server = createServer({ noDelay: true }, (near) => {
    near.on('error', () => undefined);
    if (broken) {
      reset(near);
      return;
    }
    const far = connect({ ...target, noDelay: true });
    for (const [from, to] of [[near, far], [far, near]] as const) {
      open.add(from);
      from.once('close', () => open.delete(from));
      forward(from, to);
    }
  });
  await new Promise<void>((resolve, fail) => {
    server.once('error', fail);
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port, counts,
    slow: (ms) => void (delayMs = ms),
    cut() {
      broken = true;
      for (const socket of open) reset(socket);
    },
    mend() {
      broken = false;
      delayMs = 0;
    },
    async stop() {
      for (const socket of open) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
