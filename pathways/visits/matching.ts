/** Whether every one of several visits at the same time can have a person of their own: augmenting paths (bipartite matching). */

/** `options[v]`: the people who could take visit v. True when all visits can be served by distinct people. */
export function everyoneServed(options: readonly (readonly string[])[]): boolean {
  const takenBy = new Map<string, number>();
  const serve = (visit: number, tried: Set<string>): boolean => {
    for (const person of options[visit] ?? []) {
      if (tried.has(person)) continue;
      tried.add(person);
      const other = takenBy.get(person);
      if (other === undefined || serve(other, tried)) {
        takenBy.set(person, visit);
        return true;
      }
    }
    return false;
  };
  return options.every((_, visit) => serve(visit, new Set()));
}
