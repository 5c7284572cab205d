/** Staff accounts: a new one with a generated password, and an API key if asked for; one that is disabled when somebody leaves, or enabled again; one whose sessions end; one whose password was forgotten or whose second factor was lost. */
import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { type Role, roles as knownRoles } from '../api/permissions.js';
import { disableAccount, enableAccount, resetPassword, signOutAccount, type LeftBehind } from '../db/account-access.js';
import { createAccount, roomForLogin, sameLogins } from '../db/accounts.js';
import { createApiKey } from '../db/api-keys.js';
import { connect, type Sql } from '../db/client.js';
import { chooseHospital } from '../db/hospitals.js';
import { resetSecondFactor } from '../db/second-factor-demand.js';
import { givenPasswordDays } from '../db/sessions.js';
import { dutyGaps, dutyRoles } from '../db/read-models/duty-roster.js';
import { addHours, fromMs, localDateOf, localTimeOf } from '../pathways/time.js';
import type { Instant } from '../pathways/engine/vocabulary.js';
import { PlainError, UsageError } from '../platform/plain-error.js';
import { settings } from '../settings.js';

export const summary = 'Add a staff account to a hospital, disable one when somebody leaves, enable it again, end its sessions, give it a new password, or take a lost second factor off it';
export const usage = `wuyou account --login <login> --name <name> --roles <role,...> [--hospital <id>] [--api-key]
wuyou account disable --login <login> [--hospital <id>]
wuyou account enable --login <login> [--hospital <id>]
wuyou account sign-out --login <login> [--hospital <id>]
wuyou account reset-password --login <login> [--hospital <id>]
wuyou account reset-second-factor --login <login> [--hospital <id>]

  Roles: ${knownRoles.join(', ')}
  The new account's password is printed once. It opens My account alone, to choose another one there, and for ${givenPasswordDays} days.
  --api-key  prints a key besides, which opens all that the roles allow, at once and without an end: for an account that a program uses.
             wuyou api-keys create makes one with a scope and an end.
  disable    ends sessions and API keys at once; visits go back to the search, cases and tasks are nobody's again, shifts cover nothing.
             Prints what was left behind and where nobody is on duty now. Nothing of what the person did is taken away.
  enable     the person signs in as before; what ended stays ended.
  sign-out   ends every session at once and leaves the account as it is: the person signs in again, API keys go on.
  reset-password
             for a forgotten password: a new one is printed once, as above; the one before opens nothing, every session ends. Be sure who asks.
             A second factor stays: whoever has one still needs it.
  reset-second-factor
             for a lost telephone without recovery codes: the password alone opens the account until another factor is set up, every session ends.
             Be sure who asks; who cannot be sure of the password either runs reset-password too.`;

const newPassword = (): string => randomBytes(12).toString('base64url');

/** Before anything is stored that would need the account. */
export async function refuseCrowdedLogin(sql: Sql, login: string): Promise<void> {
  if (!(await roomForLogin(sql, login))) throw new PlainError(`${sameLogins} accounts of this installation have the login ${login} already, and at the sign-in nobody says which hospital is meant: choose another one, such as ${login}-<short name of the hospital>.`);
}

/** `apiKey`: null unless it was asked for, because nothing that is given holds it in: not the fourteen days, not the one page (ADR 0074). */
export async function newAccount(sql: Sql, account: { hospitalId: string; login: string; displayName: string; roles: Role[] }, withKey = false): Promise<{ password: string; apiKey: string | null }> {
  const { hospitalId, login } = account;
  const [known] = await sql`select 1 from account where hospital_id = ${hospitalId} and login = ${login}`;
  if (known) throw new PlainError(`There is an account ${login} in this hospital already: choose another login.`);
  await refuseCrowdedLogin(sql, login);
  const password = newPassword();
  const accountId = await createAccount(sql, { ...account, password, given: true });
  return { password, apiKey: withKey ? await createApiKey(sql, { hospitalId, accountId }) : null };
}

const isRole = (word: string): word is Role => (knownRoles as readonly string[]).includes(word);

/** In the hospital's zone. */
const slot = (at: Instant, zone: string): string => `${localDateOf(at, zone)} ${localTimeOf(at, zone)}`;

type Whom = { hospitalId: string; zone: string; login: string };

/** One line for each kind of thing that somebody has to look after. */
function* linesOf({ login, zone }: Whom, left: LeftBehind): Generator<string> {
  yield `${login} opens nothing any more: ${left.sessions} session(s) and ${left.apiKeys} API key(s) ended.`;
  for (const { occurrence, slotFrom, was } of left.visits) yield `Visit ${occurrence} of ${slot(slotFrom, zone)}: ${was === 'under-way' ? 'UNDER WAY, checked in and not finished; ask what became of it' : `was ${was}, goes back to the search`}`;
  if (left.cases + left.tasks > 0) yield `${left.cases} open case(s) and ${left.tasks} task(s) are nobody's now: the worklist shows them.`;
  if (left.callBacks > 0) yield `${left.callBacks} promised call-back(s) stay in the list under this name: somebody has to make them.`;
  if (left.shifts > 0) yield `${left.shifts} shift(s) of the duty roster cover nothing any more.`;
}

