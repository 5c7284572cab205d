/** The Chinese resident id (GB 11643): 17 digits and a check character. Used only to recognise a person; the number itself is never stored. */
const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const checks = '10X98765432';

/** The number as it is compared, or null when its check character is wrong. */
export function nationalIdOf(written: string): string | null {
  const id = written.trim().toUpperCase();
  if (!/^\d{17}[\dX]$/.test(id)) return null;
  const sum = weights.reduce((total, weight, index) => total + weight * Number(id[index]), 0);
  return checks[sum % 11] === id[17] ? id : null;
}
