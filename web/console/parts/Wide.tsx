/** A table that may be wider than the page: it scrolls by itself, also by keyboard. What is placed in it (words for screen readers alone) scrolls with it: it would widen the page. */
import type { ReactNode } from 'react';

export function Wide({ label, children }: { label: string; children: ReactNode }) {
  // What scrolls must be reachable by keyboard (WCAG 2.1.1); a mouse is not needed to read a wide table.
  // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
  return <div role="region" aria-label={label} tabIndex={0} style={{ overflowX: 'auto', position: 'relative' }}>{children}</div>;
}
