/** Two builds into web/dist: the console (an application of its own) and the phone pages' islands (one small file each). */
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import type { Plugin, UserConfig } from 'vite';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const quiet = { configFile: false, logLevel: 'warn', clearScreen: false } as const;

/** Libraries that only some pages need: left to the chunk of the page that asks for them. */
const onDemand = /[\\/]node_modules[\\/](echarts|zrender|@uiw|@?codemirror|@lezer|@marijn|style-mod|w3c-keyname|crelt|uqr|dayjs|react-number-format|@mantine[\\/]dates)/;
/** What the first script itself is made of: in a larger file it would have to wait for that file. */
const first = /[\\/]web[\\/]console[\\/](pages|early|with-query|chosen-language)[.]ts$|^\0/;
const library = (id: string): boolean => /[\\/]node_modules[\\/]/.test(id) && !onDemand.test(id);
/**
 * A page in fifty small files costs the browser a thousand small tasks (measured: 0.1 s of thread time on the worklist). What the frame draws with is one file,
 * what three pages share of the libraries the next, of our own the third.
 */
const groups = [
  { name: 'first', test: first, priority: 4 },
  { name: 'library', test: (id: string): boolean => library(id) && !/@mantine/.test(id), minShareCount: 3, priority: 3 },
  { name: 'mantine', test: library, minShareCount: 3, priority: 2 },
  { name: 'shared', test: (id: string): boolean => !/[\\/]node_modules[\\/]/.test(id), minShareCount: 3, priority: 1 },
];

/** The frame is loaded by the first script; the page names its files as well, so that the browser need not wait for that script to find them. */
const frameAhead: Plugin = {
  name: 'wuyou-frame-ahead',
  transformIndexHtml: {
    order: 'post',
    handler: (html, { bundle = {} }) => {
      const frame = Object.values(bundle).find((file) => file.type === 'chunk' && file.name === 'start');
      const files = frame?.type === 'chunk' ? [frame.fileName, ...frame.imports] : [];
      return files.filter((file) => !html.includes(file)).map((file) => ({ tag: 'link', attrs: { rel: 'modulepreload', crossorigin: true, href: `/console/${file}` }, injectTo: 'head' as const }));
    },
  },
};

export const consoleBuild = (): UserConfig => ({
  ...quiet,
  root: here('./console'),
  base: '/console/',
  plugins: [react(), frameAhead],
  build: { outDir: here('./dist/console'), emptyOutDir: true, manifest: true, sourcemap: false, chunkSizeWarningLimit: 1200, rolldownOptions: { output: { codeSplitting: { groups } } } },
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
