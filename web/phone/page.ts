/** Sends a page made of views: its policy, never cached, because it is somebody's own. */
import type { Context } from 'hono';
import type { HtmlEscapedString } from 'hono/utils/html';
import { phonePolicy } from './layout.js';

export function sendPage(c: Context, page: HtmlEscapedString | Promise<HtmlEscapedString>, status: 200 | 400 | 401 | 403 | 404 | 409 | 410 | 422 | 429 | 503 = 200): Response | Promise<Response> {
  c.header('content-security-policy', phonePolicy);
  c.header('cache-control', 'no-store');
  // Not `no-referrer`: with it browsers post `Origin: null`, which no check of the sender's page can tell from a stranger's.
  c.header('referrer-policy', 'same-origin');
  const html = Promise.resolve(page).then((body) => c.html(`<!doctype html>${body.toString()}`, status));
  return html;
}
