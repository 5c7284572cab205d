/** `npm run check:imports`: fails on a forbidden import, and when it sees so few modules that it must be blind. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkImports } from './import-rules.js';

/** Fewer than this means that the check has stopped seeing; the project has several hundred. */
const leastModules = 150;

const root = fileURLToPath(new URL('..', import.meta.url));
const { modules, imports, violations } = await checkImports(root, join(root, '.data', `imports-${process.pid}`));
for (const violation of violations) process.stdout.write(`${violation}\n`);
process.stdout.write(`${modules} modules, ${imports} imports, ${violations.length} violations\n`);
if (modules < leastModules) process.stdout.write(`Only ${modules} modules were seen, so this proves nothing: expected at least ${leastModules}.\n`);
process.exitCode = violations.length > 0 || modules < leastModules ? 1 : 0;
