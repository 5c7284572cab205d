/**
 * Fills a hospital with copies of one patient who was really cared for: every row that two weeks of the product left behind, with identifiers of
 * its own. One statement per table, so that 100,000 episodes take minutes and not the days that launching them would.
 */
import type { Sql, Tx } from '../../db/client.js';
import { nameKeys, numberKeys, phoneKey } from '../../db/people/name-keys.js';

export type Original = { hospitalId: string; patientId: string; dischargeId: string; episodeId: string };

/** In the order of their references. The journal is left out: no read of staff or patients opens it. */
const tables = ['patient', 'contact', 'discharge', 'episode', 'occurrence', 'obligation', 'attempt', 'answer', 'timeline', 'entitlement_balance'] as const;
/** Of everybody these rows exist; of one in so many patients a case and its tasks are open. */
const ofSome = ['escalation', 'task'] as const;
/** Rows of a copy at most, the newest: all that the original has would be 19 GB for 100,000 episodes, and a page shows no more. */
const mostRows: Partial<Record<string, number>> = { timeline: 20, obligation: 12, occurrence: 8, attempt: 4, answer: 2 };
const newestBy: Partial<Record<string, string>> = { timeline: 'seq desc, idx', obligation: 'due_at', occurrence: 'due_at', attempt: 'claimed_at', answer: 'at' };
/** Rows of one statement. */
const batch = 20_000;

const families = ['赵', '钱', '孙', '李', '周', '吴', '郑', '王', '冯', '陈', '褚', '卫', '蒋', '沈', '韩', '杨', '欧阳', '单'];
const givens = ['秀英', '建国', '桂兰', '玉珍', '志强', '淑华', '国庆', '春梅', '德明', '凤霞', '文博', '小燕', '丽萍', '永康', '慧敏', '国强', '素珍'];
const names = families.flatMap((family) => givens.map((given) => ({ family, given })));

/** What the n-th copy is looked for by. */
export const nameOf = (n: number): { family: string; given: string } => names[n % names.length] ?? { family: '赵', given: '秀英' };
export const mobileOf = (n: number): string => `+86137${String(n).padStart(8, '0')}`;

type Column = { name: string; type: string };

/** Every identifier of the original becomes the same one of the n-th copy, wherever it stands: in keys, in obligations' names, inside jsonb. */
function copied({ name, type }: Column, ids: readonly string[]): string {
  if (!/uuid|text|jsonb/.test(type)) return `o."${name}"`;
  if (name === 'hospital_id' || name === 'launched_by') return `o."${name}"`;
  const replaced = ids.reduce((expression, id) => `replace(${expression}, '${id}', copy_of('${id}', copy))`, `o."${name}"::text`);
  return `(${replaced})::${type}`;
}

async function columnsOf(sql: Sql, table: string): Promise<Column[]> {
  return sql<Column[]>`select a.attname as name, format_type(a.atttypid, a.atttypmod) as type from pg_attribute a
    where a.attrelid = ${table}::regclass and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' order by a.attnum`;
}

/** The original's rows of the table, or the newest of them. */
function source(table: string, { patientId, episodeId }: Original): string {
  const rows = `select * from "${table}" where ${table === 'patient' ? 'id' : table === 'timeline' ? 'episode_id' : 'patient_id'} = '${table === 'timeline' ? episodeId : patientId}'`;
  const most = mostRows[table];
  return most === undefined ? rows : `${rows} order by ${newestBy[table] ?? 'id'} desc limit ${most}`;
}

/**
 * Values that must differ from copy to copy, beside the identifiers. Like cases and tasks, visits that nobody has a time for are as many as people can work on; and a hospital lives by
 * the time on the wall, whatever clock the original was cared for by. Days of messages still wait for their report, and units are good for weeks.
 */
