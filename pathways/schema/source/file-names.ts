/**
 * Which file holds what. `core` is version 1 of a fragment, `core@2` its second: `_shared/core.v2.yaml`. Wording lies beside, in
 * `[<fragment>.]texts.<language>.yaml`, for every version until one has its own, `[<fragment>.]v<version>.texts.<language>.yaml`.
 */
import type { SourceFile } from './place.js';

export type FragmentUse = { name: string; version: number };

export function fragmentUse(written: string): FragmentUse {
  const [name = '', version = '1'] = written.split('@');
  return { name, version: Number(version) };
}

export const fragmentPath = ({ name, version }: FragmentUse): string => `_shared/${name}.v${version}.yaml`;

/** The fragments among the files, as `uses:` names them. */
export const knownFragments = (files: readonly SourceFile[]): string[] =>
  files.flatMap(({ path }) => {
    const [, name, version] = /(?:^|\/)_shared\/([a-z0-9-]+)\.v(\d+)\.yaml$/.exec(path) ?? [];
    return name === undefined ? [] : [version === '1' ? name : `${name}@${version}`];
  });

/** 2 for `.../v2.yaml`; null when the file is not named by a version. */
export const versionOfFile = (path: string): number | null => {
  const [, version] = /(?:^|[/.])v(\d+)\.yaml$/.exec(path) ?? [];
  return version === undefined ? null : Number(version);
};

/** Where the wording of a pathway's or fragment's file is, or belongs when there is none yet. */
export function textPath(definition: string, language: string, files: readonly SourceFile[]): string {
  const version = versionOfFile(definition);
  const stem = version === null ? definition.slice(0, definition.lastIndexOf('/') + 1) : definition.slice(0, definition.lastIndexOf(`v${version}.yaml`));
  const own = `${stem}v${version}.texts.${language}.yaml`;
  return files.some(({ path }) => path === own) ? own : `${stem}texts.${language}.yaml`;
}

/** The other versions of a pathway, which share `texts.<language>.yaml` with it. */
export function otherVersions(main: string, files: readonly SourceFile[]): string[] {
  const folder = main.slice(0, main.lastIndexOf('/') + 1);
  return files.flatMap(({ path }) => (path !== main && path.startsWith(folder) && /^v\d+\.yaml$/.test(path.slice(folder.length)) ? [path] : []));
}
