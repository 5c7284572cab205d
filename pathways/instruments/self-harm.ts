/** Which answers of the instruments speak of self-harm: a person calls, whatever the total says. */
import { epdsItem10 } from './epds.js';

/** Instrument -> the question and its answers. PHQ-9 item 9, any but "not at all" [6]; EPDS item 10, any above 0 points, answers being places from the top [7]. */
export const selfHarmAnswers: Readonly<Record<string, { question: string; answers: readonly string[] }>> = {
  phq9: { question: 'item9', answers: ['1', '2', '3'] },
  epds: { question: 'item10', answers: ['0', '1', '2', '3'].filter((place) => epdsItem10(Number(place)) > 0) },
};