const own = (oneCaseIn: number): Record<string, string> => ({
  'episode.needs_attention': `o.needs_attention and copy % ${oneCaseIn} = 0`,
  'attempt.receipt_due_at': `now() + make_interval(secs => copy % 200000 + 3600)`,
  'entitlement_balance.expires_at': `now() + make_interval(days => 30, mins => copy % 40000)`,
  'episode.clock': `jsonb_set(o.clock, '{wallAnchor}', o.clock->'episodeAnchor')`,
  'occurrence.status': `case when ${booked(oneCaseIn)} then 'booked' else o.status end`,
  'occurrence.slot_from': `case when ${booked(oneCaseIn)} then o.due_at else o.slot_from end`,
  'occurrence.slot_until': `case when ${booked(oneCaseIn)} then o.due_at + interval '1 hour' else o.slot_until end`,
  'patient.family_name': `(array[${names.map(({ family }) => `'${family}'`).join(',')}])[copy % ${names.length} + 1]`,
  'patient.given_name': `(array[${names.map(({ given }) => `'${given}'`).join(',')}])[copy % ${names.length} + 1]`,
  'patient.birth_date': `date '1930-01-01' + (copy * 397) % 20000`,
  'contact.value': `case when o.kind = 'mobile' and o.owner = 'patient' then '+86137' || lpad(copy::text, 8, '0') else o.value || '-' || copy end`,
  'discharge.discharged_at': `o.discharged_at - make_interval(secs => copy)`,
  'occurrence.due_at': `o.due_at + make_interval(secs => copy % 86400)`,
  'obligation.due_at': `o.due_at + make_interval(secs => copy % 300)`,
  'escalation.raised_at': `o.raised_at + make_interval(secs => copy % 86400)`,
  'discharge.created_at': `o.created_at - make_interval(secs => copy)`,
  'discharge.encounter_ref': `'S-' || copy`,
  'episode.order_no': `'order-' || copy`,
  'episode.launched_at': `o.launched_at - make_interval(secs => copy)`,
  'attempt.provider_message_id': `o.provider_message_id || '-' || copy`,
});
const booked = (oneCaseIn: number): string => `o.kind = 'visit' and o.status = 'planned' and copy % ${oneCaseIn} <> 0`;

/** Makes `copy_of(id, n)` in the bench's own database, because a fill may outlive a connection: an id of version 7 as far as anybody checks, always the same for its copy. */
export async function prepareCopies(sql: Sql): Promise<void> {
  await sql.unsafe(`create function copy_of(id text, n int) returns text language sql immutable as $$ select overlay(overlay(md5(id || n)::uuid::text placing '7' from 15) placing '8' from 20) $$`);
}

export async function multiply(sql: Sql, original: Original, copies: number, oneCaseIn: number): Promise<void> {
  const differing = own(oneCaseIn);
  const contacts = await sql<{ id: string }[]>`select id from contact where patient_id = ${original.patientId}`;
  const ids = [original.episodeId, original.patientId, original.dischargeId, ...contacts.map(({ id }) => id)];
  for (const table of [...tables, ...ofSome]) {
    const columns = await columnsOf(sql, table);
    const values = columns.map((column) => differing[`${table}.${column.name}`] ?? copied(column, table === 'contact' || table === 'attempt' ? ids : ids.slice(0, 3)));
    const some = ofSome.some((name) => name === table);
    for (let from = 1; from <= copies; from += batch) {
      const until = Math.min(copies, from + batch - 1);
      await unchecked(sql, (tx) => tx.unsafe(`insert into "${table}" (${columns.map(({ name }) => `"${name}"`).join(', ')}) select ${values.join(', ')} from (${source(table, original)}) o cross join generate_series(${from}, ${until}) copy${some ? ` where copy % ${oneCaseIn} = 0` : ''}`));
    }
  }
  await unchecked(sql, (tx) => fillSearchKeys(tx, original, copies));
  await sql`vacuum analyze`;
}

/** The bench's own database, before anybody reads: what is copied was checked when it was written. */
async function unchecked(sql: Sql, fill: (tx: Tx) => Promise<unknown>): Promise<void> {
  await sql.begin(async (tx) => {
    await tx`set local session_replication_role = replica`;
    await fill(tx);
  });
}

/** The keys that the product would write, of a name computed once and not once a copy. */
async function fillSearchKeys(sql: Tx, { hospitalId, patientId }: Original, copies: number): Promise<void> {
  const keys = names.flatMap(({ family, given }, at) => nameKeys(family, given).map(({ kind, key }) => ({ at, kind, key })));
  await sql.unsafe('create temporary table name_key (at int, kind text, key text)');
  await sql`insert into name_key select * from unnest(${keys.map(({ at }) => at)}::int[], ${keys.map(({ kind }) => kind)}::text[], ${keys.map(({ key }) => key)}::text[])`;
  await sql`insert into search_key (hospital_id, patient_id, kind, key)
    select ${hospitalId}, copy_of(${patientId}::text, n)::uuid, k.kind, k.key from generate_series(1, ${copies}::int) n join name_key k on k.at = n % ${names.length} on conflict do nothing`;
  const [phone, stay] = [phoneKey(mobileOf(7)), numberKeys('stay', 'S-7')[0]];
  if (phone.key !== [...mobileOf(7).slice(1)].reverse().join('') || !stay) throw new Error('The search keys have another shape than the bench writes: look at db/people/name-keys.ts');
  await sql`insert into search_key (hospital_id, patient_id, kind, key)
    select ${hospitalId}, copy_of(${patientId}::text, n)::uuid, 'phone', reverse('86137' || lpad(n::text, 8, '0')) from generate_series(1, ${copies}::int) n`;
}
