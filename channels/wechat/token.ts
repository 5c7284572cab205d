/**
 * Access tokens of WeChat and WeCom: fetched by one caller at a time across all processes, kept until shortly before they expire.
 * The store is a port: table `vendor_token` with an advisory lock in the product, memory in tests.
 */
import type { SendResult } from '../channel.js';
import { type CodeTable, applyCode } from '../code-table.js';

export type VendorToken = { token: string; expiresAt: string };

export interface TokenStore {
  read(provider: string): Promise<VendorToken | null>;
  /**
   * Runs `fetchToken` while holding the provider's lock and stores what it answers; a caller that had to wait gets what the first one
   * stored instead, unless that is the `stale` token which the vendor refused. What `fetchToken` throws is passed on, nothing is stored.
   */
  renew(provider: string, stale: string | null, fetchToken: () => Promise<VendorToken>): Promise<VendorToken>;
}

/** The vendor refused to give a token. */
export class TokenRefused extends Error {
  override readonly name = 'TokenRefused';
  readonly errcode: string;
  constructor(provider: string, errcode: string) {
    super(`${provider} refused an access token (${errcode}): check the app id, the secret and the address white list`);
    this.errcode = errcode;
  }
}

export type AccessTokens = {
  current(): Promise<string>;
  /** The vendor said that this token is not good (any more): the next `current` renews it. */
  refused(token: string): void;
};

/** Old and new token overlap for 5 minutes at WeChat. */
const renewBeforeExpiryMs = 5 * 60_000;

export type TokenOptions = { provider: string; store: TokenStore; fetchToken: () => Promise<VendorToken>; now?: () => number };

export function createAccessTokens({ provider, store, fetchToken, now = Date.now }: TokenOptions): AccessTokens {
  let underway: Promise<string> | null = null;
  let stale: string | null = null;

  async function find(): Promise<string> {
    const stored = await store.read(provider);
    if (stored && stored.token !== stale && isFresh(stored, now())) return stored.token;
    const expired = stored && !isFresh(stored, now()) ? stored.token : stale;
    return (await store.renew(provider, expired, fetchToken)).token;
  }

  return {
    current: () => {
      underway ??= find().finally(() => (underway = null));
      return underway;
    },
    refused: (token) => void (stale = token),
  };
}

const isFresh = ({ expiresAt }: VendorToken, now: number): boolean => Date.parse(expiresAt) - renewBeforeExpiryMs > now;

/** How long to leave a vendor alone that gives no token. */
const withoutTokenMs = 30_000;

/** Without a token nothing was posted, so every failure to get one is definite. */
export async function tokenOrResult(tokens: AccessTokens, vendor: string, codes: CodeTable): Promise<string | SendResult> {
  try {
    return await tokens.current();
  } catch (error) {
    const effect = error instanceof TokenRefused ? codes[error.errcode] : undefined;
    if (error instanceof TokenRefused && effect && effect.then !== 'ambiguous') return applyCode(vendor, error.errcode, effect);
    return { outcome: 'throttled', retryAfterMs: withoutTokenMs };
  }
}

/** For tests and the command line: one process, no lock needed beyond the promise. */
export function createMemoryTokenStore(): TokenStore {
  const kept = new Map<string, VendorToken>();
  const underway = new Map<string, Promise<VendorToken>>();
  return {
    read: async (provider) => kept.get(provider) ?? null,
    renew: (provider, stale, fetchToken) => {
      const waiting = underway.get(provider);
      if (waiting) return waiting;
      const stored = kept.get(provider);
      if (stored && stored.token !== stale) return Promise.resolve(stored);
      const fetching = fetchToken()
        .then((token) => {
          kept.set(provider, token);
          return token;
        })
        .finally(() => underway.delete(provider));
      underway.set(provider, fetching);
      return fetching;
    },
  };
}
