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
  const validator = (name: (typeof names)[number]) => new Ajv2020({ strict: false, allErrors: true }).compile(JSON.parse(read(name)) as object);
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

  it.each<[string, string, string, RegExp]>([
    ['an unknown construct', 'zone: Asia/Shanghai', 'zone: Asia/Shanghai\nastrology: {}', /^ must NOT have additional properties/],
    ['a parameter without its source', 'visitLateDays: { value: 1, unit: day, source: C }', 'visitLateDays: { value: 1, unit: day }', /visitLateDays must have required property 'source'/],
    ['a number where a parameter belongs', 'missedAfterHours: $visitMissedHours', 'missedAfterHours: 8', /missedAfterHours must be string/],
    ['a kind of step that is none', 'kind: visit', 'kind: video-visit', /dressing\/kind must be equal to constant/],
    ['a role that is none', 'to: [responsible-nurse, surgeon]', 'to: [responsible-nurse, surgon]', /to\/1 must be equal to one of the allowed values/],
    ['a step id in the wrong letters', '  wound-photo:', '  woundPhoto:', /steps must match pattern|property name must be valid/],
  ])('on %s', (_, found, instead, complaint) => {
    const text = read('../definitions/hip-wound-care/v1.yaml');
    expect(text).toContain(found);
    const validate = validator('pathway.schema.json');
    expect(validate(parse(text.replace(found, instead)))).toBe(false);
    expect((validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ''}`).join('\n')).toMatch(complaint);
  });

  it('and say in words what a pattern wants', () => {
    expect(read('pathway.schema.json')).toContain('"patternErrorMessage": "must be a parameter, `$name`"');
    expect(read('pathway.schema.json')).toContain('"patternErrorMessage": "must be a kebab-case id such as `first-call`"');
  });
});
