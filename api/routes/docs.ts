/** The OpenAPI document and a docs page that works offline: one script from our own disk, nothing from outside (CSP enforces it). */
import { readFile } from 'node:fs/promises';
import { html } from 'hono/html';
import type { OpenAPIHono } from '@hono/zod-openapi';
import { authorise } from '../auth.js';
import type { Env } from '../env.js';
import { openApiDocument } from '../open-api.js';
import { Problem, problems } from '../problem.js';

const csp = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";
const viewerFiles = ['../../docs-ui/standalone.js', '../../node_modules/@scalar/api-reference/dist/browser/standalone.js'];

/** A file of its own, so that the page needs no script inside itself. */
const startScript =
  "Scalar.createApiReference('#app', { url: '/openapi.json', withDefaultFonts: false, telemetry: false, hideClientButton: true, showDeveloperTools: 'never', agent: { disabled: true }, authentication: { preferredSecurityScheme: 'apiKey' }, proxyUrl: '' });";

async function viewerScript(): Promise<string> {
  for (const file of viewerFiles) {
    try {
      return await readFile(new URL(file, import.meta.url), 'utf8');
    } catch {
      continue;
    }
  }
  throw new Problem('not-found', 'The docs viewer is not installed; run `npm ci`, or read /openapi.json.');
}

export function mountDocs(app: OpenAPIHono<Env>): void {
  const read = authorise('docs:read');
  app.openAPIRegistry.registerComponent('securitySchemes', 'apiKey', { type: 'http', scheme: 'bearer', description: 'API key: wy_...' });
  app.openAPIRegistry.registerComponent('securitySchemes', 'session', { type: 'apiKey', in: 'cookie', name: 'wuyou' });
  app.get('/openapi.json', read, (c) => c.json(openApiDocument(app)));
  app.get('/docs/viewer.js', read, async (c) => c.body(await viewerScript(), 200, { 'content-type': 'text/javascript; charset=utf-8', 'cache-control': 'private, max-age=86400' }));
  app.get('/docs/start.js', read, (c) => c.body(startScript, 200, { 'content-type': 'text/javascript; charset=utf-8' }));
  app.get('/docs', read, (c) => {
    c.header('content-security-policy', csp);
    return c.html(html`<!doctype html>
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <title>Wuyou API</title>
        </head>
        <body>
          <div id="app"></div>
          <script src="/docs/viewer.js"></script>
          <script src="/docs/start.js"></script>
        </body>
      </html>`);
  });
  app.get('/docs/errors', read, (c) => c.json(Object.entries(problems).map(([code, [status, title]]) => ({ code, status, title }))));
}
