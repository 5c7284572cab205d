/**
 * Text key, language and parameters become wording, at the moment of sending. Placeholders are filled here and nowhere else:
 * {surname} {day} {entry} {phone} {slot} {date} {items} {level} {instruction} {patient} {case} {label}.
 */
import { saySlot, sayDate } from '../pathways/calendar/words.js';
import { localTimeOf } from '../pathways/time.js';
import type { ParamValue } from '../pathways/engine/events.js';
import type { ChannelName } from '../pathways/engine/vocabulary.js';

export type Wording = Readonly<Record<string, string>>;

/** What one obligation wants to say, with the wording of its own plan version. */
export type Saying = { key: string; params: Readonly<Record<string, ParamValue>>; wording: Wording; digestLabel: string | null };

export type Setting = {
  language: string;
  /** Of the patient: dates and slots are said in it. */
  zone: string;
  channel: ChannelName;
  hospital: { signature: string; phone: string; entry: string; training: boolean };
  patient: { surname: string; /** How staff find the patient without a full name in a text. */ reference: string };
  /** The reader's personal code, said wherever a text names the entry; null for staff. */
  code: string | null;
};

export type Rendered = {
  body: string;
  template: { key: string; params: Record<string, string> };
  subject: string;
  /** SMS parts that the carrier bills; 1 for other channels. */
  parts: number;
};

/** The wording lacks a key or a value: the publisher should have refused the version. Never sent half-filled. */
export class Unrenderable extends Error {
  override readonly name = 'Unrenderable';
}

/** Carriers count the signature. One character outside the GSM alphabet makes the whole text UCS-2, with shorter parts. */
export const smsLength = { ucs2: { single: 70, part: 67 }, gsm7: { single: 160, part: 153 }, mostParts: 5 } as const;

const levelWords: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  zh: { red: '红色', orange: '橙色', yellow: '黄色' },
  en: { red: 'RED', orange: 'ORANGE', yellow: 'YELLOW' },
};
const drill = { zh: '【演练】', en: '[Drill] ' };
const andMore = { zh: (n: number) => `等${n}项`, en: (n: number) => ` and ${n} more` };
/** Stands for the matter when it has no label of its own ("could not be delivered: message"). */
const unnamed = { zh: '消息', en: 'message' };
/** How the entry is said with its code: the first unless a later one keeps an SMS in fewer parts. Without a gap nobody sees where the code begins, so that comes last. */
const withCode = {
  zh: [(entry: string, code: string) => `${entry}（码${code}）`, (entry: string, code: string) => `${entry} 码${code}`, (entry: string, code: string) => `${entry}码${code}`],
  en: [(entry: string, code: string) => `${entry} (code ${code})`, (entry: string, code: string) => `${entry} ${code}`, (entry: string, code: string) => `${entry} ${code}`],
} as const;
type Style = 0 | 1 | 2;
const script = (language: string): 'zh' | 'en' => (language.startsWith('zh') ? 'zh' : 'en');

/** `escalation` ids and patient ids are long; six characters and the number tell cases apart on a phone. */
export const shortCase = (escalation: string): string => {
  const [episode = '', , n = ''] = escalation.split('/');
  return `${episode.slice(-6)}-${n}`;
};

const wordingOf = (wording: Wording, key: string): string => {
  const text = wording[key];
  if (text === undefined) throw new Unrenderable(`The published texts have no wording for "${key}"`);
  return text;
};

/** Every value that the parameters can give; what a text asks for beyond them makes it unrenderable. */
function valuesOf({ params, wording }: Saying, { language, zone, hospital, patient, code }: Setting, style: Style): Record<string, string> {
  const { slotFrom, slotUntil, date, label, instruction, level, case: escalation, ...plain } = params;
  return {
    ...Object.fromEntries(Object.entries(plain).map(([name, value]) => [name, String(value)])),
    surname: patient.surname, patient: patient.reference, phone: hospital.phone,
    entry: code === null ? hospital.entry : withCode[script(language)][style](hospital.entry, code),
    ...(typeof slotFrom === 'string' && typeof slotUntil === 'string' ? { slot: slotFrom === slotUntil ? localTimeOf(slotFrom, zone) : saySlot(slotFrom, slotUntil, zone) } : {}),
    ...(typeof date === 'string' ? { date: sayDate(date, language) } : {}),
    label: typeof label === 'string' ? wordingOf(wording, label) : unnamed[script(language)],
    ...(typeof instruction === 'string' ? { instruction: wordingOf(wording, instruction) } : {}),
    ...(typeof level === 'string' ? { level: levelWords[script(language)]?.[level] ?? level } : {}),
    ...(typeof escalation === 'string' ? { case: shortCase(escalation) } : {}),
  };
}

