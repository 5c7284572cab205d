/** The login that worker, API and commands sign in with: it owns nothing, and may be what the roles of migrations 0056 and 0081 are. */
import type { Sql } from './client.js';

/** The same place under another name. */
export function urlFor(url: string, login: { user: string; password: string }): string {
  const other = new URL(url);
  other.username = encodeURIComponent(login.user);
  other.password = encodeURIComponent(login.password);
  return other.href;
}

/** Makes the login that this URL names, or gives it this password; run by the owner after the migrations. Running it again changes nothing. */
export async function prepareAppLogin(owner: Sql, appUrl: string): Promise<void> {
  const { username, password } = new URL(appUrl);
  const [name, secret] = [decodeURIComponent(username), decodeURIComponent(password)];
  const [row] = await owner<{ me: boolean; exists: boolean }[]>`
    select current_user = ${name} as me, exists (select 1 from pg_roles where rolname = ${name}) as exists`;
  if (row?.me) throw new RangeError('The login of the application must be another one than the owner of the tables');
  // A statement that defines a role takes no parameters; `format` quotes both.
  const [statement] = await owner<{ text: string }[]>`select format(${row?.exists ? 'alter role %I login password %L' : 'create role %I login password %L'}::text, ${name}::text, ${secret}::text) as text`;
  await owner.unsafe(statement?.text ?? '');
  const [grant] = await owner<{ text: string }[]>`select format('grant wuyou_one_hospital, wuyou_care_team, wuyou_all_hospitals to %I'::text, ${name}::text) as text`;
  await owner.unsafe(grant?.text ?? '');
}
