/** What must have come of a rehearsal: nothing is lost on any server; whether sleepers move, the server's version says (docs/operations.md, "Deploying"). */
import type { Rehearsed } from './rehearsal.js';

/** The first line of releases in which a pinned run learns of a newer build is 1.30; the ones before it ignore the option silently. */
export function movesSleepers(serverVersion: string): boolean {
  const [major = 0, minor = 0] = serverVersion.split('.').map(Number);
  return major > 1 || (major === 1 && minor >= 30);
}

/** Empty: as it must be. Else what is otherwise, in words. */
export function shortfalls(result: Rehearsed): string[] {
  const { episodes, serverVersion } = result;
  const moved = movesSleepers(serverVersion) ? episodes : 0;
  const due = {
    asleepOnOld: episodes, stillOnOld: episodes, movedToNew: moved,
    // Where nobody left, everybody is "back" at once.
    rolledBackToOld: episodes, movedForwardAgain: moved,
    answered: 2 * episodes, journalsUnbroken: episodes, failedTasks: 0,
  };
  return Object.entries(due).flatMap(([name, n]) => {
    const found = result[name as keyof typeof due];
    return found === n ? [] : [`${name}: ${found}, and on Temporal ${serverVersion} it must be ${n}`];
  });
}
