/** Failures carry the stack of whoever threw, and with it the folder in which a history was recorded: a recording names files from the project's root instead. */

/** The same JSON without `folder`, also inside of payloads; those in which it does not stand keep their bytes. */
export function withoutFolder(json: unknown, folder: string): unknown {
  return JSON.parse(JSON.stringify(json), (key, value: unknown) => (key === 'data' && typeof value === 'string' ? payloadWithout(value, folder) : value));
}

function payloadWithout(data: string, folder: string): string {
  const text = Buffer.from(data, 'base64').toString();
  return text.includes(folder) ? Buffer.from(text.replaceAll(folder, '')).toString('base64') : data;
}
