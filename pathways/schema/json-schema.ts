/** JSON Schema of pathway and fragment files, for editors: completion, hover texts and red lines while writing. */
import { z } from 'zod';
import { Fragment, Pathway } from './constructs/pathway.js';

export const schemaFiles = {
  'pathway.schema.json': { schema: Pathway, title: 'Wuyou pathway' },
  'fragment.schema.json': { schema: Fragment, title: 'Wuyou pathway fragment' },
} as const;

/** The text of one schema file, as it is committed. */
export function schemaText(file: keyof typeof schemaFiles): string {
  const { schema, title } = schemaFiles[file];
  const { $schema, ...rest } = z.toJSONSchema(schema, { io: 'input' });
  return `${JSON.stringify({ $schema, title, ...rest }, null, 2)}\n`;
}
