// `npm run lock:complete`: adds to package-lock.json the optional packages of other platforms that the registry in use did not offer when
// the lock was written. Without them `npm ci` calls the lock out of step, on every platform. Their checksums come with the next lock
// that is written where the whole registry can be reached.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const systems = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32', 'windows'];
const processors = ['arm64', 'arm', 'x64', 'ia32', 'ppc64', 'riscv64', 's390x', 'loong64'];
const libraries = { gnu: 'glibc', gnueabihf: 'glibc', musl: 'musl', musleabihf: 'musl' };

/** `@swc/core-linux-arm64-musl` -> { os: ['linux'], cpu: ['arm64'], libc: ['musl'] } */
export function platformOf(name) {
  const words = name.slice(name.indexOf('/') + 1).split('-');
  const os = words.find((word) => systems.includes(word));
  const cpu = words.find((word) => processors.includes(word));
  const libc = words.map((word) => libraries[word]).find(Boolean);
  if (!os || !cpu) return null;
  return { os: [os === 'windows' ? 'win32' : os], cpu: [cpu], ...(os === 'linux' && libc ? { libc: [libc] } : {}) };
}

/** [path in the lock, entry] of every optional package that the lock mentions and does not hold. */
export const missingFrom = ({ packages }) =>
  Object.entries(packages).flatMap(([path, { optionalDependencies = {}, dev }]) =>
    Object.entries(optionalDependencies)
      .filter(([name]) => !packages[`node_modules/${name}`] && !packages[`${path}/node_modules/${name}`])
      .map(([name, version]) => [`node_modules/${name}`, { version: version.replace(/^[~^]/, ''), ...(dev ? { dev } : {}), optional: true, ...platformOf(name) }]),
  );

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const file = fileURLToPath(new URL('../package-lock.json', import.meta.url));
  const lock = JSON.parse(readFileSync(file, 'utf8'));
  const missing = missingFrom(lock);
  const packages = Object.fromEntries([...Object.entries(lock.packages), ...missing].sort(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(file, `${JSON.stringify({ ...lock, packages }, null, 2)}\n`);
  process.stdout.write(missing.length > 0 ? `Added ${missing.map(([path]) => path.replace('node_modules/', '')).join(', ')}\n` : 'The lock is complete\n');
}
