/** One SMS holds 160 GSM-7 septets, or 70 UTF-16 units as soon as one character is outside GSM-7 (so always in Chinese). */
const basic =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
const extended = '^{}\\[~]|€';

export type SmsLength = { length: number; limit: number; alphabet: 'GSM-7' | 'UCS-2'; outside: string | null };

/** `outside`: the first character that forces UCS-2. */
export function smsLength(text: string): SmsLength {
  let septets = 0;
  for (const character of text) {
    if (basic.includes(character)) septets += 1;
    else if (extended.includes(character)) septets += 2;
    else return { length: text.length, limit: 70, alphabet: 'UCS-2', outside: character };
  }
  return { length: septets, limit: 160, alphabet: 'GSM-7', outside: null };
}
