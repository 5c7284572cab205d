import { describe, expect, it } from 'vitest';
import { accountCommand } from '../cli/account.js';
import { disableAccount, enableAccount, type LeftBehind } from './account-access.js';
import { createAccount } from './accounts.js';
import { createApiKey, principalOfKey } from './api-keys.js';
import { principalOfSession, signIn } from './sessions.js';
import { eachInServiceWorld } from './testing/each-in-service-world.js';
import { confirm, openOffer, search } from './testing/service-steps.js';
import { createEpisode, createNurse, dressing } from './testing/service-world.js';
import type { TestSetting } from './testing/setting.js';
import { createWorld, type World } from './testing/world.js';
import { dispatchRound } from './visits/dispatch.js';
import { assign, ownerHistory } from './worklist/owners.js';

let setting: TestSetting;
let world: World;
eachInServiceWorld((made) => void ({ setting, world } = made));
const loginOf = async (accountId: string): Promise<string> => (await setting.sql<{ login: string }[]>`select login from account where id = ${accountId}`)[0]?.login ?? '';
async function disabled(accountId: string): Promise<LeftBehind> {
  const left = await disableAccount(setting.sql, { hospitalId: world.hospitalId, login: await loginOf(accountId) });
  if (typeof left === 'string') throw new Error(left);
  return left;
}
const addAdmin = (login: string) => createAccount(setting.sql, { hospitalId: world.hospitalId, login, displayName: login, roles: ['admin'], password: 'a long password' });

describe('An account that is disabled', () => {
  it('opens nothing any more, neither by session nor by key, and not by its password', async () => {
    await addAdmin('first');
    const second = await addAdmin('second');
    const signedIn = await signIn(setting.sql, 'second', 'a long password');
    const token = signedIn?.token ?? '';
    const key = await createApiKey(setting.sql, { hospitalId: world.hospitalId, accountId: second });
    expect(await principalOfSession(setting.sql, token)).toMatchObject({ accountId: second });
    expect(await principalOfKey(setting.sql, key)).toMatchObject({ accountId: second });
    expect(await disabled(second)).toMatchObject({ sessions: 1, apiKeys: 1 });
    expect(await principalOfSession(setting.sql, token)).toBeNull();
    expect(await principalOfKey(setting.sql, key)).toBeNull();
    expect(await signIn(setting.sql, 'second', 'a long password')).toBeNull();

    expect(await enableAccount(setting.sql, { hospitalId: world.hospitalId, login: 'second' })).toBe(true);
    expect(await principalOfSession(setting.sql, token)).toBeNull();
    expect(await principalOfKey(setting.sql, key)).toBeNull();
    expect(await signIn(setting.sql, 'second', 'a long password')).not.toBeNull();
  });

  it('is not the last administrator', async () => {
    await addAdmin('only');
    expect(await disableAccount(setting.sql, { hospitalId: world.hospitalId, login: 'only' })).toBe('last-admin');
    expect(await disableAccount(setting.sql, { hospitalId: world.hospitalId, login: 'nobody' })).toBe('unknown-account');
  });

  it('loses no visit silently: it goes to a colleague', async () => {
    const patient = await createEpisode(setting, world);
    const nurse = await createNurse(setting, world);
    await confirm(setting.sql, patient);
    const colleague = await createNurse(setting, world);
    expect(await disabled(nurse)).toMatchObject({ visits: [{ occurrence: dressing(patient), was: 'accepted' }] });
    expect(await search(setting.sql, dressing(patient))).toEqual({ state: 'offering', accountId: null });
    await dispatchRound(setting.sql);
    expect(await openOffer(setting.sql, dressing(patient))).toMatchObject({ accountId: colleague });
  });

  it('keeps a visit that is under way, and it is said', async () => {
    const patient = await createEpisode(setting, world);
    const nurse = await createNurse(setting, world);
    await confirm(setting.sql, patient);
    await setting.sql`update occurrence set status = 'checked-in' where id = ${dressing(patient)}`;
    expect(await disabled(nurse)).toMatchObject({ visits: [{ occurrence: dressing(patient), was: 'under-way' }] });
    expect(await search(setting.sql, dressing(patient))).toMatchObject({ accountId: nurse });
  });

  it('has no case any more: those it was given and those it had acknowledged are nobody\'s', async () => {
    const patient = await createEpisode(setting, world);
    const nurse = await createNurse(setting, world);
    await setting.sql`insert into escalation (id, hospital_id, episode_id, patient_id, level, rules, prefixes, instruction, status, raised_at, contact_by, acknowledged_at, acknowledged_by)
      select ${patient.episodeId} || '/case/' || n, ${world.hospitalId}, ${patient.episodeId}, ${world.patientId}, 'orange', '{}', '{}', 'x', 'open', now(), now(), case when n = 2 then now() end, case when n = 2 then ${nurse} end from generate_series(1, 3) n`;
    const subject = { escalation: `${patient.episodeId}/case/1` };
    expect(await assign(setting.sql, { hospitalId: world.hospitalId, subject, accountId: nurse, by: world.accountId })).toBe('assigned');
    expect(await disabled(nurse)).toMatchObject({ cases: 2, tasks: 0 });
    expect(await ownerHistory(setting.sql, world.hospitalId, subject.escalation)).toMatchObject([{ accountId: nurse }, { accountId: null, how: 'released' }]);
    expect(await disabled(nurse)).toMatchObject({ cases: 0 });
  });

  it('whose shifts cover nothing: the command names the duties that nobody has now', async () => {
    const said: string[] = [];
    await accountCommand(setting.sql, ['disable', '--login', await loginOf(world.accountId), '--hospital', world.hospitalId], (line) => said.push(line));
    expect(said[0]).toMatch(/opens nothing any more/);
    // In the hospital's zone, which is not UTC.
    expect(said.filter((line) => /Nobody on duty as duty-doctor from \d{4}-\d\d-\d\d \d\d:\d\d to \d{4}-\d\d-\d\d \d\d:\d\d, and RED cases alert this role$/.test(line))).toHaveLength(1);
    await expect(accountCommand(setting.sql, ['disable', '--login', 'nobody', '--hospital', world.hospitalId], () => undefined)).rejects.toThrow('There is no account nobody');
  });
});

