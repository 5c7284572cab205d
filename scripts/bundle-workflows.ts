/** Writes dist/workflow-bundle.js, so that production workers start in half a second and all run the same bytes. */
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { bundlePath, makeBundle } from '../temporal/bundle.js';

const { code } = await makeBundle();
await mkdir(dirname(bundlePath), { recursive: true });
await writeFile(`${bundlePath}.part`, code);
await rename(`${bundlePath}.part`, bundlePath);
console.log(`${bundlePath}: ${Math.round(code.length / 1024)} KB`);
