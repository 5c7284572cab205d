/** Sign-in by the hospital's identity provider: there, back, and out. Whoever is proved gets a session like any other (ADR 0055). */
import type { Context } from 'hono';
import { staffHospital } from '../../db/hospitals.js';
import { atTheDoor, inHospital } from '../../db/hospitals-apart.js';
import { signInByIdentity } from '../../db/identities.js';
import { newSecret } from '../../db/secrets.js';
import { keepAttempt, takeAttempt } from '../../db/sign-in-attempts.js';
import { logSignIn } from '../../db/sign-in-log.js';
import { deviceOf } from '../../identity/device.js';
import { openIdProvider } from '../../identity/openid.js';
import { ProofRefused } from '../../identity/provider.js';
import { ownPath, type BrowserSessions } from '../browser-session.js';
import type { ApiDeps } from '../deps.js';
import type { Env } from '../env.js';
import { Problem } from '../problem.js';
import { router } from '../router.js';
import { providerProblem, type ProviderRefusal } from '../sign-in-refusals.js';

type Deps = Pick<ApiDeps, 'sql' | 'publicUrl' | 'providers' | 'now' | 'log'>;
/** Browsers say where a navigation began (Fetch Metadata): what another site begins is not an act of whoever sits here. */
const begunElsewhere = (c: Context): boolean => ['cross-site', 'same-site'].includes(c.req.header('sec-fetch-site') ?? '');
const opensPage = (c: Context): boolean => (c.req.header('accept') ?? '').includes('text/html');
const signInPath = (parameters: Record<string, string>): string => `/sign-in?${new URLSearchParams(parameters).toString()}`;

/** A person reads the reason on the sign-in page, without code and state in the address; a program gets the problem. */
function refuse(c: Context<Env>, refused: ProviderRefusal, to = '/'): Response {
  if (!opensPage(c)) throw providerProblem(refused);
  return c.redirect(signInPath({ refused, to }), 303);
}

/** null: none is set up. */
function wayOf({ sql, publicUrl, providers: { oidc }, now }: Deps) {
  if (oidc === undefined) return null;
  const redirectUrl = oidc.redirectUrl ?? `${publicUrl}/sign-in/provider/back`;
  return {
    provider: openIdProvider({ ...oidc, redirectUrl }, now),
    /** Registered at the provider too: where it sends the browser after the sign-out there. */
    afterSignOut: `${new URL(redirectUrl).origin}/sign-in`,
    /** Whose staff the provider vouches for. Throws ProofRefused where nobody said so and there are several. */
    async hospitalId(): Promise<string> {
      const hospital = await atTheDoor(() => staffHospital(sql, oidc.hospitalId));
      if (hospital === null) throw new ProofRefused('provider-unavailable', 'no-hospital-see-OIDC_HOSPITAL_ID');
      return hospital.id;
    },
    /** null: there is no mapping. */
    rolesOf: (groups: readonly string[]): string[] | null => (oidc.groupRoles === null ? null : [...new Set(groups.flatMap((group) => oidc.groupRoles?.get(group) ?? []))]),
  };
}

export function providerSignIn(deps: Deps, sessions: BrowserSessions) {
  const { sql, log } = deps;
  const app = router();
  const set = wayOf(deps);
  const ready = () => {
    if (set === null) throw new Problem('not-found', 'No identity provider is set up here (OIDC_ISSUER and its neighbours, docs/deployment.md).');
    return set;
  };
  /** The reason of a refusal; what was thrown otherwise goes on. */
  function reasonOf(error: unknown): ProviderRefusal {
    if (!(error instanceof ProofRefused)) throw error;
    if (error.reason === 'provider-unavailable') log.error({ code: error.code }, 'the identity provider cannot be used');
    return error.reason;
  }

  app.get('/sign-in/provider', async (c) => {
    const way = ready();
    const to = ownPath(c.req.query('to'));
    if (begunElsewhere(c)) return c.redirect(signInPath({ to }), 303);
    const provesAnew = sessions.leftAs(c) !== null;
    try {
      const hospitalId = await way.hospitalId();
      const { url, errand } = await way.provider.begin({ provesAnew });
      const browser = newSecret();
      await inHospital(hospitalId, () => keepAttempt(sql, hospitalId, browser, { ...errand, returnTo: to, provesAnew }));
      sessions.errand.set(c, browser);
      return c.redirect(url, 303);
    } catch (error) {
      return refuse(c, reasonOf(error), to);
    }
  });

  async function comeBack(c: Context<Env>, hospitalId: string): Promise<Response> {
    const way = ready();
    const browser = sessions.errand.take(c);
    const attempt = browser === null ? null : await takeAttempt(sql, hospitalId, browser, c.req.query('state') ?? '');
    const strange = async (refused: ProviderRefusal) => {
      await logSignIn(sql, { hospitalId, accountId: null, by: 'provider', refused });
      return refuse(c, refused, attempt?.returnTo);
    };
    if (attempt === null) return strange('state-unknown');
    const proved = await way.provider.finish(new URL(c.req.url).search, attempt).catch(reasonOf);
    if (typeof proved === 'string') return strange(proved);
    const outcome = await signInByIdentity(sql, hospitalId, proved, way.rolesOf(proved.groups), deviceOf(c.req.header('user-agent')));
    if ('refused' in outcome) return refuse(c, outcome.refused, attempt.returnTo);
    await sessions.begin(c, outcome.token, 'provider');
    return c.redirect(attempt.returnTo, 303);
  }
  app.get('/sign-in/provider/back', async (c) => {
    const hospitalId = await ready().hospitalId().catch((error: unknown) => ({ refused: reasonOf(error) }));
    return typeof hospitalId === 'string' ? inHospital(hospitalId, () => comeBack(c, hospitalId)) : refuse(c, hospitalId.refused);
  });

  app.get('/sign-in/provider/out', async (c) => {
    const way = ready();
    if (sessions.leftAs(c) !== 'provider') return c.redirect('/sign-in', 303);
    // Before the browser leaves: should the provider be down, the next sign-in here is still proved anew.
    sessions.leaveToProve(c);
    const url = await way.provider.signOutUrl(way.afterSignOut).catch((error: unknown) => (reasonOf(error), null));
    return c.redirect(url ?? '/sign-in', 303);
  });
  return app;
}
