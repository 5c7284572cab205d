/**
 * Consents as evidence: each decision is a row that never changes, naming the text that was agreed to. What messages read
 * (`patient.consents`) follows in the same transaction, so a claim that comes after the commit already sees it.
 */
import { createHash } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import type { Consents } from '../../pathways/patient/facts.js';
import { consentKinds, firstConsentTexts, heldConsents, type ConsentKind, type ConsentWay } from '../../pathways/people/consent-texts.js';
import { announceChanges } from '../changes.js';
import { json, type Db, type Tx } from '../client.js';
import { attachFiles } from '../files.js';
import { lockLiving } from '../patient-lock.js';

export type ConsentText = { kind: ConsentKind; version: number; zh: string; en: string; sha256: string };
export type ConsentDecision = {
  kind: ConsentKind;
  decision: 'given' | 'withdrawn';
  how: ConsentWay;
  /** With `proxy` only: daughter, son, ... */
  proxyRelation?: string | undefined;
  /** With `scanned`, and wherever the paper was kept. */
  fileId?: string | undefined;
  /** What the person saw; absent: none of our texts (an import, a conversation). */
  textVersion?: number | undefined;
  /** service-notice: which package at which price. */
  about?: Record<string, string> | undefined;
};

/** The newest text of each kind; a hospital that has none yet gets the first edition. */
export async function consentTexts(sql: Db, hospitalId: string): Promise<ConsentText[]> {
  const newest = (): Promise<ConsentText[]> => sql<ConsentText[]>`select distinct on (kind) kind, version, zh, en, sha256 from consent_text where hospital_id = ${hospitalId} order by kind, version desc`;
  const found = await newest();
  const missing = consentKinds.filter((kind) => !found.some((text) => text.kind === kind));
  for (const kind of missing) await putText(sql, hospitalId, kind, 1, firstConsentTexts[kind], null);
  const all = missing.length === 0 ? found : await newest();
  return [...all].sort((a, b) => consentKinds.indexOf(a.kind) - consentKinds.indexOf(b.kind));
}

const putText = (sql: Db, hospitalId: string, kind: ConsentKind, version: number, { zh, en }: { zh: string; en: string }, by: string | null): Promise<unknown> =>
  sql`insert into consent_text (hospital_id, kind, version, zh, en, sha256, published_by)
    values (${hospitalId}, ${kind}, ${version}, ${zh}, ${en}, ${createHash('sha256').update(JSON.stringify([kind, version, zh, en])).digest('hex')}, ${by}) on conflict do nothing`;

/** The hospital's own wording as the next version; what was agreed to before stays agreed to under its own version. */
export async function publishConsentText(tx: Tx, text: { hospitalId: string; kind: ConsentKind; zh: string; en: string; by: string }): Promise<number> {
  await tx`select pg_advisory_xact_lock(hashtextextended(${`consent-text/${text.hospitalId}/${text.kind}`}, 0))`;
  const known = await consentTexts(tx, text.hospitalId);
  const version = (known.find(({ kind }) => kind === text.kind)?.version ?? 0) + 1;
  await putText(tx, text.hospitalId, text.kind, version, text, text.by);
  return version;
}

/** Writes the decisions and lets the patient's consents follow, at the record that stands for her. False: this hospital has no such patient. `by`: account id, `patient`, `family` or `import`. */
export async function recordConsents(tx: Tx, of: { hospitalId: string; patientId: string }, decisions: readonly ConsentDecision[], by: string): Promise<boolean> {
  const patientId = await lockLiving(tx, of.patientId);
  const [known] = await tx`select 1 from patient where id = ${patientId} and hospital_id = ${of.hospitalId} for no key update`;
  if (patientId === null || !known) return false;
  const patient = { hospitalId: of.hospitalId, patientId };
  if (decisions.some(({ textVersion }) => textVersion !== undefined)) await consentTexts(tx, patient.hospitalId);
  for (const { kind, decision, how, proxyRelation, fileId, textVersion, about } of decisions) {
    await tx`insert into consent_record (id, hospital_id, patient_id, kind, text_version, decision, how, proxy_relation, file_id, about, recorded_by)
      values (${uuidv7()}, ${patient.hospitalId}, ${patient.patientId}, ${kind}, ${textVersion ?? null}, ${decision}, ${how}, ${proxyRelation ?? null}, ${fileId ?? null}, ${json(tx, about ?? {})}, ${by})`;
  }
  await attachFiles(tx, { ...patient, episodeId: null, occurrence: null, at: null }, decisions.flatMap(({ fileId }) => (fileId === undefined ? [] : [fileId])), 'document');
  const held: Partial<Consents> = {};
  for (const { kind, decision } of decisions) if (kind !== 'service-notice') held[heldConsents[kind]] = decision === 'given';
  await tx`update patient set consents = consents || ${json(tx, held)} where id = ${patient.patientId}`;
  await announceChanges(tx, patient.hospitalId, [{ topic: 'patient', ref: patient.patientId }]);
  return true;
}

/** Decisions as flags, e.g. of an import or the phone page. */
export const decisionsOf = (consents: { [K in keyof Consents]?: boolean | undefined }, how: ConsentWay): ConsentDecision[] =>
  (Object.entries(heldConsents) as [Exclude<ConsentKind, 'service-notice'>, keyof Consents][]).flatMap(([kind, flag]) => {
    const value = consents[flag];
    return value === undefined ? [] : [{ kind, decision: value ? ('given' as const) : ('withdrawn' as const), how }];
  });

/**
 * What a list says about consents counts only where nobody has recorded a decision yet: importing the same list again must not give back
 * what the patient withdrew. A list's "no" is no withdrawal: it only means that nobody asked.
 */
export async function importConsents(tx: Tx, patient: { hospitalId: string; patientId: string }, consents: { [K in keyof Consents]?: boolean | undefined }): Promise<void> {
  const decided = await tx<{ kind: string }[]>`select distinct kind from consent_record where patient_id = ${patient.patientId}`;
  const fresh = decisionsOf(consents, 'imported').filter(({ kind, decision }) => decision === 'given' && !decided.some((known) => known.kind === kind));
  if (fresh.length > 0) await recordConsents(tx, patient, fresh, 'import');
}
