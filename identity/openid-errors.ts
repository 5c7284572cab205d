/** What the library throws, as one of our reasons. Of its words and causes nothing is kept: they hold claims about a person. */
import { AuthorizationResponseError, ClientError, ResponseBodyError, WWWAuthenticateChallengeError } from 'openid-client';
import { ProofRefused, type ProofRefusal } from './provider.js';

/** Protocol errors of the token endpoint that are the browser's fault; every other is ours or the provider's. */
const staleGrant = 'invalid_grant';
const ofClaim: Readonly<Record<string, ProofRefusal>> = { nonce: 'nonce-mismatch', iss: 'issuer-mismatch', aud: 'audience-mismatch', azp: 'audience-mismatch' };
/** The answer as a whole was none: the provider is ill, or something else answers in its place. */
const noAnswer: ReadonlySet<string> = new Set(['OAUTH_TIMEOUT', 'OAUTH_ABORT', 'OAUTH_RESPONSE_IS_NOT_CONFORM', 'OAUTH_RESPONSE_IS_NOT_JSON', 'OAUTH_PARSE_ERROR']);

const inside = (value: unknown, name: string): unknown => (typeof value === 'object' && value !== null && name in value ? Reflect.get(value, name) : undefined);
/** A short word of the protocol; anything longer was written by somebody. */
const word = (value: unknown): string => (typeof value === 'string' && /^[\w-]{1,60}$/.test(value) ? value : 'unknown');

export function refusalOf(error: unknown): ProofRefused {
  if (error instanceof ProofRefused) return error;
  if (error instanceof AuthorizationResponseError) return new ProofRefused('provider-refused', word(error.error));
  if (error instanceof ResponseBodyError) return new ProofRefused(error.error === staleGrant ? 'code-refused' : 'provider-unavailable', word(error.error));
  if (error instanceof WWWAuthenticateChallengeError) return new ProofRefused('provider-unavailable', `http-${error.status}`);
  const code = word(inside(error, 'code'));
  if (error instanceof ClientError) {
    if (noAnswer.has(code)) return new ProofRefused('provider-unavailable', code);
    const claim = word(inside(inside(error.cause, 'cause'), 'claim'));
    const aboutIssuer = /"iss"/.test(error.cause instanceof Error ? error.cause.message : '');
    return new ProofRefused(ofClaim[claim] ?? (aboutIssuer ? 'issuer-mismatch' : 'token-refused'), claim === 'unknown' ? code : `${code}-${claim}`);
  }
  // `fetch failed`: the reason of the network lies one below.
  return new ProofRefused('provider-unavailable', word(inside(inside(error, 'cause'), 'code')));
}
