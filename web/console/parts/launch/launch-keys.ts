/** Keys of the launch page: Alt and a number jumps to a part, Ctrl+Enter launches. */
import { isCtrlEnter, usePageKeys } from '../page-keys.js';
import { focusPart, partNumbers } from './Part.js';

export function useLaunchKeys(launch: () => void): void {
  usePageKeys((event) => {
    if (isCtrlEnter(event)) {
      if (!event.repeat) launch();
      return true;
    }
    const n = event.altKey && !event.ctrlKey ? partNumbers.find((one) => event.code === `Digit${one}`) : undefined;
    if (n !== undefined) focusPart(n);
    return n !== undefined;
  });
}
