/** Which run-time imports break the rules of `.dependency-cruiser.cjs`. */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { transformSync } from '@swc/core';
import { cruise, type ICruiseOptions, type ICruiseResult } from 'dependency-cruiser';

export type ImportCheck = { modules: number; imports: number; /** `rule: from -> to`, with the cycle where there is one. */ violations: string[] };

const skipped = new Set(['node_modules', 'dist', 'coverage', 'planted']);

const sources = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return skipped.has(entry.name) || entry.name.startsWith('.') ? [] : sources(path);
    return /[.](tsx?|mjs)$/.test(entry.name) ? [path] : [];
  });

/** The imports that are left when the types are gone, because `verbatimModuleSyntax` keeps every other one. */
const withoutTypes = (code: string, file: string): string =>
  transformSync(code, {
    jsc: { parser: { syntax: 'typescript', tsx: file.endsWith('x') }, target: 'es2022', transform: { verbatimModuleSyntax: true, react: { runtime: 'automatic', importSource: file.includes('web/console/') ? 'react' : 'hono/jsx' } } },
    module: { type: 'es6' }, configFile: false, swcrc: false,
  }).code;

/** `copyTo`: a folder below the project's root, so that the packages in node_modules are found; it is removed afterwards. */
export async function checkImports(root: string, copyTo: string): Promise<ImportCheck> {
  try {
    for (const file of sources(root)) {
      const copy = join(copyTo, relative(root, file).replace(/[.]tsx?$/, '.js'));
      mkdirSync(dirname(copy), { recursive: true });
      writeFileSync(copy, withoutTypes(readFileSync(file, 'utf8'), file));
    }
    const { forbidden, options } = createRequire(import.meta.url)('../.dependency-cruiser.cjs') as { forbidden: NonNullable<ICruiseOptions['ruleSet']>['forbidden']; options: ICruiseOptions & { enhancedResolveOptions: object } };
    const { enhancedResolveOptions, ...rest } = options;
    const { output } = await cruise(['.'], { ...rest, baseDir: copyTo, validate: true, ruleSet: { forbidden: forbidden ?? [] } }, enhancedResolveOptions);
    const { modules, summary } = output as ICruiseResult;
    const own = modules.filter(({ source }) => !source.includes('node_modules/') && !/^(node:)?[a-z_/]+$/.test(source));
    return {
      modules: own.length,
      imports: own.reduce((sum, { dependencies }) => sum + dependencies.length, 0),
      violations: summary.violations.map(({ rule, from, to, cycle }) => `${rule.name}: ${from} -> ${cycle ? cycle.map(({ name }) => name).join(' -> ') : to}`.replaceAll('.js', '.ts')),
    };
  } finally {
    rmSync(copyTo, { recursive: true, force: true });
  }
}
