/** An obligation, or several in one digest, as the words that go out; everything a name or number is needed for is read here. */
import type { Crypt } from '../../messages/crypt.js';
import { namesEntry, render, renderDigest, type Rendered, type Saying, type Setting } from '../../messages/render.js';
import type { ChannelName } from '../../pathways/engine/vocabulary.js';
import { addressed } from '../../pathways/people/courtesy.js';
import { textHash } from '../../pathways/patient/claim.js';
import type { Tx } from '../client.js';
import { codeFor } from '../patient-access/codes.js';
import { personOfContact } from '../patient-access/person.js';
import { planOf, type LoadedPlan } from '../plans.js';
import { wordingFor } from './spare-wording.js';
import type { ObligationRow } from './rows.js';
import { staffRole } from './people.js';

export type Composed = Rendered & { language: string; textKey: string; textVersion: string; textHash: string };

type Names = { familyName: string; sex: string | null; language: string; zone: string; smsSignature: string; phone: string; entry: string; kind: 'real' | 'training' };

async function namesOf(tx: Tx, patientId: string): Promise<Names> {
  const [row] = await tx<Names[]>`select p.family_name, p.sex, p.language, coalesce(p.zone, h.zone) as zone, h.sms_signature, h.phone, h.entry, h.kind
    from patient p join hospital h on h.id = p.hospital_id where p.id = ${patientId}`;
  if (!row) throw new Error(`There is no patient ${patientId}`);
  return row;
}

async function loadedPlan(tx: Tx, row: ObligationRow): Promise<LoadedPlan> {
  const [key] = await tx<{ id: string; version: number; hash: string }[]>`select plan_id as id, plan_version as version, plan_hash as hash from episode where id = ${row.episodeId}`;
  if (!key) throw new Error(`There is no episode ${row.episodeId}`);
  return planOf(tx, row.hospitalId, key);
}

/** Staff texts are in the hospital's working language; patients' in their own when the version has it. */
const staffLanguage = 'zh-CN';
const languageFor = (row: ObligationRow, preferred: string, available: readonly string[]): string => {
  const wished = staffRole(row.spec.recipient) === null ? preferred : staffLanguage;
  return available.find((language) => language === wished) ?? available.find((language) => language.split('-')[0] === wished.split('-')[0]) ?? staffLanguage;
};

const sayingOf = async (tx: Tx, row: ObligationRow, loaded: LoadedPlan, language: string): Promise<Saying> => ({
  key: row.spec.text, params: row.spec.params, wording: await wordingFor(tx, row, loaded, language), digestLabel: row.spec.digestLabel,
});

/** `张**（7f3a2b）`: enough for a colleague to open the right page, too little for a stranger. */
const reference = (familyName: string, patientId: string, language: string): string =>
  language.startsWith('zh') ? `${familyName || '患者'}**（${patientId.slice(-6)}）` : `${familyName || 'Patient'} ** (${patientId.slice(-6)})`;

/** The code of whoever owns the number that the message goes to. */
async function codeOf(tx: Tx, crypt: Crypt, hospitalId: string, contactId: string): Promise<string | null> {
  const person = await personOfContact(tx, hospitalId, contactId);
  return person && codeFor(tx, crypt, person);
}

/** `reader`: the patient's or family's contact that it goes to; null for staff, or while it is not known whom it reaches. */
export async function compose(tx: Tx, rows: readonly [ObligationRow, ...ObligationRow[]], channel: ChannelName, reader: { contactId: string; crypt: Crypt } | null): Promise<Composed> {
  const [first] = rows;
  const names = await namesOf(tx, first.patientId);
  const loaded = await Promise.all(rows.map((row) => loadedPlan(tx, row)));
  const own = loaded[0];
  if (!own) throw new Error('compose was called without an obligation');
  const language = languageFor(first, names.language, Object.keys(own.texts));
  const key = rows.length === 1 ? first.spec.text : own.plan.texts.digest;
  const setting: Setting = {
    code: reader !== null && namesEntry(own.texts[language] ?? {}, key) ? await codeOf(tx, reader.crypt, first.hospitalId, reader.contactId) : null,
    language, zone: names.zone, channel,
    hospital: { signature: names.smsSignature, phone: names.phone, entry: names.entry, training: names.kind === 'training' },
    patient: { surname: addressed(names.familyName, names.sex, language), reference: reference(names.familyName, first.patientId, language) },
  };
  const [saying, ...others] = await Promise.all(rows.map((row, index) => sayingOf(tx, row, loaded[index] ?? own, language)));
  if (!saying) throw new Error('compose was called without an obligation');
  const rendered = others.length === 0 ? render(saying, setting) : renderDigest(key, [saying, ...others], setting);
  return { ...rendered, language, textKey: rendered.template.key, textHash: textHash(first.spec, language), textVersion: `${own.plan.id}@${own.plan.version}` };
}
