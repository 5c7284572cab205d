/** Two builds into web/dist: the console (an application of its own) and the phone pages' islands (one small file each). */
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import type { UserConfig } from 'vite';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const quiet = { configFile: false, logLevel: 'warn', clearScreen: false } as const;

export const consoleBuild = (): UserConfig => ({
  ...quiet,
  root: here('./console'),
  base: '/console/',
  plugins: [react()],
  build: { outDir: here('./dist/console'), emptyOutDir: true, manifest: true, sourcemap: false, chunkSizeWarningLimit: 1200 },
});

const islands = (): Record<string, string> =>
  Object.fromEntries(
    ['phone', 'patient', 'nurse'].flatMap((face) => {
      const folder = here(`./${face}/islands`);
      try {
        return readdirSync(folder).filter((name) => name.endsWith('.ts') && !/[.]test[.]ts$|^drafts/.test(name)).map((name) => [`${face}-${name.replace(/[.]ts$/, '')}`, `${folder}/${name}`] as const);
      } catch {
        return [];
      }
    }),
  );

/** null: no page has a script yet. */
export const islandBuild = (): UserConfig | null => {
  const input = islands();
  if (Object.keys(input).length === 0) return null;
  return {
    ...quiet,
    root: here('.'),
    base: '/islands/',
    build: {
      outDir: here('./dist/islands'), emptyOutDir: true, sourcemap: false, modulePreload: false,
      rolldownOptions: { input, output: { entryFileNames: '[name].js', chunkFileNames: 'shared-[name].js' } },
    },
  };
};
