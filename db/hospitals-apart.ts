/**
 * The API's way to PostgreSQL: each hospital has connections of its own, which name it when they are opened and have a role that owns
 * nothing, so that row-level security shows them that hospital alone (ADR 0050). A query that forgot its filter finds nothing of the others.
 *
 * Which connections a query takes is the request's matter: `inHospital` once it is known who asks, `inCareTeam` for who sees only her care
 * team's patients there (ADR 0096), `atTheDoor` while that is being found out. Outside all of them, nothing is seen at all.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { connect, type ConnectOptions, type Sql } from './client.js';

type Place = { hospitalId: string; accountId?: string } | 'door' | 'nowhere';
const place = new AsyncLocalStorage<Place>();

/** Everything that `work` begins, until it has ended, sees this hospital alone. */
export const inHospital = <T>(hospitalId: string, work: () => T): T => place.run({ hospitalId }, work);
/** As `inHospital`, and of its patients only those whose care team the account is in. */
export const inCareTeam = <T>(hospitalId: string, accountId: string, work: () => T): T => place.run({ hospitalId, accountId }, work);
/** Sees every hospital: for finding out who asks (a key, a session, a code, a vendor's signed report), and for nothing else. */
export const atTheDoor = <T>(work: () => T): T => place.run('door', work);

/** Connections of one account, and the seconds until they close: a nurse on her round asks one thing at a time, now and then. */
const ofOneAccount = { max: 2, idleSeconds: 5 };

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Used like any `Sql`. `end` closes the connections of all hospitals; idle ones close by themselves. `max`: connections per hospital. */
export function connectApart(url: string, options: Omit<ConnectOptions, 'role' | 'hospitalId'>): Sql {
  const pools = new Map<string, Sql>();
  const open = (name: string, more: ConnectOptions): Sql => {
    const known = pools.get(name);
    if (known) return known;
    const made = connect(url, { ...options, ...more });
    pools.set(name, made);
    return made;
  };
  const door = (): Sql => open('door', { role: 'wuyou_all_hospitals' });
  const pool = (): Sql => {
    const at = place.getStore() ?? 'nowhere';
    if (at === 'door') return door();
    if (at === 'nowhere') return open('nowhere', { role: 'wuyou_one_hospital', max: 1 });
    const { hospitalId, accountId } = at;
    if (!uuid.test(hospitalId)) throw new RangeError('A hospital is named by its id');
    if (accountId === undefined) return open(hospitalId, { role: 'wuyou_one_hospital', hospitalId });
    if (!uuid.test(accountId)) throw new RangeError('An account is named by its id');
    return open(`${hospitalId} ${accountId}`, { role: 'wuyou_care_team', hospitalId, accountId, ...ofOneAccount });
  };
  return new Proxy(door(), {
    apply: (_, self, parameters) => Reflect.apply(pool(), self, parameters),
    get(_, name) {
      if (name === 'end') return (how?: { timeout?: number }) => Promise.all([...pools.values()].map((one) => one.end(how)));
      // Changes of all hospitals come in on one connection; each is handed to those who wait for that hospital.
      return Reflect.get(name === 'listen' || name === 'options' ? door() : pool(), name);
    },
  });
}

/** Why this connection must not serve requests; null: it sees no more than it should. */
export async function tooPowerful(sql: Sql): Promise<string | null> {
  const [row] = await sql<{ name: string; exempt: boolean; owns: boolean; open: string | null }[]>`
    select current_user as name, r.rolsuper or r.rolbypassrls as exempt,
      exists (select 1 from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and pg_has_role(current_user, c.relowner, 'usage')) as owns,
      (select min(c.relname) from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'hospital_id' and not a.attisdropped
        where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and not c.relrowsecurity) as open
    from pg_roles r where r.rolname = current_user`;
  if (!row || row.exempt || row.owns) return `has the rights of ${row?.name ?? 'nobody'}, to whom row-level security does not apply`;
  return row.open === null ? null : `has the table ${row.open} without row-level security; run wuyou migrate`;
}
