/**
 * Edinburgh Postnatal Depression Scale 0-30, source [7] (Cox 1987). Each answer is the option's place from the top, 0-3: items 1, 2 and 4 score
 * 0 to 3 down the list, 3 and 5-10 the other way round. 10 possible, 13 probable; item 10 (self-harm) above 0 always acts: rules read it by
 * `epdsItem10`. Trap: Chinese web pages call item 9 the self-harm item and reverse the wrong ones. Wording needs a licence: not in the product.
 */
import { bandOf, instrument, items } from './instrument.js';

const downTheList = ['item1', 'item2', 'item4'];
const points = (item: string, place: number): number => (downTheList.includes(item) ? place : 3 - place);

/** Points of the self-harm item for the chosen option's place from the top. */
export const epdsItem10 = (place: number): number => points('item10', place);

export const epds = instrument('epds', items(10, 0, 3), (answers) => {
  const total = Object.entries(answers).reduce((sum, [item, place]) => sum + points(item, place), 0);
  return { total, band: bandOf(total, [[0, 'unlikely'], [10, 'possible'], [13, 'probable']]) };
});
