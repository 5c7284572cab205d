/** Keys that a whole page hears. In a question in front of the page they mean that question alone. */
import { useEffect, useRef } from 'react';

const inDialog = ({ target }: KeyboardEvent): boolean => target instanceof Element && target.closest('[role=dialog]') !== null;

/** `press` is asked for every key; true: it was meant for the page. */
export function usePageKeys(press: (event: KeyboardEvent) => boolean): void {
  const current = useRef(press);
  useEffect(() => {
    current.current = press;
  });
  useEffect(() => {
    const heard = (event: KeyboardEvent): void => {
      if (!inDialog(event) && current.current(event)) event.preventDefault();
    };
    window.addEventListener('keydown', heard);
    return () => window.removeEventListener('keydown', heard);
  }, []);
}

export const isCtrlEnter = (event: KeyboardEvent): boolean => event.key === 'Enter' && (event.ctrlKey || event.metaKey);
