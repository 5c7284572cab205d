/** A staff account with a generated password and API key. */
import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { type Role, roles as knownRoles } from '../api/permissions.js';
import { createAccount } from '../db/accounts.js';
import { createApiKey } from '../db/api-keys.js';
import { connect, type Sql } from '../db/client.js';
import { chooseHospital } from '../db/hospitals.js';
import { PlainError, UsageError } from '../platform/plain-error.js';
import { settings } from '../settings.js';

export const summary = 'Add a staff account to a hospital';
export const usage = `wuyou account --login <login> --name <name> --roles <role,...> [--hospital <id>]

  Roles: ${knownRoles.join(', ')}
  Prints the password and the API key, once.`;

export async function newAccount(sql: Sql, account: { hospitalId: string; login: string; displayName: string; roles: Role[] }): Promise<{ password: string; apiKey: string }> {
  const { hospitalId, login } = account;
  const [known] = await sql`select 1 from account where hospital_id = ${hospitalId} and login = ${login}`;
  if (known) throw new PlainError(`There is an account ${login} in this hospital already: choose another login.`);
  const password = randomBytes(12).toString('base64url');
  const accountId = await createAccount(sql, { ...account, password });
  return { password, apiKey: await createApiKey(sql, { hospitalId, accountId }) };
}

const isRole = (word: string): word is Role => (knownRoles as readonly string[]).includes(word);

export async function run(args: string[]): Promise<number> {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({ args, options: { login: text, name: text, roles: text, hospital: text } });
  const { login, name, hospital: hospitalId } = values;
  const asked = (values.roles ?? '').split(',').map((word) => word.trim()).filter(Boolean);
  const unknown = asked.filter((word) => !isRole(word));
  if (!login || !name || asked.length === 0) throw new UsageError('An account needs --login, --name and --roles: npx wuyou help account lists the roles.');
  if (unknown.length > 0) throw new UsageError(`There is no role ${unknown.join(', ')}: the roles are ${knownRoles.join(', ')}.`);
  const sql = connect(settings().databaseUrl, { max: 2 });
  try {
    const { id } = await chooseHospital(sql, hospitalId ?? null);
    const { password, apiKey } = await newAccount(sql, { hospitalId: id, login, displayName: name, roles: asked.filter(isRole) });
    process.stdout.write(`Sign in   ${login} / ${password}\nAPI key   ${apiKey}\n`);
    return 0;
  } finally {
    await sql.end({ timeout: 5 });
  }
}
