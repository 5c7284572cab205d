/**
 * Invented personal data that occurs nowhere else, each with the only places where it may lie readable, and why. A place is
 * `table.column` of PostgreSQL; whatever else the product writes (histories, logs, metrics, addresses, refusals) has no place for any.
 */
import { createHash } from 'node:crypto';

export type Canary = {
  name: string;
  value: string;
  /** The same written otherwise, e.g. without the country's prefix, in pinyin. */
  alsoAs?: readonly string[];
  /** Columns that hold it readable on purpose. A place where it is no longer found fails the test, so that this list stays true. */
  homes: readonly string[];
};

/** Where the domain itself reads words that people wrote: rules, replay and screens work on them, so they rest on the database's own protection. */
const journalHomes = ['journal.input', 'journal.events', 'inbox.payload', 'timeline.data'] as const;
const answerHomes = ['answer.answers', ...journalHomes] as const;

export const canaries = {
  familyName: { name: "patient's family name", value: '欧阳隺', homes: ['patient.family_name', 'patient.full_name', 'search_key.key', 'task.instruction'] },
  givenName: { name: "patient's given name", value: '珩翀璘', alsoAs: ['hengchonglin'], homes: ['patient.given_name', 'patient.full_name', 'search_key.key'] },
  mobile: { name: "patient's mobile", value: '13857194263', alsoAs: ['+8613857194263', '138 5719 4263'], homes: ['contact.value'] },
  relative: { name: "relative's name", value: '钟离鬯', homes: ['contact.name'] },
  relativeMobile: { name: "relative's mobile", value: '13957192581', homes: ['contact.value'] },
  email: { name: "patient's e-mail", value: 'quietcanary@hospital.example', homes: ['contact.value'] },
  nationalId: { name: 'resident id number', value: '330106194711230020', homes: [] },
  birthDate: { name: 'birth date', value: '1947-11-23', homes: ['patient.birth_date'] },
  recordNumber: { name: 'medical record number', value: 'QZXV90417', alsoAs: ['qzxv90417'], homes: ['patient_identifier.value', 'search_key.key'] },
  stayNumber: { name: 'number of the stay', value: 'KVQJ55120', alsoAs: ['kvqj55120'], homes: ['discharge.encounter_ref', 'search_key.key'] },
  stayReason: { name: 'reason of the stay', value: '髋部摔折于鹭鸶桥', homes: ['discharge.clinical'] },
  address: { name: 'address', value: '鹳鸣弄七十七号三幢九零二', homes: [] },
  accessNote: { name: 'how to get in', value: '钥匙藏在第三盆蟹爪兰下', homes: [] },
  answerText: { name: 'free text in an answer', value: '她说浴室的蓝瓷砖最滑', homes: answerHomes },
  refusedText: { name: 'free text in a command that the episode refused', value: '拒收的话提到紫藤架', homes: [] },
  resolution: { name: 'resolution of a case', value: '女儿已陪同去了云栖急诊', homes: ['escalation.note', ...journalHomes] },
  stopNote: { name: 'note beside a stop', value: '家里改请了护工芦姐', homes: journalHomes },
  caseNote: { name: "colleagues' note on a case", value: '家属提到邻居菖蒲先生', homes: [] },
  callBackNote: { name: 'note of a call-back', value: '傍晚打到茉莉茶馆', homes: [] },
  incident: { name: 'description of an incident', value: '在月洞门旁被碎碗划伤', homes: [] },
  question: { name: "patient's question", value: '可以吃外婆的乌饭团吗', homes: [] },
  textBack: { name: 'text that came back by SMS', value: '明天我在凤起路不在家', homes: ['escalation.reports', ...journalHomes] },
  pictureNote: { name: 'words inside a picture', value: 'Quillfeather Lane 12b', homes: [] },
  badInput: { name: 'values in a request that was refused at the edge', value: '不合法的绛珠草', homes: [] },
  unstorable: { name: 'patient whom the database refused to store', value: '濮阳嵬', homes: [] },
} as const satisfies Record<string, Canary>;

const utf8 = (text: string): Buffer => Buffer.from(text, 'utf8');

/** The characters of base64 that depend on nothing but these bytes, for each of the three ways they may be aligned. */
function base64Cores(bytes: Buffer): string[] {
  return [0, 1, 2].map((offset) => {
    const text = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
    return text.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6));
  });
}

/** How a leak may be written: as it is, escaped, encoded, or hashed without a key, which anybody can do for every phone number there is. */
export function writings({ value, alsoAs = [] }: Canary): Buffer[] {
  const escaped = (text: string): string => [...text].map((c) => (c.charCodeAt(0) > 126 ? `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}` : c)).join('');
  return [value, ...alsoAs].flatMap((text) => {
    const bytes = utf8(text);
    const hash = (algorithm: string) => createHash(algorithm).update(bytes);
    return [
      text, escaped(text), encodeURIComponent(text), bytes.toString('hex'), bytes.toString('latin1'), ...base64Cores(bytes),
      ...['md5', 'sha1', 'sha256'].flatMap((algorithm) => [hash(algorithm).digest('hex'), hash(algorithm).digest('base64')]),
    ].map(utf8);
  });
}

export type Place = { where: string; bytes: Buffer };
export type Sighting = { where: string; what: string };

/** Each canary at each place once. */
export function sightings(places: readonly Place[], of: readonly Canary[] = Object.values(canaries)): Sighting[] {
  const found = new Map<string, Sighting>();
  const wanted = of.map((canary) => ({ canary, needles: writings(canary) }));
  for (const { where, bytes } of places) {
    for (const { canary, needles } of wanted) if (needles.some((needle) => bytes.includes(needle))) found.set(`${where} ${canary.name}`, { where, what: canary.name });
  }
  return [...found.values()];
}
