/** What an author says in comments beside steps, rules and goals: why it is so, and where it is ours. Headings of parameter groups are none of it. */
import { isMap, isPair, isScalar, isSeq, parseDocument, visit } from 'yaml';

export type Note = { /** `rules.W-3`, `package`. */ of: string; says: string };

/** In the order of the file. `text`: a pathway file or a fragment. */
export function notesOf(text: string): Note[] {
  const notes: Note[] = [];
  const document = parseDocument(text);
  visit(document, (_key, node, path) => {
    if (!isScalar(node) && !isMap(node) && !isSeq(node)) return;
    const said = node.commentBefore?.split('\n').map((line) => line.trim()).join(' ').trim() ?? '';
    const keys = path.flatMap((one) => (isPair(one) && isScalar(one.key) ? [String(one.key.value)] : []));
    const [section = '', id] = isScalar(node) && keys.at(-1) === undefined ? [String(node.value)] : keys;
    if (said === '' || section === '' || section === 'parameters') return;
    notes.push({ of: id === undefined ? section : `${section}.${id}`, says: said });
  });
  return notes;
}
