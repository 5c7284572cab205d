import { describe, expect, it } from 'vitest';
import { startProgress } from './progress.js';

const terminal = (isTTY: boolean) => {
  const written: string[] = [];
  return { written, output: { isTTY, columns: 80, write: (text: string) => written.push(text) } };
};

describe('a progress line', () => {
  it('is redrawn in place on a terminal, with bar, share and time', () => {
    const { written, output } = terminal(true);
    let now = 0;
    const progress = startProgress('Simulating', { total: 200, output, now: () => now });
    now = 61_000;
    progress.at(50);
    progress.end('Simulated 200 patients');
    expect(written).toEqual([
      '\r\u001b[KSimulating [........................] 0% (0/200) 0:00',
      '\r\u001b[KSimulating [######..................] 25% (50/200) 1:01',
      '\r\u001b[KSimulated 200 patients\n',
    ]);
  });

  it('writes to a log at most every ten seconds', () => {
    const { written, output } = terminal(false);
    let now = 0;
    const progress = startProgress('Building', { output, now: () => now });
    for (now = 0; now <= 25_000; now += 1_000) progress.note(`package ${now / 1000}`);
    progress.end();
    expect(written).toEqual(['Building 0:00\n', 'Building 0:10 package 10\n', 'Building 0:20 package 20\n', 'Building 0:26 package 25\n']);
  });
});
