/** The files that a version is made of, by their paths below the definitions: `<id>/v2.yaml`, `<id>/texts.en.yaml`, `_shared/core.v1.yaml`, `<id>/stories/x.story.yaml`. */
import { parseDocument } from 'yaml';
import type { Sources } from '../compile.js';
import type { SourceFile } from '../source/place.js';

const storyPath = /\/stories\/[^/]+\.story\.yaml$/;

export const mainPath = (id: string, version: number): string => `${id}/v${version}.yaml`;
export const isStory = ({ path }: SourceFile): boolean => storyPath.test(path);

/** What the publisher reads; stories are kept beside it, not compiled. */
export const sourcesOf = (id: string, version: number, files: readonly SourceFile[]): Sources => ({ main: mainPath(id, version), files: files.filter((file) => !isStory(file)) });

/**
 * The same files as version `to`: the pathway file is renamed and its `version:` rewritten in place, everything else of it stays letter by
 * letter; wording that belonged to version `from` alone becomes the draft's. Throws when there is no pathway file of that version.
 */
export function renumber(id: string, files: readonly SourceFile[], from: number, to: number): SourceFile[] {
  if (!files.some(({ path }) => path === mainPath(id, from))) throw new Error(`There is no file ${mainPath(id, from)} among the files of ${id}: they belong to another version`);
  const own = new RegExp(`^${id}/v${from}[.](texts[.].+[.]yaml)$`);
  const replaced = new Set(files.flatMap(({ path }) => (own.test(path) ? [path.replace(own, `${id}/$1`)] : [])));
  return files.filter(({ path }) => !replaced.has(path)).map((file) => {
    if (file.path === mainPath(id, from)) return { path: mainPath(id, to), text: withVersion(file.text, to) };
    return { path: file.path.replace(own, `${id}/$1`), text: file.text };
  });
}

function withVersion(text: string, version: number): string {
  const node = parseDocument(text).get('version', true);
  if (typeof node !== 'object' || node === null || !('range' in node) || !Array.isArray(node.range)) return text;
  const [start, end] = node.range as [number, number, number];
  return `${text.slice(0, start)}${version}${text.slice(end)}`;
}
