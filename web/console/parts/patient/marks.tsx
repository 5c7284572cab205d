/** The signs of the timeline: each state has a shape of its own, so that it can be read without colour. */
import type { EntryState } from '../../../../pathways/chart/entry.js';
import { levelColor } from '../../theme.js';

export type MarkState = EntryState | 'replaced';
const ink = '#0b5c6b';

/** A drawing beside words: hidden from screen readers, which hear the words. */
export function Sign({ state, level = null, size = 14 }: { state: MarkState; level?: string | null; size?: number }) {
  const color = level === null ? ink : levelColor(level);
  return (
    <svg width={size} height={size} viewBox="0 0 14 14" aria-hidden="true" focusable="false" style={{ flexShrink: 0 }}>
      {state === 'happened' ? <circle cx="7" cy="7" r="6" fill={color} /> : null}
      {state === 'planned' ? <circle cx="7" cy="7" r="5" fill="#fff" stroke={color} strokeWidth="2" /> : null}
      {state === 'replaced' ? <circle cx="7" cy="7" r="5" fill="none" stroke="#5b6770" strokeWidth="1.5" strokeDasharray="2.4 1.8" /> : null}
      {state === 'not' ? <path d="M2 2 L12 12 M12 2 L2 12" stroke="#b3170f" strokeWidth="2.6" /> : null}
      {state === 'left-out' ? <><circle cx="7" cy="7" r="5" fill="none" stroke="#5b6770" strokeWidth="1.5" /><path d="M1 13 L13 1" stroke="#5b6770" strokeWidth="1.8" /></> : null}
    </svg>
  );
}
