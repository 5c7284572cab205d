/**
 * Answers that are asked for while the page's scripts still load. Each is taken once, by whoever first asks for that very address; what was asked
 * and what was taken stands among the page's performance marks. Nothing old is ever shown: a change drops them all (live.ts), and so does time.
 */
const keptMs = 10_000;
const answers = new Map<string, { answer: Promise<Response>; at: number }>();

export const ask = (path: string): Promise<Response> => fetch(path, { headers: { accept: 'application/json' } });

/** Resolves to a copy that may be read beside the one that is kept. */
export function askEarly(path: string): Promise<Response> {
  const answer = ask(path);
  answers.set(path, { answer, at: performance.now() });
  performance.mark('early-asked', { detail: path });
  const copy = answer.then((response) => response.clone());
  copy.catch(() => undefined); // whoever takes it hears of it
  return copy;
}

export function earlyAnswer(path: string): Promise<Response> | undefined {
  const found = answers.get(path);
  answers.delete(path);
  if (found === undefined || performance.now() - found.at > keptMs) return undefined;
  performance.mark('early-taken', { detail: path });
  return found.answer;
}

export const forgetEarlyAnswers = (): void => answers.clear();