function fill(text: string, values: Readonly<Record<string, string>>, key: string): { text: string; used: Record<string, string> } {
  const used: Record<string, string> = {};
  const filled = text.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Unrenderable(`Text "${key}" asks for {${name}}, which this message does not carry`);
    used[name] = value;
    return value;
  });
  return { text: filled, used };
}

export const charactersOf = (text: string): number => [...text].length;
/** The GSM 03.38 basic set; its extension characters (brackets, braces, euro) take two places. */
const gsmBasic = /^[@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&'()*+,\-./0-9:;<=>?¡A-ZÄÖÑÜ§¿a-zäöñüà^{}\\[~\]|€]*$/;
const gsmLength = (text: string): number => charactersOf(text) + (text.match(/[\^{}\\[~\]|€]/g)?.length ?? 0);

function partsOf(text: string): number {
  const [length, { single, part }] = gsmBasic.test(text) ? [gsmLength(text), smsLength.gsm7] : [charactersOf(text), smsLength.ucs2];
  return length <= single ? 1 : Math.ceil(length / part);
}

function dress(text: string, { channel, hospital, language }: Setting): string {
  const marked = hospital.training ? `${drill[script(language)]}${text}` : text;
  if (channel !== 'sms') return marked;
  // 【】 would push an English text out of the GSM alphabet and into parts.
  return language.startsWith('zh') ? `【${hospital.signature}】${marked}` : `[${hospital.signature}] ${marked}`;
}

/**
 * A template's values are short (WeChat: 20 characters), and a tap on it opens the entry: there the code is a value of its own, for a field that
 * a hospital may register.
 */
function templateParams(used: Record<string, string>, { channel, hospital, code }: Setting): Record<string, string> {
  if (code === null || used['entry'] === undefined) return used;
  return { ...used, code, ...(channel === 'wechat' ? { entry: hospital.entry } : {}) };
}

function finish(key: string, text: string, used: Record<string, string>, setting: Setting): Rendered {
  const body = dress(text, setting);
  const parts = setting.channel === 'sms' ? partsOf(body) : 1;
  if (parts > smsLength.mostParts) throw new Unrenderable(`Text "${key}" has ${charactersOf(body)} characters, more than ${smsLength.mostParts} SMS parts hold`);
  return { body, template: { key, params: templateParams(used, setting) }, subject: `${setting.hospital.signature}`, parts };
}

/** True: the reader needs to know their code. */
export const namesEntry = (wording: Wording, key: string): boolean => wording[key]?.includes('{entry}') ?? false;

export const render = (saying: Saying, setting: Setting): Rendered =>
  shorter(setting, (style) => {
    const { text, used } = fill(wordingOf(saying.wording, saying.key), valuesOf(saying, setting, style), saying.key);
    return finish(saying.key, text, used, setting);
  });

function shorter({ code }: Setting, said: (style: Style) => Rendered): Rendered {
  const usual = said(0);
  if (code === null || usual.parts === 1) return usual;
  return ([1, 2] as const).map(said).reduce((best, terse) => (terse.parts < best.parts ? terse : best), usual);
}

/** Several matters of the same slot in one message: their labels, shortened to "and n more" when an SMS would not hold them all. */
export function renderDigest(digestKey: string, sayings: readonly [Saying, ...Saying[]], setting: Setting): Rendered {
  const [first] = sayings;
  const labels = [...new Set(sayings.map((saying) => wordingOf(saying.wording, saying.digestLabel ?? saying.key)))];
  const tongue = script(setting.language);
  const attempt = (shown: number): Rendered => shorter(setting, (style) => {
    const rest = labels.length - shown;
    const items = labels.slice(0, shown).join(tongue === 'zh' ? '、' : ', ') + (rest > 0 ? andMore[tongue](tongue === 'zh' ? labels.length : rest) : '');
    const { text, used } = fill(wordingOf(first.wording, digestKey), { ...valuesOf(first, setting, style), items }, digestKey);
    return finish(digestKey, text, used, setting);
  });
  for (let shown = labels.length; shown > 1; shown -= 1) {
    const rendered = attempt(shown);
    if (rendered.parts === 1) return rendered;
  }
  return attempt(1);
}
