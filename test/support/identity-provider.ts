/** A real OpenID provider on a free port: a login page, people with groups, and hooks for what a real one must never do. Its time is that of the machine. */
import { createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { Provider, type KoaContextWithOIDC } from 'oidc-provider';

export const client = { id: 'wuyou', secret: 'a secret of the test that is long enough' } as const;

/** `strength`: what the provider asked for at this person's sign-in, in the words of OpenID Connect. */
export type Person = { name?: string; groups?: string[]; strength?: { acr?: string; amr?: string[] } };
type Claims = Record<string, unknown>;
export type TestProvider = {
  issuer: string;
  /** Subject -> what the provider says of them. Whoever types a subject as login is that person. */
  people: Map<string, Person>;
  /** Registers Wuyou; before it the provider answers nothing. */
  open(redirectUrl: string, afterSignOut: string): void;
  /** Signs changed claims with the provider's own key; null: as they are. `key`: with another one. */
  forge: { change: ((claims: Claims) => Claims) | null; key: KeyObject | null };
  /** A code that was handed out a while ago: the provider's own record of it is aged, no clock is moved. */
  ageCode(code: string): Promise<void>;
  /** 'ill': answers 503 everywhere. */
  health: 'well' | 'ill';
  close(): Promise<void>;
};

const loginPage = (action: string): string => `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>统一身份认证</title>
  <main><h1>统一身份认证 Identity provider</h1><form method="post" action="${action}"><label>工号 Staff number <input name="login" required></label><button>登录 Log in</button></form></main></html>`;

const leavePage = (form: string): string => `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>退出</title><main><h1>退出？ Sign out?</h1>${form}<button form="op.logoutForm" name="logout" value="yes">退出 Yes, sign out</button></main></html>`;

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
function signAnew(token: string, change: (claims: Claims) => Claims, key: KeyObject): string {
  const [header = '', payload = ''] = token.split('.');
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Claims;
  const body = `${header}.${part(change(claims))}`;
  return `${body}.${createSign('RSA-SHA256').update(body).sign(key, 'base64url')}`;
}
export const anotherKey = (): KeyObject => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;

export async function startIdentityProvider(): Promise<TestProvider> {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  let serve: ((request: IncomingMessage, response: ServerResponse) => void) | null = null;
  let ageCode: TestProvider['ageCode'] = () => Promise.reject(new Error('The provider is not open yet'));
  const server = createServer((request, response) => {
    if (serve !== null && self.health === 'well') return serve(request, response);
    response.writeHead(503).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  function open(redirectUrl: string, afterSignOut: string): void {
    const provider = new Provider(issuer, {
      clients: [{ client_id: client.id, client_secret: client.secret, redirect_uris: [redirectUrl], post_logout_redirect_uris: [afterSignOut] }],
      jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), kid: 'test', use: 'sig', alg: 'RS256' }] },
      cookies: { keys: ['a key of the test'] },
      claims: { openid: ['sub', 'acr', 'amr'], profile: ['name', 'groups'] },
      acrValues: ['urn:test:two-factors', 'urn:test:password'],
      features: {
        devInteractions: { enabled: false },
        // Its own asks elsewhere for letters.
        rpInitiatedLogout: { enabled: true, logoutSource: (ctx, form) => void (ctx.body = leavePage(form)) },
      },
      ttl: { Interaction: 600, Grant: 600, Session: 600, AccessToken: 600, IdToken: 600 },
      interactions: { url: (_, { uid }) => `/login/${uid}` },
      findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, name: self.people.get(id)?.name, groups: self.people.get(id)?.groups }) }),
      // Consent is given by the hospital for its staff.
      async loadExistingGrant(ctx) {
        const grant = new ctx.oidc.provider.Grant({ clientId: ctx.oidc.client?.clientId ?? '', accountId: ctx.oidc.session?.accountId ?? '' });
        grant.addOIDCScope('openid profile');
        await grant.save();
        return grant;
      },
    });
    provider.use(async (ctx: KoaContextWithOIDC, next) => {
      await next();
      const { change, key } = self.forge;
      const body = ctx.body as { id_token?: string } | undefined;
      if (ctx.path === '/token' && body?.id_token !== undefined && (change ?? key) !== null) ctx.body = { ...body, id_token: signAnew(body.id_token, change ?? ((claims) => claims), key ?? privateKey) };
    });
    ageCode = async (code) => {
      const { adapter } = provider.AuthorizationCode;
      const stored = await adapter.find(code);
      if (!stored) throw new Error('The provider handed out no such code');
      await adapter.upsert(code, { ...stored, exp: 1 }, 60);
    };
    const answer = provider.callback();
    serve = (request, response) => {
      const path = request.url ?? '';
      if (!path.startsWith('/login/')) return void answer(request, response);
      if (request.method === 'GET') return void response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(loginPage(path));
      void text(request).then((form) => provider.interactionFinished(request, response, { login: { accountId: new URLSearchParams(form).get('login') ?? '', ...self.people.get(new URLSearchParams(form).get('login') ?? '')?.strength } }));
    };
  }

  const self: TestProvider = {
    issuer, open, people: new Map(), forge: { change: null, key: null }, health: 'well',
    ageCode: (code) => ageCode(code),
    close: () => new Promise((resolve) => { server.closeAllConnections(); server.close(() => resolve()); }),
  };
  return self;
}
