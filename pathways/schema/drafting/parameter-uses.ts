/** Where each parameter acts: `steps.rehab`, `rules.W-2`, `levels.red`. Read from the files, because a compiled step holds only the number. */
import { isMap, isPair, isScalar, parseDocument, visit } from 'yaml';
import type { SourceFile } from '../source/place.js';
import { isStory } from './version-files.js';

/** Parameter -> places, in the order of the files, each once. A file that is no YAML has none. */
export function parameterUses(files: readonly SourceFile[]): Record<string, string[]> {
  const uses: Record<string, Set<string>> = {};
  for (const file of files) {
    if (isStory(file) || !/(^|[/.])v\d+\.yaml$/.test(file.path)) continue;
    const document = parseDocument(file.text);
    if (document.errors.length > 0) continue;
    visit(document, {
      Scalar: (key, node, path) => {
        if (key === 'key' || typeof node.value !== 'string') return;
        const keys = path.flatMap((one) => (isPair(one) && isScalar(one.key) ? [String(one.key.value)] : []));
        const [section = '', id = ''] = keys;
        if (section === 'parameters') return;
        const outer = path.find((one) => isPair(one) && isScalar(one.key) && one.key.value === section);
        const nested = outer !== undefined && isPair(outer) && isMap(outer.value) && id !== '';
        for (const name of namesIn(node.value)) (uses[name] ??= new Set()).add(nested ? `${section}.${id}` : section);
      },
    });
  }
  return Object.fromEntries(Object.entries(uses).map(([name, places]) => [name, [...places]]));
}

const namesIn = (text: string): string[] => {
  const whole = /^\$([a-z][A-Za-z0-9]*)$/.exec(text)?.[1];
  return whole === undefined ? [...text.matchAll(/\bp\.([a-z][A-Za-z0-9]*)/g)].flatMap(([, name]) => (name === undefined ? [] : [name])) : [whole];
};
