/** Whether two writings are one name: spaces, case and order of the words aside, and 张阿姨 is Zhang Ayi. */
import { readings } from './name-keys.js';

export type Name = { familyName: string; givenName: string };

/** Letters and figures alone. Accents go, and ü as people type it: `Lü`, `lv` and `Lu` are one. */
const plain = (text: string): string => text.normalize('NFKD').toLowerCase().replace(/[^\p{L}\p{N}]/gu, '').replaceAll('v', 'u');
const characters = ({ familyName, givenName }: Name): string => (familyName + givenName).normalize('NFKC').toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

export const isNamed = (name: Name): boolean => characters(name) !== '';
export const usesCharacters = (name: Name): boolean => /\p{Script=Han}/u.test(characters(name));

/** Two names in characters are compared by these: 张莉 and 张丽 sound alike and are two people. */
export function sameName(one: Name, other: Name): boolean {
  if (!isNamed(one) || !isNamed(other)) return false;
  if (usesCharacters(one) && usesCharacters(other)) return characters(one) === characters(other);
  const spelled = spellings(other);
  return spellings(one).some((spelling) => spelled.includes(spelling));
}

function spellings(name: Name): string[] {
  const { familyName, givenName } = name;
  const pairs = usesCharacters(name) ? readings(familyName, givenName) : [[familyName, givenName] as const];
  const words = `${familyName} ${givenName}`.split(/\s+/).map(plain).sort();
  return [...pairs.flatMap(([family, given]) => [plain(family + given), plain(given + family)]), words.join('')];
}
