/** A line that moves while something takes long: on a terminal it is redrawn, in a log it says where it is every few seconds. */

export type Progress = {
  /** How much is done, in the units of `total`. */
  at(done: number): void;
  /** What is going on right now. */
  note(text: string): void;
  /** Ends the line; `text` replaces the label's last state. Once. */
  end(text?: string): void;
};

export type Output = { write(text: string): unknown; isTTY?: boolean; columns?: number };
type Options = { total?: number; output?: Output; /** Wall milliseconds, for tests. */ now?: () => number };

const redrawMs = 100;
const logMs = 10_000;
const width = 24;
const clock = (ms: number): string => `${Math.floor(ms / 60_000)}:${String(Math.floor(ms / 1000) % 60).padStart(2, '0')}`;

export function startProgress(label: string, options: Options = {}): Progress {
  const { total, output = process.stderr, now = Date.now } = options;
  const startedAt = now();
  const live = output.isTTY === true;
  let done = 0;
  let noted = '';
  let ended = false;
  let drawnAt = Number.NEGATIVE_INFINITY;

  const line = (): string => {
    const share = total ? Math.min(1, done / total) : undefined;
    const bar = share === undefined ? '' : ` [${'#'.repeat(Math.round(share * width)).padEnd(width, '.')}] ${Math.floor(share * 100)}% (${done}/${total})`;
    return `${label}${bar} ${clock(now() - startedAt)}${noted ? ` ${noted}` : ''}`;
  };
  const draw = (): void => {
    if (ended || now() - drawnAt < (live ? redrawMs : logMs)) return;
    drawnAt = now();
    output.write(live ? `\r\u001b[K${line().slice(0, (output.columns ?? 80) - 1)}` : `${line()}\n`);
  };

  draw();
  const ticking = setInterval(draw, 500);
  ticking.unref();
  return {
    at(value) {
      done = value;
      draw();
    },
    note(text) {
      noted = text;
      draw();
    },
    end(text) {
      if (ended) return;
      ended = true;
      clearInterval(ticking);
      output.write(`${live ? '\r\u001b[K' : ''}${text ?? line()}\n`);
    },
  };
}
