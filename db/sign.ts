/** A version runs for real patients only after two distinct accounts signed this very content, one of them with a clinician's role. */
import { announceChanges } from './changes.js';
import { transact, type Db, type Sql } from './client.js';

export const clinicianRoles = ['doctor', 'nurse', 'therapist'] as const;
const signersNeeded = 2;

export type VersionKey = { hospitalId: string; id: string; version: number };
export type Signature = { accountId: string; displayName: string; role: string; signedAt: string };
export type Signed =
  | { outcome: 'signed' | 'already-signed'; complete: boolean; missing: string | null }
  | { outcome: 'refused'; code: 'unknown-version' | 'unknown-account' | 'no-role'; message: string };

const isClinician = (role: string): boolean => clinicianRoles.some((known) => known === role);

export function sign(sql: Sql, request: VersionKey & { accountId: string }): Promise<Signed> {
  return transact(sql, async (tx) => {
    const { hospitalId, id, version, accountId } = request;
    const [published] = await tx<{ hash: string }[]>`select hash from pathway_version where hospital_id = ${hospitalId} and id = ${id} and version = ${version}`;
    if (!published) return { outcome: 'refused', code: 'unknown-version', message: `There is no published version ${id}@${version} in this hospital: publish it first` };
    const [account] = await tx<{ roles: string[] }[]>`select roles from account where id = ${accountId} and hospital_id = ${hospitalId} and active`;
    if (!account) return { outcome: 'refused', code: 'unknown-account', message: 'This account does not exist in this hospital or is not active: sign in with another one' };
    const role = account.roles.find(isClinician) ?? account.roles.find((other) => other !== 'his');
    if (role === undefined) return { outcome: 'refused', code: 'no-role', message: 'This account has no role that may sign: ask an administrator for one' };
    const inserted = await tx`insert into version_signature (hospital_id, id, version, hash, account_id, role)
      values (${hospitalId}, ${id}, ${version}, ${published.hash}, ${accountId}, ${role}) on conflict do nothing returning id`;
    if (inserted.length > 0) await announceChanges(tx, hospitalId, [{ topic: 'package', ref: id }]);
    const missing = missingSignature(await signatures(tx, request));
    return { outcome: inserted.length > 0 ? 'signed' : 'already-signed', complete: missing === null, missing };
  });
}

/** Signatures of this very content, oldest first. */
export function signatures(sql: Db, { hospitalId, id, version }: VersionKey): Promise<Signature[]> {
  return sql<Signature[]>`select s.account_id, a.display_name, s.role, s.signed_at from version_signature s
    join pathway_version v on (v.hospital_id, v.id, v.version, v.hash) = (s.hospital_id, s.id, s.version, s.hash)
    join account a on a.id = s.account_id
    where s.hospital_id = ${hospitalId} and s.id = ${id} and s.version = ${version} order by s.signed_at, s.account_id`;
}

/** null: complete. */
export function missingSignature(signed: Pick<Signature, 'accountId' | 'role'>[]): string | null {
  const accounts = new Set(signed.map((signature) => signature.accountId));
  const clinician = signed.some((signature) => isClinician(signature.role));
  if (accounts.size >= signersNeeded && clinician) return null;
  const more = Math.max(signersNeeded - accounts.size, clinician ? 0 : 1);
  const who = clinician ? 'another account' : `an account with a clinician's role (${clinicianRoles.join(', ')})`;
  return more === 1 ? `one more signature by ${who}` : `${more} more signatures by different accounts, one of them with a clinician's role (${clinicianRoles.join(', ')})`;
}
