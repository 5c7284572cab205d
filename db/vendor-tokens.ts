/** Access tokens of vendors, shared by all processes: one fetches at a time, under an advisory lock, the others get what it stored. */
import type { TokenStore, VendorToken } from '../channels/wechat/token.js';
import type { Crypt } from '../messages/crypt.js';
import type { Db, Sql } from './client.js';

async function stored(sql: Db, crypt: Crypt, provider: string): Promise<VendorToken | null> {
  const [row] = await sql<{ tokenEnc: Uint8Array; expiresAt: string }[]>`select token_enc, expires_at from vendor_token where provider = ${provider}`;
  return row ? { token: crypt.open(row.tokenEnc, `vendor_token/${provider}`), expiresAt: row.expiresAt } : null;
}

export const createTokenStore = (sql: Sql, crypt: Crypt): TokenStore => ({
  read: (provider) => stored(sql, crypt, provider),
  renew: (provider, stale, fetchToken) =>
    // The one place with I/O inside a transaction: the lock is what keeps the others from asking too, and the vendor's own deadline bounds it.
    sql.begin(async (tx): Promise<VendorToken> => {
      await tx`set local lock_timeout = '15s'`;
      await tx`select pg_advisory_xact_lock(hashtextextended(${provider}, 2))`;
      const found = await stored(tx, crypt, provider);
      if (found && found.token !== stale) return found;
      const fresh = await fetchToken();
      await tx`insert into vendor_token (provider, token_enc, expires_at) values (${provider}, ${crypt.seal(fresh.token, `vendor_token/${provider}`)}, ${fresh.expiresAt})
        on conflict (provider) do update set token_enc = excluded.token_enc, expires_at = excluded.expires_at`;
      return fresh;
    }),
});
