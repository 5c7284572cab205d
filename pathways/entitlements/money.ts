/** Money is whole fen inside and text in yuan outside ("1280.00"); no float is ever added. CNY alone, so one scale is enough. */

/** Whole fen; a safe integer. */
export type Fen = number;

/** How people write an amount in yuan: `1280`, `1280.5`, `1280.00`. */
export const writtenYuan = /^(\d{1,10})(?:\.(\d{1,2}))?$/;

/** `"1280"`, `"1280.5"`, `"1280.00"` -> fen; null: not such an amount. */
export function parseYuan(text: string): Fen | null {
  const match = writtenYuan.exec(text);
  if (!match) return null;
  const [, yuan = '', fen = ''] = match;
  return Number(yuan) * 100 + Number(fen.padEnd(2, '0'));
}

/** Always two decimals. A negative amount (a day on which more was given back than taken) keeps its sign. */
export function formatYuan(fen: Fen): string {
  const digits = String(Math.abs(fen)).padStart(3, '0');
  return `${fen < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** floor(amount x part / whole), exact: the product may exceed what a float holds. */
export const portion = (amount: Fen, part: number, whole: number): Fen => (whole === 0 ? 0 : Number((BigInt(amount) * BigInt(part)) / BigInt(whole)));

/** The amount split by weight so that the parts add up to it; what rounding leaves over goes to the largest remainders, the first of equals. */
export function allocate(amount: Fen, weights: readonly number[]): Fen[] {
  const whole = weights.reduce((sum, weight) => sum + BigInt(weight), 0n);
  if (whole === 0n) return weights.map((_, index) => (index === 0 ? amount : 0));
  const parts = weights.map((weight, index) => {
    const product = BigInt(amount) * BigInt(weight);
    return { index, share: product / whole, rest: product % whole };
  });
  const left = Number(BigInt(amount) - parts.reduce((sum, { share }) => sum + share, 0n));
  const lucky = new Set([...parts].sort((a, b) => (a.rest === b.rest ? a.index - b.index : a.rest > b.rest ? -1 : 1)).slice(0, left).map(({ index }) => index));
  return parts.map(({ index, share }) => Number(share) + (lucky.has(index) ? 1 : 0));
}
