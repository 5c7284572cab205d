/**
 * The way in from the internet (前置机, ADR 0053): every method and path that the edge forwards, written as the API's own router
 * writes it. Whatever is not here does not exist outside the hospital. `npx vitest run --project api api/edge/routes` holds this
 * table against the API's real routes: a new open route without a row fails.
 */

/** What the request may carry: nothing, a form of the patient's page, one file, a provider's notice. */
export type EdgeBody = 'none' | 'form' | 'file' | 'notice';
export type EdgeRoute = { method: 'GET' | 'POST'; path: string; body: EdgeBody };

const get = (...paths: string[]): EdgeRoute[] => paths.map((path) => ({ method: 'GET', path, body: 'none' }));
const post = (body: EdgeBody, ...paths: string[]): EdgeRoute[] => paths.map((path) => ({ method: 'POST', path, body }));

export const edgeRoutes: readonly EdgeRoute[] = [
  // The patient's pages. The last of them answers whatever else is under /p/ with a page in her words.
  ...get('/p', '/p/', '/p/l/:token', '/p/:rest{.+}'),
  ...post(
    'form',
    '/p/', '/p/l/:token', '/p/l/:token/not-me', '/p/verify', '/p/verify/not-me', '/p/view', '/p/out', '/p/ask', '/p/ask/:id{[0-9a-f-]{36}}', '/p/consents/:name', '/p/f/:ref/:n{[0-9]+}', '/p/f/:ref/:n{[0-9]+}/skip', '/p/f/:ref/send',
    '/p/learn/:ref/tick', '/p/reading/:kind', '/p/visits/:ref', '/p/visits/:ref/rate', '/p/wishes/away', '/p/wishes/away/remove', '/p/wishes/quiet',
  ),
  ...post('file', '/p/upload', '/p/f/:ref/:n{[0-9]+}/upload'),
  // What those pages are made of; nothing personal.
  ...get('/phone.css', '/islands/:file', '/favicon.svg', '/favicon.ico'),
  // The page that stands for a call in a training hospital; it holds nothing.
  ...get('/training-call'),
  // Providers. WeChat asks by GET whether the address is ours.
  ...get('/webhooks/wechat'),
  ...post('notice', '/webhooks/wechat', '/webhooks/wechat-pay', '/webhooks/twilio/:kind{status|inbound}', '/webhooks/aliyun/:kind{report|up}/:secret'),
];

/**
 * The rest of what asks for no permission before its handler runs, by first segment: the staff's pages, signing in, the document of the API, and what an orchestrator asks.
 * It stays inside the hospital; staff come to it over the hospital's own network or its VPN, nurses on the road too (ADR 0053).
 */
export const insideFamilies: readonly string[] = ['', 'console', 'docs', 'healthz', 'inbox', 'metrics', 'nurse', 'openapi.json', 'readyz', 'session', 'sign-in'];
