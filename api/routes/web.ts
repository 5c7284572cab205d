/** The files of the faces: the console's application, the phone pages' style and scripts. Nothing here is personal. */
import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import type { Context } from 'hono';
import { latestChange } from '../../db/changes.js';
import { authorise } from '../auth.js';
import { principalOf } from '../env.js';
import type { Database, Env } from '../env.js';
import { Problem } from '../problem.js';
import { router } from '../router.js';
import { signInFirst } from '../sign-in-first.js';

const web = new URL('../../web/', import.meta.url);
const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8', '.svg': 'image/svg+xml', '.png': 'image/png', '.woff2': 'font/woff2', '.json': 'application/json',
};
/** Scripts and connections to ourselves alone: whatever a library may want to load from elsewhere stays unloaded. Mantine sets styles inline. */
const consolePolicy = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; media-src 'self' blob:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

async function sendFile(c: Context<Env>, path: string, cache: string): Promise<Response> {
  // Only names that a build makes: no dots that climb, no encoded tricks.
  if (!/^[\w-]+(\/[\w.-]+)*\.[a-z0-9]+$/i.test(path) || path.includes('..')) throw missing();
  const headers = { 'content-type': types[extname(path)] ?? 'application/octet-stream', 'cache-control': cache, vary: 'Accept-Encoding' };
  for (const [encoding, ending] of compressed) {
    const content = accepts(c.req.header('accept-encoding') ?? '', encoding) ? await readFile(new URL(path + ending, web)).catch(() => null) : null;
    if (content !== null) return c.body(content, 200, { ...headers, 'content-encoding': encoding });
  }
  const content = await readFile(new URL(path, web)).catch(() => {
    throw missing();
  });
  return c.body(content, 200, headers);
}
/** Made by the build (platform/precompress.ts), smallest first; a file too small to win has none. */
const compressed = [['br', '.br'], ['gzip', '.gz']] as const;
const accepts = (header: string, encoding: string): boolean =>
  header.split(',').some((part) => {
    const [name, ...parameters] = part.split(';').map((text) => text.trim().toLowerCase());
    return name === encoding && !parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter));
  });
const missing = (): Problem => new Problem('not-found', 'There is no such file; `npm run build:web` makes the pages.');
const forever = 'public, max-age=31536000, immutable';

/** Empty in the built page. */
const changesMark = '<meta name="wuyou-changes" content="';

export function webRoutes({ sql }: { sql: Database }) {
  const app = router();
  // Browsers ask for the second by themselves.
  for (const path of ['/favicon.svg', '/favicon.ico']) app.get(path, (c) => sendFile(c, 'phone/favicon.svg', 'public, max-age=86400'));
  app.get('/phone.css', (c) => sendFile(c, 'phone/phone.css', 'public, max-age=300'));
  app.get('/islands/:file', (c) => sendFile(c, `dist/islands/${c.req.param('file')}`, 'public, max-age=300'));
  app.get('/console/assets/:file', (c) => sendFile(c, `dist/console/assets/${c.req.param('file')}`, forever));
  // Where the page's stream of changes begins: read before anything that the page asks for, so that no change falls between an answer and the stream.
  const page = async (c: Context<Env>): Promise<Response> => {
    const [html, latest] = await Promise.all([readFile(new URL('dist/console/index.html', web), 'utf8').catch(() => { throw missing(); }), latestChange(sql, principalOf(c).hospitalId)]);
    c.header('content-security-policy', consolePolicy);
    c.header('cache-control', 'no-cache');
    return c.html(html.replace(changesMark, `${changesMark}${latest}`));
  };
  app.get('/console', (c) => c.redirect('/console/', 308));
  app.get('/console/account', signInFirst, authorise('own-account:act'), page);
  app.get('/console/*', signInFirst, authorise('episode:read'), page);
  return app;
}
