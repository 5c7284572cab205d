/** Which database server is believed to be one. */

/** Of the driver, as of libpq: encrypted, or perhaps encrypted, to whoever answers. */
const unproven = ['allow', 'prefer', 'require'];

/** One sentence for whoever set it up; null: the certificate is looked at, or nothing is encrypted, as in one machine or one closed network (docs/security.md, V12.3.1). */
export function unprovenServer(url: string): string | null {
  const given = new URL(url).searchParams;
  const mode = given.get('sslrootcert') === 'system' ? 'verify-full' : (given.get('sslmode') ?? given.get('ssl'));
  return mode !== null && unproven.includes(mode)
    ? `DATABASE_URL says sslmode=${mode}, which takes any certificate: whoever answers in the database's place gets its password and all data. Say sslmode=verify-full; a CA of the hospital's own goes into NODE_EXTRA_CA_CERTS.`
    : null;
}
