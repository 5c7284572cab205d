/** A real hospital: its row, its first account, the built-in packages (unsigned); whether its local accounts need a second factor, and whether it keeps to care teams. Everything else is done through the API. */
import { parseArgs } from 'node:util';
import { v7 as uuidv7 } from 'uuid';
import { confinedRoles } from '../api/permissions.js';
import { logAccess } from '../db/access-log.js';
import { keepToCareTeams } from '../db/care-team/confined.js';
import { connect, type Sql } from '../db/client.js';
import { chooseHospital } from '../db/hospitals.js';
import { demandSecondFactor } from '../db/second-factor-demand.js';
import { isZone } from '../pathways/time.js';
import { UsageError } from '../platform/plain-error.js';
import { publishBuiltIn } from '../platform/publish-built-in.js';
import { settings } from '../settings.js';
import { newAccount, refuseCrowdedLogin } from './account.js';

export const summary = 'Set up a real hospital with its first account and the built-in packages, demand a second factor of its accounts, or keep to care teams';
export const usage = `wuyou hospital --name <name> --signature <signature> --phone <phone> --entry <entry> [--zone Asia/Shanghai] [--login admin] [--api-key]
wuyou hospital second-factor --demand yes|no [--hospital <id>]
wuyou hospital care-teams --keep yes|no [--hospital <id>]

  --signature   what stands in 【】 before every SMS, as registered with the carrier
  --phone       the number that texts tell patients to call
  --entry       where texts send patients: the name of the public account or mini program
  --login       of the first account; with several hospitals in one installation, one that says which
  --api-key     prints a key of that account besides: see wuyou help account
  Prints the id and the first sign-in, once. Packages run for its patients after two signatures (wuyou sign).
  second-factor
             yes: whoever signs in with a password and has no second factor is led to set one up, and nothing else opens before; sessions that are
             open go on (24 hours at most), the identity provider's and API keys are not asked. Prints who has none. no: each may still have one.
  care-teams
             yes: nurses and therapists who have no shift see the patients of their care teams alone: their visits, cases and tasks, or named by
             hand; in an emergency any other for some hours, with a reason that somebody else reviews. From the next request on. no: all of them.`;

const text = { type: 'string' } as const;

export async function secondFactorCommand(sql: Sql, args: string[], say: (line: string) => void): Promise<void> {
  const { demand, hospital } = parseArgs({ args, options: { demand: text, hospital: text } }).values;
  if (demand !== 'yes' && demand !== 'no') throw new UsageError('Say which: wuyou hospital second-factor --demand yes, or no.');
  const { id, name } = await chooseHospital(sql, hospital ?? null);
  const { without } = await demandSecondFactor(sql, id, demand === 'yes');
  say(demand === 'yes' ? `${name} demands a second factor of whoever signs in with a password.` : `${name} demands no second factor; whoever has one goes on with it.`);
  say(without.length === 0 ? 'Every active account with a password has one.' : `${without.length} active account(s) with a password have none: ${without.join(', ')}`);
}

export async function careTeamsCommand(sql: Sql, args: string[], say: (line: string) => void): Promise<void> {
  const { keep, hospital } = parseArgs({ args, options: { keep: text, hospital: text } }).values;
  if (keep !== 'yes' && keep !== 'no') throw new UsageError('Say which: wuyou hospital care-teams --keep yes, or no.');
  const { id, name } = await chooseHospital(sql, hospital ?? null);
  const { offDuty } = await keepToCareTeams(sql, id, keep === 'yes', confinedRoles);
  await logAccess(sql, { hospitalId: id, actor: 'operator', action: keep === 'yes' ? 'care-teams-kept' : 'care-teams-open', ref: null, allowed: true });
  say(keep === 'yes' ? `${name} keeps to care teams: ${offDuty} active account(s) without a shift at this moment see their own patients alone.` : `${name} does not keep to care teams: whoever may see patients sees all of them.`);
}

export async function run(args: string[]): Promise<number> {
  if (args[0] === 'second-factor') return withDatabase((sql) => secondFactorCommand(sql, args.slice(1), (line) => process.stdout.write(`${line}\n`)));
  if (args[0] === 'care-teams') return withDatabase((sql) => careTeamsCommand(sql, args.slice(1), (line) => process.stdout.write(`${line}\n`)));
  const { values } = parseArgs({ args, options: { name: text, signature: text, phone: text, entry: text, zone: { ...text, default: 'Asia/Shanghai' }, login: { ...text, default: 'admin' }, 'api-key': { type: 'boolean', default: false } } });
  const { name, signature, phone, entry, zone, login } = values;
  if (!name || !signature || !phone || !entry) throw new UsageError('A hospital needs --name, --signature, --phone and --entry: npx wuyou help hospital says what they are.');
  if (!isZone(zone)) throw new UsageError(`--zone ${zone} is not a time zone: give an IANA name such as Asia/Shanghai.`);
  return withDatabase(async (sql) => {
    await refuseCrowdedLogin(sql, login);
    const id = uuidv7();
    await sql`
      insert into hospital (id, name, kind, zone, sms_signature, phone, entry)
      values (${id}, ${name}, 'real', ${zone}, ${signature}, ${phone}, ${entry})`;
    const { password, apiKey } = await newAccount(sql, { hospitalId: id, login, displayName: login, roles: ['admin', 'head'] }, values['api-key']);
    const { published } = await publishBuiltIn(sql, id);
    process.stdout.write(`Hospital  ${id}\nSign in   ${login} / ${password}\n${apiKey === null ? '' : `API key   ${apiKey}\n`}Published ${published.join(', ')} (unsigned)\n`);
  });
}

async function withDatabase(work: (sql: Sql) => Promise<void>): Promise<number> {
  const sql = connect(settings().databaseUrl, { max: 2 });
  try {
    await work(sql);
    return 0;
  } finally {
    await sql.end({ timeout: 5 });
  }
}
