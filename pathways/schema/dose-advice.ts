/**
 * Words that tell a patient to change, stop, skip or double a medicine. No text to a patient may: only the prescriber decides, and tells the
 * patient in person. Own list, convention C. It finds more than it must: a hit that forbids ("do not stop a medicine") or asks ("did you stop
 * a medicine?") may stand, and every hit in the built-in packages is read by a person (pathways/definitions/dose-words.reviewed.txt).
 */
export type DoseAdvice = {
  /** The words found, and where they begin. */
  words: string; at: number;
  /** `tells`: refused. `forbids`, `asks`: what stands around the words turns them into a warning or a question. */
  kind: 'tells' | 'forbids' | 'asks';
};

type Language = 'zh-CN' | 'en';

const zhMedicine = '(药|剂量|用量|药量|胰岛素|注射|打针|针剂|肝素|抗凝)';
const enMedicine = '(doses?|dosages?|medicines?|medications?|drugs?|tablets?|pills?|capsules?|injections?|insulin|heparin|anticoagulants?|antiplatelets?|puffs?)';
const enChange = '(stop|stops|stopping|quit|halt|pause|pausing|hold|withhold|skip|skipping|omit|halve|double|doubling|reduce|reducing|lower|decrease|increase|raise|raising|change|changing|adjust|adjusting|switch|cut|split)';

/** Each within one clause. `(?<!新)`: a new medicine is a noun. */
const tellings: Record<Language, readonly RegExp[]> = {
  'zh-CN': [
    new RegExp(`(停止|暂停|中止|中断|停)[^，。；！？：]{0,8}?${zhMedicine}`, 'g'),
    /停(用|服|打)|减量|加量|增量|减半|加倍|翻倍|双倍|改量|换药吃|跳过(一次|本次|今天)/g,
    /(多|少|再|加|减)(服|打|注射)(一|两|二|半|几|\d|点|些)|补(服|吃|打|用|针)/g,
    // Sugar is eaten again after a low glucose, a tablet is not.
    /(多|少|再)(吃|用)[^，。；！？：]{0,4}(片|粒|颗|支|针|药|剂)/g,
    new RegExp(`(调整|改变|更改|增加|减少|加大|减小|调高|调低|更换|改用|换用|改服|改吃)[^，。；！？：]{0,6}?${zhMedicine}`, 'g'),
    /(不要|先别|先不|不用|无需|别|勿|停止)再?(服|吃|注射|打)(用|针)?[^，。；！？：]{0,4}(药|针|剂|片|胰岛素|肝素)/g,
  ],
  en: [
    new RegExp(`\\b${enChange}\\b[^.;:!?]{0,40}?\\b${enMedicine}\\b`, 'gi'),
    new RegExp(`\\b${enMedicine}\\b[^.;:!?]{0,25}?\\b(stopped|paused|held|skipped|omitted|halved|doubled|reduced|lowered|increased|raised|changed|adjusted)\\b`, 'gi'),
    new RegExp(`\\b(extra|another|second|double|half|more|fewer|less)\\b[^.;:!?,]{0,12}?\\b${enMedicine}\\b`, 'gi'),
    /\b(take|inject|use|give)\s+(more|less|fewer|twice|two|double|half|an? extra|another|no)\b/gi,
    new RegExp(`\\b(do not|don't|don’t|never|no longer|stop)\\s+(take|taking|inject|injecting|use|using)\\b[^.;:!?]{0,20}?\\b${enMedicine}\\b`, 'gi'),
    /\b(catch up|make up)\b[^.;:!?]{0,15}\b(missed|dose|medicine)/gi,
  ],
};

/** The last of the patterns of either language: "do not take the tablet" stops a dose by forbidding it. */
const forbidsTaking = { 'zh-CN': /^(不要|先别|先不|不用|无需|别|勿|停止)再?(服|吃|注射|打)/, en: /^(do not|don't|don’t|never|no longer|stop)\s+(take|taking|inject|injecting|use|using)/i };
/** Right before the words, in the same clause. */
const forbidding = { 'zh-CN': /(不要|切勿|请勿|勿|不可|不能|不得|不应|不许|别|绝不|从不|避免|禁止|不|没有|未|无)[^，。；！？：]{0,8}$/, en: /\b(never|not|no|n't|nothing|nobody|without|avoid)\b[^.;:!?]{0,30}$/i };

/** Every hit of a text, in order, each place once. */
export function doseAdviceIn(text: string, language: Language): DoseAdvice[] {
  const hits = new Map<number, DoseAdvice>();
  for (const pattern of tellings[language])
    for (const match of text.matchAll(pattern)) {
      const [words] = match;
      const known = hits.get(match.index);
      if (!known || known.words.length < words.length) hits.set(match.index, { words, at: match.index, kind: kindOf(text, match.index, words, language) });
    }
  const found = [...hits.values()].sort((a, b) => a.at - b.at);
  return found.filter((hit) => !found.some((other) => other !== hit && other.at <= hit.at && other.at + other.words.length >= hit.at + hit.words.length && other.kind === hit.kind));
}

function kindOf(text: string, at: number, words: string, language: Language): DoseAdvice['kind'] {
  const rest = text.slice(at);
  if (/[？?]/.test(rest.slice(0, (rest.search(/[。.；;！!？?]/) + 1) || undefined).slice(-1))) return 'asks';
  if (forbidsTaking[language].test(words)) return 'tells';
  if (language === 'en' && !/^(take|inject|use|give)\b/i.test(words) && /\b(no|never|not)\b/i.test(words)) return 'forbids';
  return forbidding[language].test(text.slice(0, at)) ? 'forbids' : 'tells';
}
