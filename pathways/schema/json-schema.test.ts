/** The committed JSON Schemas are those of the language, and they accept what authors really wrote. */
import { readFileSync, readdirSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { schemaFiles, schemaText } from './json-schema.js';

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');
const names = Object.keys(schemaFiles) as (keyof typeof schemaFiles)[];

it.each(names)('%s is current (else run: node --import tsx scripts/docs-pathway-format.ts)', (name) => expect(read(name)).toBe(schemaText(name)));

describe('Editors and the publisher agree', () => {
  const validator = (name: (typeof names)[number]) => new Ajv2020({ strict: false }).compile(JSON.parse(read(name)) as object);
  const definitions = new URL('../definitions/', import.meta.url);
  const packages = readdirSync(definitions).filter((name) => !name.startsWith('_') && !name.includes('.'));

  it.each(packages)('on %s', (name) => {
    const validate = validator('pathway.schema.json');
    validate(parse(read(`../definitions/${name}/v1.yaml`)));
    expect(validate.errors).toBeNull();
  });

  it.each(readdirSync(new URL('_shared/', definitions)).filter((name) => name.endsWith('.v1.yaml')))('on the fragment %s', (name) => {
    const validate = validator('fragment.schema.json');
    validate(parse(read(`../definitions/_shared/${name}`)));
    expect(validate.errors).toBeNull();
  });

  it('on an unknown construct', () => {
    const validate = validator('pathway.schema.json');
    expect(validate({ ...(parse(read('../definitions/hip-wound-care/v1.yaml')) as object), rewards: {} })).toBe(false);
  });
});
