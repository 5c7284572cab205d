/** A phone without script: cookies, forms as they stand in the page, redirects followed by hand. */
import type { TestApi } from './api.js';

export type Page = { status: number; path: string; html: string };
export type Phone = {
  get(path: string): Promise<Page>;
  /** Sends the form of the current page with this action (or its only one) as it stands, with these fields filled in. Follows the redirect. */
  send(fields: Record<string, string | string[]>, action?: string): Promise<Page>;
  /** The same post again, byte by byte: a double tap. */
  again(): Promise<Page>;
  /** A post that no page of ours made. */
  forge(path: string, fields: Record<string, string>, headers?: Record<string, string>): Promise<Page>;
  page(): Page;
  cookie(): string;
};

const unescape = (text: string): string => text.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
export const textOf = (html: string): string => unescape(html.replace(/<style[\s\S]*?<\/style>/g, '').replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' '));

type Form = { action: string; hidden: [string, string][] };
function formsOf(html: string): Form[] {
  return [...html.matchAll(/<form[^>]*action="([^"]*)"[^>]*>([\s\S]*?)<\/form>/g)].map(([, action = '', body = '']) => ({
    action: unescape(action),
    hidden: [...body.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)].map(([, name = '', value = '']): [string, string] => [name, unescape(value)]),
  }));
}

export function phone(api: Pick<TestApi, 'request'>, origin = 'https://care.test'): Phone {
  const jar = new Map<string, string>();
  let now: Page = { status: 0, path: '', html: '' };
  let last: { path: string; body: string } | null = null;

  async function ask(method: string, path: string, body: string | null, headers: Record<string, string>): Promise<Page> {
    const response = await api.request(path, {
      method, redirect: 'manual',
      headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; '), ...(body === null ? {} : { 'content-type': 'application/x-www-form-urlencoded' }), ...headers },
      ...(body === null ? {} : { body }),
    });
    for (const set of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      if (value === '' || /max-age=0/i.test(set)) jar.delete(name);
      else jar.set(name, value);
    }
    const to = response.headers.get('location');
    if (to !== null && response.status >= 300 && response.status < 400) return ask('GET', to, null, {});
    now = { status: response.status, path, html: await response.text() };
    return now;
  }
  const post = (path: string, body: string, headers: Record<string, string> = { origin, host: 'care.test' }) => {
    last = { path, body };
    return ask('POST', path, body, headers);
  };
  return {
    get: (path) => ask('GET', path, null, {}),
    send(fields, action) {
      const forms = formsOf(now.html).filter((form) => (action === undefined ? form.action !== '/p/view' && form.action !== '/p/out' : form.action === action));
      const [form] = forms;
      if (!form) throw new Error(`No form ${action ?? ''} on ${now.path} (${now.status}): ${textOf(now.html).slice(0, 400)}`);
      const body = new URLSearchParams(form.hidden);
      for (const [name, value] of Object.entries(fields)) for (const one of [value].flat()) body.append(name, one);
      return post(form.action, body.toString());
    },
    again() {
      if (!last) throw new Error('Nothing was sent');
      return post(last.path, last.body);
    },
    forge: (path, fields, headers = {}) => post(path, new URLSearchParams(fields).toString(), headers),
    page: () => now,
    cookie: () => [...jar].map(([name, value]) => `${name}=${value}`).join('; '),
  };
}

/** From the question on this page to the page that shows all answers: healthy ones, but for questions whose page holds these words. */
export async function fillIn(her: Phone, differs: Record<string, string> = {}): Promise<void> {
  for (let turn = 0; turn < 40 && !her.page().path.endsWith('/check'); turn += 1) {
    const { path, html } = her.page();
    const said = Object.entries(differs).find(([text]) => textOf(html).includes(text))?.[1];
    const options = [...html.matchAll(/name="answer" value="([^"]+)"/g)].map(([, value]) => value ?? '');
    if (path.includes('/emergency/')) await her.get(/class="button second" href="(\/p\/f\/[^"]+)"/.exec(html)?.[1] ?? '');
    else if (html.includes('type="file"')) await her.send({}, `${path}/skip`);
    else if (said !== undefined) await her.send({ answer: said }, path);
    else if (options.length > 0) await her.send({ answer: options.includes('no') ? 'no' : (options.find((option) => option === 'none') ?? options[0] ?? '') }, path);
    else await her.send({ answer: textOf(html).includes('体温') ? '36.8' : '0' }, path);
  }
}
