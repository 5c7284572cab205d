/** `wuyou migrate`: without a package the database comes to this version of Wuyou; with one, its running episodes go to another version of the package. */
import { parseArgs } from 'node:util';
import { v7 as uuidv7 } from 'uuid';
import { connect, type Sql } from '../db/client.js';
import { chooseHospital } from '../db/hospitals.js';
import type { Preview } from '../db/migration/live.js';
import { moveAll, type Moved } from '../db/migration/move-all.js';
import { findPlan, type PlanKey } from '../db/plans.js';
import type { Plan } from '../pathways/engine/plan.js';
import { may } from '../api/permissions.js';
import { PlainError, UsageError } from '../platform/plain-error.js';
import { settings } from '../settings.js';
import { migrateDatabase } from './migrate-database.js';
import { notLedBack, totalsOf } from './migration-words.js';
import { showPreviews } from './show-previews.js';

export const summary = 'Bring the database to this version; or move running episodes of a package to another version of it';
export const usage = `wuyou migrate
wuyou migrate <package> --from v1 --to v2 [--dry-run] [--by <login> --reason <words>]
wuyou migrate <package> --undo --to v1 [--dry-run] [--by <login> --reason <words>]

  Without a package: the database (npm start does it by itself).
  DATABASE_URL       PostgreSQL 15 or newer, as the owner of the tables; running it again changes nothing
  DATABASE_APP_URL   when set: makes this login, with which worker and API run and which owns nothing
  TEMPORAL_ADDRESS   when set: registers the search attributes in TEMPORAL_NAMESPACE

  With a package: its running episodes, each by a command that its journal keeps.
  --dry-run          only show what each episode would gain (+), lose (-) and move (>), what a person would be asked (?), and what is blocked (x)
  --by, --reason     the account that answers for it, and why; both stand in every patient's timeline
  --undo             back to the version that they came from, where nothing has happened yet that it would not have had
  --episode <id>     only this one (may be repeated)      --batch <n>   so many at once (20)
  --hospital <id>    the training hospital unless told
  What was sent, done or begun never comes again; a visit agreed with the patient stays, and a person is asked.
  Exit code 1 when an episode was refused, when nobody carried the command out, or when --undo can lead none of the running episodes back.`;

const text = { type: 'string' } as const;
const options = { from: text, to: text, by: text, reason: text, hospital: text, batch: { ...text, default: '20' }, episode: { ...text, multiple: true }, undo: { type: 'boolean', default: false }, 'dry-run': { type: 'boolean', default: false } } as const;

export async function run(args: string[]): Promise<number> {
  if (args.length === 0) return migrateDatabase();
  const { values, positionals: [packageId, ...others] } = parseArgs({ args, allowPositionals: true, options });
  if (packageId === undefined || others.length > 0) throw new UsageError('Name one package: wuyou migrate hip-wound-care --from v1 --to v2 --dry-run');
  const to = versionOf(values.to, '--to');
  const from = values.undo && values.from === undefined ? undefined : versionOf(values.from, '--from');
  const dry = values['dry-run'];
  if (!dry && (values.by === undefined || !values.reason?.trim())) throw new UsageError('Say who answers for it and why: --by <login> --reason "..." (or look first: --dry-run).');
  const batch = Number(values.batch);
  if (!Number.isInteger(batch) || batch < 1 || batch > 200) throw new UsageError('--batch is a whole number from 1 to 200.');
  const sql = connect(settings().databaseUrl, { max: 4, applicationName: 'wuyou-migrate' });
  try {
    const { id: hospitalId, name } = await chooseHospital(sql, values.hospital ?? null);
    const target = await publishedVersion(sql, hospitalId, packageId, to);
    const { shown, leftOut } = await showPreviews(sql, { hospitalId, from, episodes: values.episode }, target, (preview) => !values.undo || isUndoable(preview, target.key));
    print([`${name}: ${totalsOf(shown)}`, ...notLedBack(leftOut, target.key)]);
    if (shown.length === 0 && leftOut.length > 0) return 1;
    if (dry) return 0;
    const by = await accountOf(sql, hospitalId, values.by ?? '');
    const ready = shown.filter(({ difference }) => difference.blocked.length === 0).map(({ episodeId }) => episodeId);
    const moved = await moveAll(sql, { hospitalId, to: target.key, by, reason: values.reason ?? '', undo: values.undo, commandId: `migrate-${uuidv7()}`, batch }, ready, (one) => print(wordsOf(one)));
    return moved.every(({ outcome }) => outcome === 'moved') ? 0 : 1;
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/** As the run will judge it, so that the dry run promises nobody's way back that is refused then. */
const isUndoable = ({ undo, now }: Preview, { hash }: PlanKey): boolean => undo?.from.hash === hash && (undo.until === null || undo.until > now);

const print = (lines: readonly string[]): void => void process.stdout.write(lines.map((line) => `${line}\n`).join(''));

const wordsOf = ({ episodeId, outcome, why }: Moved): string[] => (outcome === 'moved' ? [`✓ ${episodeId}`] : [`✗ ${episodeId} ${why}`]);

function versionOf(given: string | undefined, option: string): number {
  const [, digits] = /^v?([1-9]\d{0,5})$/.exec(given ?? '') ?? [];
  if (digits === undefined) throw new UsageError(`${option} names a version, such as ${option} v2.`);
  return Number(digits);
}

async function publishedVersion(sql: Sql, hospitalId: string, id: string, version: number): Promise<{ key: PlanKey; plan: Plan }> {
  const [row] = await sql<{ hash: string }[]>`select hash from pathway_version where hospital_id = ${hospitalId} and id = ${id} and version = ${version}`;
  const found = row && (await findPlan(sql, hospitalId, { id, version, hash: row.hash }));
  if (!row || !found) throw new PlainError(`${id}@${version} is not published in this hospital: npx wuyou publish stores it, npx wuyou publish <folder> --impact shows what it would change.`);
  return { key: { id, version, hash: row.hash }, plan: found.plan };
}

async function accountOf(sql: Sql, hospitalId: string, login: string): Promise<string> {
  const [account] = await sql<{ id: string; roles: string[] }[]>`select id, roles from account where hospital_id = ${hospitalId} and login = ${login} and active`;
  if (!account) throw new PlainError(`There is no active account "${login}" in this hospital: see wuyou account.`);
  if (!may(account.roles, 'package:publish')) throw new PlainError(`"${login}" may not move patients to another version: it takes the role admin or head.`);
  return account.id;
}
