/** Keys of programs (hospital systems, devices, monitoring): list, create, rotate, revoke. */
import { parseArgs } from 'node:util';
import { isPermission, permissions } from '../api/permissions.js';
import { ApiKeyRefused, apiKeysOf, createApiKey, revokeApiKey, rotateApiKey, type ApiKey } from '../db/api-keys.js';
import { connect, type Sql } from '../db/client.js';
import { chooseHospital } from '../db/hospitals.js';
import { PlainError, UsageError } from '../platform/plain-error.js';
import { settings } from '../settings.js';

export const summary = 'List, create, rotate and revoke the API keys of programs';
export const usage = `wuyou api-keys [list] [--hospital <id>]
wuyou api-keys create --login <login> --name <client> [--scopes <permission,...>] [--days 365]
wuyou api-keys rotate <prefix> [--overlap-days 7] [--days 365]
wuyou api-keys revoke <prefix>

  --login    the account that the key acts as
  --name     what uses it; a client has at most two live keys: the one in use and the next
  --scopes   what it may do, within the roles of the account; absent: all of that
  <prefix>   the six characters behind wy_
  The key is printed once.
  Permissions: ${Object.keys(permissions).join(', ')}`;

const days = (written: string, name: string): number => {
  const value = Number(written);
  if (!Number.isInteger(value) || value < 0 || value > 3650) throw new UsageError(`--${name} is a whole number of days, at most 3650.`);
  return value;
};

const line = (key: ApiKey): string =>
  [
    `wy_${key.prefix}_...`, key.name, key.login, key.scopes === null ? 'all of the account' : key.scopes.join(','),
    key.revokedAt ? `revoked ${key.revokedAt}` : key.expiresAt ? `until ${key.expiresAt}` : 'no end', key.lastUsedAt ? `used ${key.lastUsedAt}` : 'never used',
  ].join('  ');

const text = { type: 'string' } as const;
const options = { login: text, name: text, scopes: text, hospital: text, days: { ...text, default: '365' }, 'overlap-days': { ...text, default: '7' } };
type Values = ReturnType<typeof read>['values'];
const read = (args: string[]) => parseArgs({ args, options, allowPositionals: true });

async function create(sql: Sql, hospitalId: string, values: Values): Promise<string> {
  const { login, name } = values;
  if (!login || !name) throw new UsageError('A key needs --login and --name: npx wuyou help api-keys says what they are.');
  const scopes = values.scopes === undefined ? null : values.scopes.split(',').map((word) => word.trim()).filter(Boolean);
  const unknown = (scopes ?? []).filter((word) => !isPermission(word));
  if (unknown.length > 0 || scopes?.length === 0) throw new UsageError(`There is no permission ${unknown.join(', ') || 'of no name'}: npx wuyou help api-keys lists them.`);
  const [account] = await sql<{ id: string }[]>`select id from account where hospital_id = ${hospitalId} and login = ${login} and active`;
  if (!account) throw new PlainError(`There is no active account ${login} in this hospital: npx wuyou account makes one.`);
  return createApiKey(sql, { hospitalId, accountId: account.id, name, scopes, days: days(values.days, 'days') });
}

export async function keysCommand(sql: Sql, args: string[], say: (line: string) => void): Promise<void> {
  const { values, positionals: [what = 'list', prefix = ''] } = read(args);
  const { id } = await chooseHospital(sql, values.hospital ?? null);
  if (what !== 'list' && what !== 'create' && prefix === '') throw new UsageError(`Say which key: wuyou api-keys ${what} <prefix>.`);
  switch (what) {
    case 'list':
      return (await apiKeysOf(sql, id)).map(line).forEach(say);
    case 'create':
      return say(`API key   ${await create(sql, id, values)}`);
    case 'rotate':
      say(`API key   ${await rotateApiKey(sql, id, prefix, { overlapDays: days(values['overlap-days'], 'overlap-days'), days: days(values.days, 'days') })}`);
      return say(`wy_${prefix}_... ends in ${values['overlap-days']} days at the latest.`);
    case 'revoke':
      await revokeApiKey(sql, id, prefix);
      return say(`wy_${prefix}_... opens nothing any more.`);
    default:
      throw new UsageError(`${what} is none of list, create, rotate, revoke.`);
  }
}

export async function run(args: string[]): Promise<number> {
  const sql = connect(settings().databaseUrl, { max: 2 });
  try {
    await keysCommand(sql, args, (said) => process.stdout.write(`${said}\n`));
    return 0;
  } catch (error) {
    throw error instanceof ApiKeyRefused ? new PlainError(error.message) : error;
  } finally {
    await sql.end({ timeout: 5 });
  }
}
