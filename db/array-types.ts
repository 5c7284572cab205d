/**
 * Arrays as PostgreSQL writes them, for the element types that we use. The driver would read their ids from each server at its first
 * connection; when that connection dies meanwhile, it forgets a rejected promise (which ends the process) and then sends every array of the
 * pool wrongly. The ids are fixed in PostgreSQL's catalogue, so they stand here.
 */

const quoted = (text: string): string => `"${text.replace(/[\\"]/g, '\\$&')}"`;

/** `{"a","b \"c\"",NULL}`; one dimension. */
export function writeArray(values: unknown): string {
  if (!Array.isArray(values)) return String(values);
  return `{${values.map((value: unknown) => (value === null ? 'NULL' : quoted(String(value)))).join(',')}}`;
}

/** The inverse; an unquoted NULL is null. */
export function readArray<T>(text: string, read: (element: string) => T): (T | null)[] {
  const elements = text.slice(1, -1).matchAll(/"((?:[^"\\]|\\.)*)"|([^,]+)/gs);
  return [...elements].map(([, inQuotes, bare]) => {
    if (inQuotes !== undefined) return read(inQuotes.replace(/\\(.)/gs, '$1'));
    return bare === 'NULL' ? null : read(bare ?? '');
  });
}

/** For the driver's `types`: ids of the arrays of bool, text, varchar, int4, uuid, numeric; then those with a reading of their own. */
export function arrayTypes(read: { instant: (text: string) => string; bigint: (text: string) => number }) {
  const arrayOf = <T>(id: number, element: (text: string) => T) => ({ to: id, from: [id], serialize: writeArray, parse: (text: string) => readArray(text, element) });
  return {
    booleans: arrayOf(1000, (text) => text === 't'),
    texts: arrayOf(1009, String),
    varchars: arrayOf(1015, String),
    integers: arrayOf(1007, Number),
    uuids: arrayOf(2951, String),
    numerics: arrayOf(1231, String),
    instants: arrayOf(1185, read.instant),
    bigints: arrayOf(1016, read.bigint),
  };
}