describe('A new account', () => {
  const add = async (login: string, ...more: string[]): Promise<string[]> => {
    const said: string[] = [];
    await accountCommand(setting.sql, ['--login', login, '--name', login, '--roles', 'nurse', '--hospital', world.hospitalId, ...more], (line) => said.push(line));
    return said;
  };

  it('has a password, and an API key only when one was asked for', async () => {
    expect(await add('newcomer')).toEqual([expect.stringMatching(/^Sign in {3}newcomer \/ \S{16}$/)]);
    expect(await add('program', '--api-key')).toEqual([expect.stringMatching(/^Sign in {3}program/), expect.stringMatching(/^API key {3}wy_/)]);
    expect(await setting.sql`select a.login from api_key k join account a on a.id = k.account_id where a.login in ('newcomer', 'program')`).toEqual([{ login: 'program' }]);
  });

  it('has no login that five hospitals have: somebody would wait for six comparisons', async () => {
    const elsewhere = async () => (await createWorld(setting.sql)).hospitalId;
    for (let n = 0; n < 5; n += 1) await createAccount(setting.sql, { hospitalId: await elsewhere(), login: 'crowded', displayName: 'x', roles: ['nurse'], password: null });
    await add('crowded'); // five whose identity provider opens them are none of those that are compared
    for (let n = 0; n < 4; n += 1) await createAccount(setting.sql, { hospitalId: await elsewhere(), login: 'crowded', displayName: 'x', roles: ['nurse'], password: 'a long password' });
    const one = ['--login', 'crowded', '--name', 'x', '--roles', 'nurse', '--hospital', await elsewhere()];
    await expect(accountCommand(setting.sql, one, () => undefined)).rejects.toThrow(/^5 accounts of this installation have the login crowded already.*choose another one/);
  });
});

