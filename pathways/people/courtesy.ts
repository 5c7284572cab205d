/** How a text or page speaks to the patient: with the family name, and with the title that belongs to it when the sex is known. */

const titles = { zh: { female: '女士', male: '先生' }, en: { female: 'Ms', male: 'Mr' } } as const;

/** `李女士`, `Ms Li`; the bare name when the sex is another or not known. `sex`: FHIR administrative gender. */
export function addressed(familyName: string, sex: string | null, language: string): string {
  if (familyName === '' || (sex !== 'female' && sex !== 'male')) return familyName;
  return language.startsWith('zh') ? `${familyName}${titles.zh[sex]}` : `${titles.en[sex]} ${familyName}`;
}
