/** Stories of the packages, for a server: who does what when, and which of it is an update of the workflow. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { loadDefinitionOrThrow } from '../../cli/load-definition.js';
import type { Definition } from '../../pathways/schema/definition.js';
import type { EpisodeInput } from '../../pathways/engine/inputs.js';
import { readStory, type Story } from '../../pathways/story/schema.js';
import { updates, type UpdateKind } from '../../workflows/contract.js';

/** `path`: in `pathways/definitions/`, without `.story.yaml`. */
export const storyOf = (path: string): Story =>
  readStory(readFileSync(fileURLToPath(new URL(`../../pathways/definitions/${path}.story.yaml`, import.meta.url)), 'utf8'), path);

export const packagesOf = (story: Story): Record<string, Definition> => Object.fromEntries(story.episodes.map(({ package: name }) => [name, loadDefinitionOrThrow(name)]));

export const isUpdate = (input: EpisodeInput): input is Extract<EpisodeInput, { kind: UpdateKind; by: string }> => input.kind in updates && 'by' in input;
