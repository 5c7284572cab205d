/** What the wording itself must keep to: known placeholders everywhere; length, neutrality and no links where it can go out as an SMS. */
import { engineTexts, engineTextsOf, type EngineText } from '../../engine/engine-texts.js';
import type { Plan } from '../../engine/plan.js';
import type { TextUse, TextUses } from '../build/text-uses.js';
import type { Worded, Wordings } from '../build/wording.js';
import { languages, type Language } from '../definition.js';
import { doseAdviceIn } from '../dose-advice.js';
import { medicalWordIn } from '../medical-words.js';
import { openIn, placeholders, rendered } from '../placeholders.js';
import { smsLength } from '../sms-length.js';
import { adviseName } from '../source/nearest.js';
import type { Place } from '../source/place.js';
import type { Report } from '../source/report.js';

/** The one engine text that leaves the hospital by SMS; the others go to staff. */
const toFamily: EngineText = 'survey.family';

/** Keys that the engine asks for by itself: every plan must word them, and those that only some plans can bring about. `plan` null: too broken to tell. */
export function useEngineTexts(uses: Pick<TextUses, 'shown' | 'sent'>, plan: Plan | null, place: Place): void {
  for (const key of [...Object.keys(engineTexts), ...(plan === null ? [] : engineTextsOf(plan))]) uses.shown(key, place);
  uses.sent(toFamily, place, { class: 'form', channels: ['wechat', 'sms'] });
}

export function checkWording(uses: TextUse[], wordings: Wordings, report: Report): void {
  for (const language of languages) {
    for (const worded of wordings[language].values()) checkPlaceholders(worded, report);
    const labels = uses.filter(({ key }) => key.startsWith('label.')).flatMap(({ key }) => wordings[language].get(key)?.wording ?? []);
    for (const { key, neutral } of smsTexts(uses)) {
      const worded = wordings[language].get(key);
      if (worded) checkSms(key, worded, language, neutral, labels, report);
    }
    for (const key of new Set(uses.flatMap((use) => (use.toPatient ? [use.key] : [])))) {
      const worded = wordings[language].get(key);
      if (worded) checkDoseAdvice(key, worded, language, report);
    }
  }
}

/** A text that is used both as safety and as a plain message must keep to the stricter rule. */
function smsTexts(uses: TextUse[]): { key: string; neutral: boolean }[] {
  const neutral = new Map<string, boolean>();
  for (const { key, sms } of uses) {
    if (sms) neutral.set(key, (neutral.get(key) ?? false) || (sms.class !== 'safety' && sms.class !== 'dose'));
  }
  return [...neutral].map(([key, strict]) => ({ key, neutral: strict }));
}

/** Only the prescriber changes a medicine, and a person says so: never a text. */
function checkDoseAdvice(key: string, { wording, place }: Worded, language: Language, report: Report): void {
  for (const { words, at, kind } of doseAdviceIn(wording, language)) {
    if (kind === 'tells') report.errorInText(place, at, `text \`${key}\` tells a patient to change, stop or double a medicine ("${words}")`, 'say whom to call, and let a person say it; to forbid it ("do not stop …") or to ask about it is allowed');
  }
}

function checkPlaceholders({ wording, place }: Worded, report: Report): void {
  for (const { name, at } of openIn(wording)) {
    if (!placeholders.includes(name)) {
      report.errorInText(place, at, `unknown placeholder {${name}}`, adviseName(name, placeholders, `use one of ${placeholders.map((one) => `{${one}}`).join(' ')}`));
    }
  }
}

function checkSms(key: string, { wording, place }: Worded, language: Language, neutral: boolean, labels: string[], report: Report): void {
  const { length, limit, alphabet, outside } = smsLength(rendered(wording, language, labels));
  if (length > limit) {
    const why = language === 'en' && alphabet === 'UCS-2' ? ` because of the character "${outside ?? ''}"` : '';
    report.error(place, `SMS \`${key}\` is ${length} long with signature and long values; one SMS holds ${limit}${why}`, `shorten it by ${length - limit}${why === '' ? '' : ', or write it without that character'}`);
  }
  const link = wording.search(/https?:\/\/|www\./i);
  if (link >= 0) report.errorInText(place, link, `SMS \`${key}\` holds a link, which carriers refuse`, 'name {entry} instead');
  const medical = neutral ? medicalWordIn(wording, language) : null;
  if (medical) report.errorInText(place, medical.at, `SMS \`${key}\` names a ${medical.kind} ("${medical.word}"); only safety and dose texts may`, 'word it neutrally: the phone may lie open before others');
}