/** Gaps of the next two weeks in the duties of packages, whoever left them. */
async function gapLines(sql: Sql, { hospitalId, zone }: Whom): Promise<string[]> {
  const from = fromMs(Date.now());
  const gaps = await dutyGaps(sql, hospitalId, from, addHours(from, 14 * 24), await dutyRoles(sql, hospitalId));
  return gaps.map(({ role, red, from: gapFrom, until }) => `Nobody on duty as ${role} from ${slot(gapFrom, zone)} to ${slot(until, zone)}${red ? ', and RED cases alert this role' : ''}`);
}

const changes = ['disable', 'enable', 'sign-out', 'reset-password', 'reset-second-factor'] as const;

async function change(sql: Sql, what: (typeof changes)[number], whom: Whom, say: (line: string) => void): Promise<void> {
  const unknown = new PlainError(`There is no account ${whom.login} in this hospital: look the login up on the console's roster page.`);
  if (what === 'enable') {
    if (!(await enableAccount(sql, whom))) throw unknown;
    return say(`${whom.login} signs in as before. API keys stay revoked: npx wuyou api-keys create makes new ones.`);
  }
  if (what === 'sign-out') {
    const sessions = await signOutAccount(sql, whom);
    if (sessions === null) throw unknown;
    return say(`${sessions} session(s) of ${whom.login} ended. Password and API keys are as before.`);
  }
  if (what === 'reset-password') {
    const password = newPassword();
    const reset = await resetPassword(sql, whom, password);
    if (reset === 'unknown-account') throw unknown;
    if (reset === 'disabled') throw new PlainError(`${whom.login} is disabled: npx wuyou account enable --login ${whom.login} comes first.`);
    if (reset === 'no-password') throw new PlainError(`${whom.login} signs in by the hospital's identity provider and has no password here: it is reset there.`);
    say(`Sign in   ${whom.login} / ${password}`);
    return say(`The password before opens nothing any more; ${reset.sessions} session(s) ended, API keys are as before. This one opens My account, to choose another there, for ${givenPasswordDays} days.`);
  }
  if (what === 'reset-second-factor') {
    const reset = await resetSecondFactor(sql, whom);
    if (reset === 'unknown-account') throw unknown;
    if (reset === 'no-second-factor') throw new PlainError(`${whom.login} has no second factor: there is nothing to reset.`);
    return say(`The second factor of ${whom.login} and its recovery codes open nothing any more; ${reset.sessions} session(s) ended, password and API keys are as before. Another one is set up under My account.`);
  }
  const left = await disableAccount(sql, whom);
  if (left === 'unknown-account') throw unknown;
  if (left === 'last-admin') throw new PlainError(`${whom.login} is the last active administrator of this hospital: add another one first (--roles admin).`);
  for (const line of [...linesOf(whom, left), ...(left.shifts > 0 ? await gapLines(sql, whom) : [])]) say(line);
}

export async function accountCommand(sql: Sql, args: string[], say: (line: string) => void): Promise<void> {
  const text = { type: 'string' } as const;
  const { values, positionals: [what = 'add'] } = parseArgs({ args, options: { login: text, name: text, roles: text, hospital: text, 'api-key': { type: 'boolean', default: false } }, allowPositionals: true });
  const { login, name, hospital } = values;
  const changing = changes.find((one) => one === what);
  if (what !== 'add' && changing === undefined) throw new UsageError(`${what} is none of add, ${changes.join(', ')}.`);
  if (changing !== undefined) {
    if (!login) throw new UsageError(`Say which account: wuyou account ${what} --login <login>.`);
    const { id, zone } = await chooseHospital(sql, hospital ?? null);
    return change(sql, changing, { hospitalId: id, zone, login }, say);
  }
  const asked = (values.roles ?? '').split(',').map((word) => word.trim()).filter(Boolean);
  const unknown = asked.filter((word) => !isRole(word));
  if (!login || !name || asked.length === 0) throw new UsageError('An account needs --login, --name and --roles: npx wuyou help account lists the roles.');
  if (unknown.length > 0) throw new UsageError(`There is no role ${unknown.join(', ')}: the roles are ${knownRoles.join(', ')}.`);
  const { id } = await chooseHospital(sql, hospital ?? null);
  const { password, apiKey } = await newAccount(sql, { hospitalId: id, login, displayName: name, roles: asked.filter(isRole) }, values['api-key']);
  say(`Sign in   ${login} / ${password}`);
  if (apiKey !== null) say(`API key   ${apiKey}`);
}

export async function run(args: string[]): Promise<number> {
  const sql = connect(settings().databaseUrl, { max: 2 });
  try {
    await accountCommand(sql, args, (line) => process.stdout.write(`${line}\n`));
    return 0;
  } finally {
    await sql.end({ timeout: 5 });
  }
}
