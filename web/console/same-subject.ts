/**
 * What may stand on the screen while its successor is on its way. A list under another filter or in another language may; what belongs to another
 * patient, episode, case or visit never does: her name would stand over somebody else's course.
 */
type Asked = { queryKey: readonly unknown[] };

/** The address without what only changes how the same thing is shown: its path, and every id in its query. */
function subjectOf(part: unknown): string {
  if (typeof part === 'string') {
    const [path = '', query = ''] = part.split('?');
    return JSON.stringify([path, [...new URLSearchParams(query)].filter(([name]) => isId(name))]);
  }
  if (typeof part === 'object' && part !== null) return JSON.stringify(Object.entries(part).filter(([name]) => isId(name)));
  return JSON.stringify(part);
}
const isId = (name: string): boolean => /(^id|Id)$/.test(name);

/** For `placeholderData`: the answer before this one, if it was about the same. */
export const ofSameSubject = (key: readonly unknown[]) => <T>(previous: T | undefined, asked: Asked | undefined): T | undefined =>
  asked !== undefined && asked.queryKey.length === key.length && key.every((part, index) => subjectOf(part) === subjectOf(asked.queryKey[index])) ? previous : undefined;
