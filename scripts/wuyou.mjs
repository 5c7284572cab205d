#!/usr/bin/env node
// `npx wuyou ...`: the compiled command line where there is one (an image), else the sources through tsx.
import { existsSync } from 'node:fs';

const sources = new URL('../cli.ts', import.meta.url);
const compiled = new URL('../dist/cli.js', import.meta.url);

if (existsSync(sources)) {
  const tsx = await import('tsx/esm/api').catch(() => null);
  if (!tsx) {
    process.stderr.write('The dependencies are not installed: run npm ci (or npm start, which does it).\n');
    process.exit(1);
  }
  tsx.register();
  await import(sources.href);
} else {
  await import(compiled.href);
}
