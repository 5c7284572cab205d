/** What stands beside every table: the machine, and how busy others kept it. */
import { cpus, loadavg, totalmem } from 'node:os';
import { print } from './table.js';

const load = (): string => loadavg().map((one) => one.toFixed(1)).join(' ');

/** Prints the command and the machine; returns what to print at the end. */
export function beginning(command: string, settings: string): () => void {
  print(`$ npm run bench -- ${command}`);
  print(`${settings}`);
  print(`${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}), ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}, load before ${load()} (1, 5, 15 minutes)`);
  print();
  return () => {
    print(`load after ${load()}. Cells are least / middle / most of the rounds. Ratios are taken within a round and hold under other load; times and rates alone do not.`);
    print();
  };
}
