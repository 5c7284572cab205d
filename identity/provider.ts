/** The port to an identity provider: sent there, come back, and who it is. */

/** Why somebody who came back is not signed in; also the reason code of the audit log and of the answer. */
export type ProofRefusal =
  | 'provider-unavailable'
  | 'provider-refused'
  | 'code-refused'
  | 'nonce-mismatch'
  | 'issuer-mismatch'
  | 'audience-mismatch'
  | 'token-refused'
  | 'claim-missing'
  | 'not-proved-anew'
  | 'strength-missing';

export class ProofRefused extends Error {
  override readonly name = 'ProofRefused';
  readonly reason: ProofRefusal;
  /** For the log: an error code of the protocol or of the network, never what the provider wrote about a person. */
  readonly code: string;
  constructor(reason: ProofRefusal, code: string) {
    super(`The identity provider proved nobody: ${reason} (${code})`);
    this.reason = reason;
    this.code = code;
  }
}

/** What is kept while somebody is away; all three are secrets of that one way. */
export type Errand = { state: string; nonce: string; codeVerifier: string };
/** `name`, `groups`: null and empty where the provider says none, or where nobody asked. */
export type Identity = { issuer: string; subject: string; name: string | null; groups: string[] };

/** `provesAnew`: the provider must ask for the password again, however short ago it did. */
export type Began = Pick<Errand, 'nonce' | 'codeVerifier'> & { state: string; provesAnew: boolean; startedAtMs: number };

export type IdentityProvider = {
  /** Where to send the browser. Throws ProofRefused (provider-unavailable). */
  begin(options: { provesAnew: boolean }): Promise<{ url: string; errand: Errand }>;
  /** `query`: what the browser came back with, `?` included. Throws ProofRefused. */
  finish(query: string, began: Began): Promise<Identity>;
  /** Where the browser ends the provider's own session; null: it offers none. Throws ProofRefused (provider-unavailable). */
  signOutUrl(backTo: string): Promise<string | null>;
};
