/** OpenID Connect: authorization code flow with PKCE, state and nonce. The ID token's signature is checked although it comes over TLS. */
import {
  allowInsecureRequests, authorizationCodeGrant, buildAuthorizationUrl, buildEndSessionUrl, calculatePKCECodeChallenge, ClientSecretBasic, ClientSecretPost, Configuration,
  discovery, enableNonRepudiationChecks, fetchUserInfo, randomNonce, randomPKCECodeVerifier, randomState,
} from 'openid-client';
import { refusalOf } from './openid-errors.js';
import { ProofRefused, type Began, type Identity, type IdentityProvider } from './provider.js';

export type OpenIdSettings = {
  /** As the provider writes it into its tokens; discovery begins here. */
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** Registered at the provider, character by character. */
  redirectUrl: string;
  scope: string;
  /** The claim that names the person and never names another one. */
  subjectClaim: string;
  /** null: groups are not asked for. */
  groupsClaim: string | null;
  /** How strongly the provider must have proved the person, in its own words: one of these in the signed token's `acr`, one in its `amr`. Empty: however it does. */
  requiredAcr: readonly string[];
  requiredAmr: readonly string[];
};

/** Conventions (C): somebody waits in front of the page; metadata change with the provider's version, and its keys are looked up by themselves. */
const patienceSeconds = 5;
const keepMetadataMs = 10 * 60_000;
/** Two clocks may be so far apart (C); the library allows the same for the times in a token. */
const clockSkewMs = 30_000;

type Claims = Readonly<Record<string, unknown>>;

export function openIdProvider(settings: OpenIdSettings, now: () => number = Date.now): IdentityProvider {
  let known: { configuration: Configuration; untilMs: number } | null = null;

  async function discovered(): Promise<Configuration> {
    if (known !== null && known.untilMs > now()) return known.configuration;
    const plain = settings.issuer.startsWith('http:');
    const configured = { timeout: patienceSeconds, ...(plain ? { execute: [allowInsecureRequests] } : {}) };
    const found = await discovery(new URL(settings.issuer), settings.clientId, settings.clientSecret, undefined, configured).catch((error: unknown) => {
      throw new ProofRefused('provider-unavailable', refusalOf(error).code);
    });
    const metadata = found.serverMetadata();
    // Basic is what every provider has to understand; some take the secret in the form alone, and say so.
    const methods = metadata.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
    const authentication = methods.includes('client_secret_basic') ? ClientSecretBasic(settings.clientSecret) : ClientSecretPost(settings.clientSecret);
    const configuration = new Configuration(metadata, settings.clientId, undefined, authentication);
    configuration.timeout = patienceSeconds;
    if (plain) allowInsecureRequests(configuration);
    enableNonRepudiationChecks(configuration);
    known = { configuration, untilMs: now() + keepMetadataMs };
    return configuration;
  }

  /** From the ID token, and from the userinfo endpoint where it does not say everything that is needed. */
  async function claimsOf(configuration: Configuration, query: string, began: Began): Promise<Claims> {
    const back = new URL(settings.redirectUrl);
    back.search = query;
    const tokens = await authorizationCodeGrant(configuration, back, { expectedState: began.state, expectedNonce: began.nonce, pkceCodeVerifier: began.codeVerifier, idTokenExpected: true });
    const claims = tokens.claims();
    if (claims === undefined) throw new ProofRefused('token-refused', 'no-id-token');
    demandStrength(claims, settings);
    const needed = [settings.subjectClaim, ...(settings.groupsClaim === null ? [] : [settings.groupsClaim, 'name'])];
    if (needed.every((name) => name in claims) || configuration.serverMetadata().userinfo_endpoint === undefined) return claims;
    return { ...(await fetchUserInfo(configuration, tokens.access_token, claims.sub)), ...claims };
  }

  return {
    async begin({ provesAnew }) {
      const configuration = await discovered();
      const errand = { state: randomState(), nonce: randomNonce(), codeVerifier: randomPKCECodeVerifier() };
      const url = buildAuthorizationUrl(configuration, {
        redirect_uri: settings.redirectUrl, scope: settings.scope, state: errand.state, nonce: errand.nonce,
        code_challenge: await calculatePKCECodeChallenge(errand.codeVerifier), code_challenge_method: 'S256',
        ...(settings.requiredAcr.length > 0 ? { acr_values: settings.requiredAcr.join(' ') } : {}), ...(provesAnew ? { prompt: 'login', max_age: '0' } : {}),
      });
      return { url: url.href, errand };
    },

    async finish(query, began) {
      const configuration = await discovered();
      const claims = await claimsOf(configuration, query, began).catch((error: unknown) => {
        throw refusalOf(error);
      });
      // Whoever sits here can strike `prompt` from the address; the time in the signed token is the proof.
      const provedAtMs = typeof claims['auth_time'] === 'number' ? claims['auth_time'] * 1000 : 0;
      if (began.provesAnew && provedAtMs < began.startedAtMs - clockSkewMs) throw new ProofRefused('not-proved-anew', 'auth_time');
      return identityIn(claims, settings);
    },

    async signOutUrl(backTo) {
      const configuration = await discovered();
      // Without the ID token as a hint: it would stand in an address, with what it says of the person.
      return configuration.serverMetadata().end_session_endpoint === undefined ? null : buildEndSessionUrl(configuration, { post_logout_redirect_uri: backTo }).href;
    },
  };
}

/** Whoever sits here can strike `acr_values` from the address; what the signed token says is the proof, and a token that says nothing is none. */
function demandStrength(claims: Claims, { requiredAcr, requiredAmr }: OpenIdSettings): void {
  for (const [claim, wanted] of [['acr', requiredAcr], ['amr', requiredAmr]] as const) {
    if (wanted.length > 0 && ![claims[claim]].flat().some((said) => typeof said === 'string' && wanted.includes(said))) throw new ProofRefused('strength-missing', claim);
  }
}

function identityIn(claims: Claims, { issuer, subjectClaim, groupsClaim }: OpenIdSettings): Identity {
  const named = claims[subjectClaim];
  const subject = typeof named === 'number' && Number.isSafeInteger(named) ? String(named) : named;
  if (typeof subject !== 'string' || subject === '' || subject.length > 255) throw new ProofRefused('claim-missing', subjectClaim);
  const groups = groupsClaim === null ? [] : [claims[groupsClaim]].flat().filter((group) => typeof group === 'string');
  const name = claims['name'];
  return { issuer, subject, name: typeof name === 'string' && name.trim() !== '' ? name.trim().slice(0, 100) : null, groups };
}
