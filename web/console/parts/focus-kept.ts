/** Where a pressed button goes away with its row, the keyboard stands on the heading of the list, not nowhere. The heading takes the ref and `tabIndex={-1}`. */
import { useEffect, useRef, type RefObject } from 'react';

export function useFocusKept(rows: number): RefObject<HTMLHeadingElement | null> {
  const heading = useRef<HTMLHeadingElement>(null);
  const before = useRef(rows);
  useEffect(() => {
    if (rows < before.current && (document.activeElement === null || document.activeElement === document.body)) heading.current?.focus();
    before.current = rows;
  }, [rows]);
  return heading;
}
