/**
 * Words that close or reopen the daily texts when they are the whole reply. Data, because the token differs by carrier
 * ("拒收请回复R", "退订回T", clinical.md section 7) and by hospital.
 */
export type ConsentWord = { word: string; means: 'opt-out' | 'opt-in'; source: string };

export const consentWords: readonly ConsentWord[] = [
  ...['STOP', 'STOPALL', 'UNSUBSCRIBE', 'CANCEL', 'END', 'QUIT', 'REVOKE', 'OPTOUT'].map(
    (word): ConsentWord => ({ word, means: 'opt-out', source: 'Twilio default opt-out keywords' }),
  ),
  ...['START', 'UNSTOP', 'YES'].map((word): ConsentWord => ({ word, means: 'opt-in', source: 'Twilio default opt-in keywords' })),
  ...['T', 'TD', 'R', '退订', 'TD退订', '退订TD', '拒收'].map(
    (word): ConsentWord => ({ word, means: 'opt-out', source: 'clinical.md section 7: tokens of domestic carriers' }),
  ),
  { word: '恢复订阅', means: 'opt-in', source: 'convention of this project' },
];

/** Full width, case, spaces and quotation marks do not matter: people copy the instruction as printed, with its 「」 or 。 */
const bare = (text: string): string => text.normalize('NFKC').replaceAll(/[\s"'“”‘’「」『』【】[\]().,。、!！;；:：]/gu, '').toUpperCase();

export function consentIn(text: string, words: readonly ConsentWord[] = consentWords): 'opt-out' | 'opt-in' | null {
  const said = bare(text);
  return words.find(({ word }) => bare(word) === said)?.means ?? null;
}
