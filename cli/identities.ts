/** Who of the identity provider is which account: list, link, unlink. */
import { parseArgs } from 'node:util';
import { connect, type Sql } from '../db/client.js';
import { chooseHospital } from '../db/hospitals.js';
import { identitiesOf, IdentityRefused, linkIdentity, unlinkIdentity, type LinkedIdentity } from '../db/identities.js';
import { PlainError, UsageError } from '../platform/plain-error.js';
import { settings } from '../settings.js';

export const summary = 'List, link and unlink identities of the hospital’s identity provider';
export const usage = `wuyou identities [list] [--hospital <id>]
wuyou identities link --login <login> --subject <subject> [--issuer <address>]
wuyou identities unlink --subject <subject> [--issuer <address>]

  --login    the account that the person signs in as; its roles stay as they are
  --subject  what the provider says in OIDC_SUBJECT_CLAIM (sub, a staff number); never an e-mail address or a name
  --issuer   the provider; absent: OIDC_ISSUER
  Unlinking ends what the person has open by way of the provider at once. Accounts made by OIDC_GROUP_ROLES are listed as "by groups".`;

const line = ({ login, displayName, subject, issuer, provisioned, active, lastUsedAt }: LinkedIdentity): string =>
  [login, displayName, subject, issuer, provisioned ? 'by groups' : 'linked', ...(active ? [] : ['account disabled']), lastUsedAt === null ? 'never used' : `used ${lastUsedAt}`].join('  ');

export async function identitiesCommand(sql: Sql, args: string[], { configuredIssuer, say }: { configuredIssuer: string | null; say: (line: string) => void }): Promise<void> {
  const text = { type: 'string' } as const;
  const { values, positionals: [what = 'list'] } = parseArgs({ args, options: { login: text, subject: text, issuer: text, hospital: text }, allowPositionals: true });
  const { id: hospitalId } = await chooseHospital(sql, values.hospital ?? null);
  if (what === 'list') return (await identitiesOf(sql, hospitalId)).map(line).forEach(say);
  if (what !== 'link' && what !== 'unlink') throw new UsageError(`${what} is none of list, link, unlink.`);
  const { login, subject, issuer = configuredIssuer } = values;
  if (!subject) throw new UsageError(`Say who: wuyou identities ${what} --subject <subject>.`);
  if (issuer === null) throw new UsageError('Which provider? Set OIDC_ISSUER, or give --issuer as the provider writes it.');
  if (what === 'unlink') return say(`Unlinked; ${await unlinkIdentity(sql, { hospitalId, issuer, subject })} open session(s) ended.`);
  if (!login) throw new UsageError('Say which account: wuyou identities link --login <login> --subject <subject>.');
  await linkIdentity(sql, { hospitalId, login, issuer, subject });
  say(`${subject} of ${issuer} signs in as ${login}.`);
}

export async function run(args: string[]): Promise<number> {
  const { databaseUrl, providers } = settings();
  const sql = connect(databaseUrl, { max: 2 });
  try {
    await identitiesCommand(sql, args, { configuredIssuer: providers.oidc?.issuer ?? null, say: (said) => process.stdout.write(`${said}\n`) });
    return 0;
  } catch (error) {
    throw error instanceof IdentityRefused ? new PlainError(error.message) : error;
  } finally {
    await sql.end({ timeout: 5 });
  }
}