describe('An account that is signed out', () => {
  it('has no session any more, and is otherwise as before', async () => {
    const accountId = await addAdmin('third');
    const tokens = [await signIn(setting.sql, 'third', 'a long password'), await signIn(setting.sql, 'third', 'a long password')].map((one) => one?.token ?? '');
    const key = await createApiKey(setting.sql, { hospitalId: world.hospitalId, accountId });
    const said: string[] = [];
    const signOut = (login: string) => accountCommand(setting.sql, ['sign-out', '--login', login, '--hospital', world.hospitalId], (line) => said.push(line));
    await signOut('third');
    expect(said).toEqual(['2 session(s) of third ended. Password and API keys are as before.']);
    for (const token of tokens) expect(await principalOfSession(setting.sql, token)).toBeNull();
    expect(await principalOfKey(setting.sql, key)).toMatchObject({ accountId });
    expect(await signIn(setting.sql, 'third', 'a long password')).not.toBeNull();
    const log = await setting.sql<{ actor: string; action: string; detail: unknown }[]>`select actor, action, detail from audit_log where actor = ${accountId} and action = 'sign-out' or ref = ${accountId} and actor = 'operator' order by id`;
    const ended = { actor: accountId, action: 'sign-out', detail: { by: 'password', reason: 'access-ended' } };
    expect(log).toEqual([ended, ended, { actor: 'operator', action: 'account-signed-out', detail: { sessions: 2 } }]);
    await expect(signOut('nobody')).rejects.toThrow('There is no account nobody');
  });
});

describe('A password that was forgotten', () => {
  const reset = async (login: string): Promise<string[]> => {
    const said: string[] = [];
    await accountCommand(setting.sql, ['reset-password', '--login', login, '--hospital', world.hospitalId], (line) => said.push(line));
    return said;
  };

  it('gives way to a new one: the account keeps what is its own, and no session of the one before goes on', async () => {
    const accountId = await addAdmin('fourth');
    const token = (await signIn(setting.sql, 'fourth', 'a long password'))?.token ?? '';
    const key = await createApiKey(setting.sql, { hospitalId: world.hospitalId, accountId });
    const [signInLine, ended] = await reset('fourth');
    const given = /^Sign in {3}fourth \/ (\S{16})$/.exec(signInLine ?? '')?.[1] ?? '';
    expect(ended).toMatch(/1 session\(s\) ended, API keys are as before/);
    expect(await principalOfSession(setting.sql, token)).toBeNull();
    expect(await signIn(setting.sql, 'fourth', 'a long password')).toBeNull();
    expect(await principalOfKey(setting.sql, key)).toMatchObject({ accountId });
    expect(await signIn(setting.sql, 'fourth', given)).toMatchObject({ principal: { accountId, roles: ['admin'] } });
    const log = await setting.sql`select action, detail from audit_log where ref = ${accountId} and actor = 'operator' order by id`;
    expect(log).toEqual([{ action: 'password-reset', detail: { sessions: 1 } }]);
    expect(JSON.stringify(log)).not.toContain(given);
  });

  it('of nobody, of whoever is disabled or comes by the identity provider alone: refused, nothing changed', async () => {
    await expect(reset('nobody')).rejects.toThrow('There is no account nobody');
    await addAdmin('fifth');
    const [left] = await setting.sql`update account set active = false where login = 'fifth' returning password_hash`;
    await expect(reset('fifth')).rejects.toThrow('fifth is disabled');
    expect(await setting.sql`select password_hash from account where login = 'fifth'`).toEqual([left]);
    await setting.sql`update account set active = true, password_hash = null where login = 'fifth'`;
    await expect(reset('fifth')).rejects.toThrow('has no password here');
    expect(await setting.sql`select password_hash from account where login = 'fifth'`).toEqual([{ passwordHash: null }]);
  });
});
