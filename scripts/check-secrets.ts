/** `npm run check:secrets`: exit 1 when a tracked file holds what looks like a secret. */
import { scanRepository } from './secret-scan.js';

const { files, findings } = scanRepository();
for (const { path, line, rule } of findings) process.stdout.write(`${path}:${line} looks like a secret (${rule}): take it out and replace the secret itself, for it was seen.\n`);
process.stdout.write(`${files} files, ${findings.length} findings\n`);
process.exitCode = findings.length === 0 ? 0 : 1;
