/**
 * A department's own number: the parameter's value is replaced where it is written, and its source mark says so, with the reason and what
 * it was before. Every other letter of the file stays. The number then shows its mark wherever it acts, as every parameter does.
 */
import { isScalar, isSeq, parseDocument } from 'yaml';
import type { SourceFile } from '../source/place.js';
import { isStory } from './version-files.js';

export type Override = { parameter: string; value: string | string[]; reason: string };
export type Overridden = { ok: true; files: SourceFile[]; path: string; before: string; after: string } | { ok: false; message: string };

const decimal = /^-?\d{1,9}(\.\d{1,6})?$/;
const mark = /^override: .* \(was (.+), source (.+)\)$/;

/** What a number was before the department changed it; null for a number that nobody changed. */
export function overriddenFrom(source: string): { value: string; source: string } | null {
  const [, value, from] = mark.exec(source) ?? [];
  return value === undefined || from === undefined ? null : { value, source: from };
}

/** The reason in the mark of an overridden parameter; null for others. */
export const overrideReason = (source: string): string | null => (source.startsWith('override: ') ? source.slice('override: '.length).replace(/ \(was .+, source .+\)$/, '') : null);

export function overrideParameter(files: readonly SourceFile[], { parameter, value, reason }: Override): Overridden {
  const said = reason.replace(/\s+/g, ' ').trim();
  if (said === '') return { ok: false, message: 'An override needs a reason: say why the department wants another number' };
  for (const file of files) {
    if (isStory(file) || !file.path.endsWith('.yaml')) continue;
    const document = parseDocument(file.text);
    const node = document.getIn(['parameters', parameter, 'value'], true);
    const source = document.getIn(['parameters', parameter, 'source'], true);
    if (!isScalar(source) || !source.range || !((isScalar(node) || isSeq(node)) && node.range)) continue;
    if (isScalar(node) && node.value === null) return { ok: false, message: `${parameter} is given for each patient and has no value of its own` };
    const list = isSeq(node);
    const items = list ? node.items : [node];
    const text = items.every((item) => isScalar(item) && typeof item.value !== 'number');
    const written = Array.isArray(value) ? value : [value];
    if (!list && written.length !== 1) return { ok: false, message: `${parameter} is one value, not a list` };
    if (written.length === 0) return { ok: false, message: `${parameter} is a list: give at least one value` };
    const wrong = written.find((one) => (text ? one.trim() === '' : !decimal.test(one)));
    if (wrong !== undefined) return { ok: false, message: text ? `${parameter} needs a value` : `${parameter} is a number, and "${wrong}" is none` };
    const say = (one: string): string => (text ? JSON.stringify(one) : one);
    const before = items.map((item) => (isScalar(item) ? (text ? String(item.value) : (item.source ?? String(item.value))) : '')).join(', ');
    const after = written.join(', ');
    const old = String(source.value);
    const original = overriddenFrom(old) ?? { value: before, source: old };
    const newSource = after === original.value ? original.source : `override: ${said} (was ${original.value}, source ${original.source})`;
    const edits = [
      { range: node.range, text: list ? `[${written.map(say).join(', ')}]` : say(written[0] ?? '') },
      { range: source.range, text: JSON.stringify(newSource) },
    ].sort((a, b) => b.range[0] - a.range[0]);
    const changed = edits.reduce((whole, edit) => `${whole.slice(0, edit.range[0])}${edit.text}${whole.slice(edit.range[1])}`, file.text);
    return { ok: true, path: file.path, before, after, files: files.map((one) => (one === file ? { path: file.path, text: changed } : one)) };
  }
  return { ok: false, message: `There is no parameter ${parameter} with value and source in the files of this draft` };
}
