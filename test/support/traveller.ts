/** A browser without a screen: keeps cookies per host, follows redirects between Wuyou (in this process) and the identity provider (over the network), and sends forms. */
export type Stop = { url: URL; status: number; headers: Headers; text: string };

type Ask = (path: string, init: RequestInit) => Promise<Response>;

export class Traveller {
  private readonly cookies = new Map<string, Map<string, string>>();
  private readonly wuyou: string;
  private readonly ask: Ask;
  /** Every address that was visited, in order. */
  readonly visited: string[] = [];
  /** `wuyou`: the origin that `ask` answers for. */
  constructor(wuyou: string, ask: Ask) {
    this.wuyou = wuyou;
    this.ask = ask;
  }

  cookiesOf(origin: string): Map<string, string> {
    const known = this.cookies.get(origin) ?? new Map<string, string>();
    this.cookies.set(origin, known);
    return known;
  }

  /** One request, no redirect followed. */
  async once(address: string, init: RequestInit = {}): Promise<Stop> {
    const url = new URL(address, this.wuyou);
    const jar = this.cookiesOf(url.origin);
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const sent: RequestInit = { redirect: 'manual', ...init, headers: { accept: 'text/html', ...(init.method === undefined ? {} : { origin: url.origin }), host: url.host, ...(cookie === '' ? {} : { cookie }), ...(init.headers as Record<string, string> | undefined) } };
    this.visited.push(url.href);
    const response = await (url.origin === this.wuyou ? this.ask(url.pathname + url.search, sent) : fetch(url, sent));
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '' || /max-age=0|expires=Thu, 01 Jan 1970/i.test(line)) jar.delete(name);
      else jar.set(name, value);
    }
    return { url, status: response.status, headers: response.headers, text: await response.text() };
  }

  /** Follows redirects until a page; `until`: stops before an address that fits and returns the redirect to it. */
  async go(address: string, { init = {}, until }: { init?: RequestInit; until?: RegExp } = {}): Promise<Stop> {
    let stop = await this.once(address, init);
    for (let hops = 0; stop.status >= 300 && stop.status < 400; hops += 1) {
      if (hops > 20) throw new Error(`Redirects without end: ${this.visited.slice(-5).join(' ')}`);
      const next = new URL(stop.headers.get('location') ?? '', stop.url);
      if (until?.test(next.href) === true) return stop;
      stop = await this.once(next.href);
    }
    return stop;
  }

  async submit(page: Stop, fields: Record<string, string>, options: { until?: RegExp } = {}): Promise<Stop> {
    const action = /<form[^>]*action="([^"]+)"/.exec(page.text)?.[1] ?? page.url.href;
    const hidden = [...page.text.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, name = '', value = '']): [string, string] => [name, value]);
    return this.go(new URL(action, page.url).href, { init: { method: 'POST', body: new URLSearchParams([...hidden, ...Object.entries(fields)]), headers: { 'content-type': 'application/x-www-form-urlencoded' } }, ...options });
  }
}
