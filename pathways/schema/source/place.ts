/** Where a value stands in a YAML file, so that every complaint about it can name file, line and column. */
import { isMap, isScalar, isSeq, LineCounter, parseDocument, visit, type Document, type ParsedNode, type Scalar } from 'yaml';
import type { Position } from './diagnostic.js';

export type SourceFile = { path: string; text: string };

/** A parsed file. `value` is null when the YAML itself is broken; then `faults` say why. */
export type Source = {
  path: string;
  text: string;
  document: Document.Parsed;
  lines: LineCounter;
  value: unknown;
  faults: { at: Position; message: string }[];
};

export type Key = string | number;

/** A path into a source. `in` goes deeper; a path that is not there is located at its nearest ancestor that is. */
export type Place = { source: Source; path: readonly Key[] };

export const placeOf = (source: Source): Place => ({ source, path: [] });

export const within = (place: Place, ...keys: Key[]): Place => ({ source: place.source, path: [...place.path, ...keys] });

/** Every double key, but only the first fault of the syntax: the ones behind it mostly follow from it. */
export function firstFaults(faults: Source['faults']): Source['faults'] {
  const syntax = faults.filter(({ message }) => message !== doubleKey).sort((a, b) => a.at.line - b.at.line || a.at.column - b.at.column);
  return syntax.length > 0 ? syntax.slice(0, 1) : faults;
}

/** The YAML library's words for it. */
export const doubleKey = 'Map keys must be unique';

export function readSource({ path, text }: SourceFile): Source {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const faults = document.errors.map((error) => ({ at: positionAt(path, lines, error.pos[0]), message: error.message }));
  visit(document, {
    Pair: (_, { key }) => {
      if (!isScalar(key)) faults.push({ at: positionAt(path, lines, isMap(key) || isSeq(key) ? (key.range?.[0] ?? 0) : 0), message: 'a key must be a plain word' });
    },
    Alias: (_, alias) => {
      faults.push({ at: positionAt(path, lines, alias.range?.[0] ?? 0), message: `the alias *${alias.source} is not part of the language; write the value out` });
    },
  });
  return { path, text, document, lines, faults, value: faults.length === 0 ? (document.toJS() as unknown) : null };
}

/** Position of the value. */
export function positionOf({ source, path }: Place): Position {
  for (let depth = path.length; depth > 0; depth--) {
    const node = nodeAt(source, path.slice(0, depth));
    if (node?.range) return positionAt(source.path, source.lines, node.range[0]);
  }
  return { file: source.path, line: 1, column: 1 };
}

/** Position of the last key of the path rather than of its value: for "this should not be here". */
export function keyPositionOf(place: Place): Position {
  const parent = nodeAt(place.source, place.path.slice(0, -1));
  const last = place.path.at(-1);
  if (isMap(parent)) {
    const pair = parent.items.find((item) => isScalar(item.key) && String(item.key.value) === String(last));
    if (isScalar(pair?.key) && pair.key.range) return positionAt(place.source.path, place.source.lines, pair.key.range[0]);
  }
  return positionOf(place);
}

/** Position of a character of a text value, through quotes, escapes and folded lines. */
export function positionInText(place: Place, character: number): Position {
  const node = nodeAt(place.source, place.path);
  if (!isScalar(node) || !node.range || typeof node.value !== 'string') return positionOf(place);
  const [start, end] = node.range;
  return positionAt(place.source.path, place.source.lines, start + rawOffset(node, place.source.text.slice(start, end), character));
}

/** A number as the author wrote it (`38.0` stays `38.0`); null when the place holds no scalar. */
export function writtenAt(place: Place): string | null {
  const node = nodeAt(place.source, place.path);
  return isScalar(node) ? (node.source ?? String(node.value)) : null;
}

function nodeAt(source: Source, path: readonly Key[]): ParsedNode | null {
  let node: unknown = source.document.contents;
  for (const key of path) {
    if (isMap(node) || isSeq(node)) node = node.get(key, true);
    else return null;
  }
  return (node ?? null) as ParsedNode | null;
}

function positionAt(file: string, lines: LineCounter, offset: number): Position {
  const { line, col } = lines.linePos(offset);
  return { file, line: Math.max(line, 1), column: Math.max(col, 1) };
}

/** Walks raw source and value side by side; where they differ, the source holds a quote, an escape or an indent. */
function rawOffset(node: Scalar, raw: string, character: number): number {
  const value = String(node.value);
  let at = node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE' ? 1 : 0;
  if (node.type === 'BLOCK_FOLDED' || node.type === 'BLOCK_LITERAL') at = skipBlank(raw, raw.indexOf('\n'));
  for (let index = 0; index < character && at < raw.length; index++) {
    if (isBlank(value[index])) {
      at = skipBlank(raw, at);
      while (isBlank(value[index + 1]) && index + 1 < character) index++;
      continue;
    }
    if (raw[at] !== value[index] && raw[at] === '\\') at++;
    else if (node.type === 'QUOTE_SINGLE' && raw[at] === "'" && raw[at + 1] === "'") at++;
    at++;
  }
  return Math.min(at, raw.length);
}

const isBlank = (character: string | undefined): boolean => character === ' ' || character === '\n' || character === '\t';

function skipBlank(text: string, from: number): number {
  let at = from;
  while (isBlank(text[at])) at++;
  return at;
}
