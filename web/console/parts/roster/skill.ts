/** A skill in the reader's words; a word of the hospital's own shows as it was written. */
import { skillTexts } from '../../texts/unfit.js';
import { useWords } from '../../words.js';

export const useSkill = (): ((skill: string) => string) => useWords(skillTexts);
