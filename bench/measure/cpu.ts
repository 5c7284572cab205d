/** CPU time and memory of processes that are not ours, as Linux keeps them under /proc. */
import { readFileSync } from 'node:fs';
import { PlainError } from '../../platform/plain-error.js';

/** Linux counts CPU time in hundredths of a second for whoever reads /proc, whatever the kernel was built with. */
const tickMs = 10;

function statOf(pid: number): string[] {
  if (process.platform !== 'linux') throw new PlainError('This part of the bench reads CPU time and memory from /proc: run it on Linux.');
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return text.slice(text.lastIndexOf(')') + 2).split(' '); // a process name may hold blanks
}

const sum = (fields: readonly string[], from: number, until: number): number => fields.slice(from, until).reduce((total, field) => total + Number(field), 0);

function childrenOf(pid: number): number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
}

/** Of the process and of all it has started: what ended counts through whoever waited for it. */
export function cpuMsOfTree(pid: number): number {
  let living = 0;
  for (const child of childrenOf(pid)) {
    try {
      living += cpuMsOfTree(child);
    } catch {
      // It ended between the list and the look, and counts in its parent's own figures from now on.
    }
  }
  return sum(statOf(pid), 11, 15) * tickMs + living;
}

/** Resident memory in bytes. */
export function residentBytes(pid: number): number {
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) * 1024;
}
