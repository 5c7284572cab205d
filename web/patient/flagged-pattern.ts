/** Numbers that are a red flag by themselves, as an HTML `pattern`: typing one makes the field `:invalid`, and the style sheet shows what to do, without script or network. */

/** What does not match is flagged. `flagged`: as the instrument writes them, `39.0`; typed without the zeros, with a comma or in full width they count too. */
export const patternWithout = (flagged: readonly string[]): string => `(?!\\s*(?:${flagged.flatMap(waysToType).join('|')})\\s*$)[\\s\\S]*`;

function waysToType(number: string): string[] {
  const [whole = '', decimals = ''] = number.split('.');
  const wide = (digits: string): string => digits.replaceAll(/\d/g, (digit) => `[${digit}${String.fromCodePoint(0xff10 + Number(digit))}]`);
  const sign = whole.startsWith('-') ? '-' : '';
  const significant = decimals.replace(/0+$/, '');
  const zeros = `[0０]{0,${decimals.length - significant.length}}`;
  const digits = `${sign}0*${wide(whole.replace('-', ''))}`;
  if (decimals === '') return [digits];
  const point = '[.,，．。]';
  return significant === '' ? [`${digits}(?:${point}${zeros})?`] : [`${digits}${point}${wide(significant)}${zeros}`];
}
