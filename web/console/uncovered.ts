/**
 * A notice never lies over what the keyboard stands on (WCAG 2.2, 2.4.11): when the focus moves under one, the notices move to the other end of
 * the window, and back when they are in the way there.
 */
const notices = '.mantine-Notifications-root';

function look(): void {
  const at = document.activeElement;
  if (at === null || at === document.body) return;
  const { left, top, width, height } = at.getBoundingClientRect();
  const seen = document.elementFromPoint(left + width / 2, top + height / 2);
  if (seen?.closest(notices) && !at.closest(notices)) document.documentElement.toggleAttribute('data-notices-above');
}

/** Looks at every step of the focus, for as long as the page lives. */
export function keepFocusUncovered(): void {
  document.addEventListener('focusin', look);
}
