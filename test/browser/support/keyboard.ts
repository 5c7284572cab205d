/** Hands on a keyboard: every key is pressed and counted, and what they stand on is asked for by its name, never by its place in the page. */
import type { Page } from 'playwright-core';

export type Keyboard = {
  /** Keys so far; a chord is as many as it has keys. */
  strokes(): number;
  press(...chords: string[]): Promise<void>;
  type(text: string): Promise<void>;
  /** Tab until the focus stands on what `name` names. Throws after `most` tabs, or when the focus cannot be seen there. */
  tabTo(name: string | RegExp, most?: number): Promise<void>;
  /** What the focus stands on, as it is called. */
  focused(): Promise<string>;
};

export function keyboardOf(page: Page): Keyboard {
  let strokes = 0;
  const press = async (...chords: string[]): Promise<void> => {
    for (const chord of chords) {
      strokes += chord.split('+').length;
      await page.keyboard.press(chord);
    }
  };
  const focused = (): Promise<string> => page.evaluate<string>(nameOfFocus);
  return {
    strokes: () => strokes, press, focused,
    async type(text) {
      strokes += text.length;
      await page.keyboard.type(text);
    },
    async tabTo(name, most = 25) {
      const passed: string[] = [];
      for (let tabs = 0; tabs < most; tabs += 1) {
        await press('Tab');
        const now = await focused();
        if (typeof name === 'string' ? now.includes(name) : name.test(now)) {
          const hidden: string | null = await page.evaluate(whatCoversFocus);
          if (hidden !== null) throw new Error(`The focus on “${now}” is covered by ${hidden}`);
          return;
        }
        passed.push(now.slice(0, 60));
      }
      throw new Error(`${most} tabs did not lead to ${String(name)}; they passed ${passed.join(' > ')}`);
    },
  };
}

const nameOfFocus = `(() => {
  const at = document.activeElement;
  if (at === null) return '';
  const by = (at.getAttribute('aria-labelledby') ?? '').split(' ').map((id) => document.getElementById(id)?.textContent ?? '');
  return [at.getAttribute('aria-label'), ...[...(at.labels ?? [])].map((label) => label.textContent), ...by, at.tagName === 'BODY' || at.id === 'main' ? '' : at.textContent].filter(Boolean).join(' ').trim();
})()`;

/** null: its middle can be seen. */
const whatCoversFocus = `(() => {
  const at = document.activeElement;
  const { left, top, width, height } = at.getBoundingClientRect();
  const seen = document.elementFromPoint(left + width / 2, top + height / 2);
  if (seen === null) return 'the edge of the window';
  return at.contains(seen) || seen.contains(at) || [...(at.labels ?? [])].some((label) => label.contains(seen)) || at.parentElement.contains(seen) ? null : seen.className || seen.tagName;
})()`;
