/** A filled form is not lost by a wrong click: closing, reloading and following a link ask first. */
import { useEffect } from 'react';

export function useLeaveGuard(active: boolean, words: string): void {
  useEffect(() => {
    if (!active) return;
    const unload = (event: BeforeUnloadEvent): void => event.preventDefault();
    const follow = (event: MouseEvent): void => {
      const link = event.target instanceof Element ? event.target.closest('a[href]') : null;
      if (link === null || link.getAttribute('href')?.startsWith('#') === true || link.getAttribute('target') === '_blank' || event.ctrlKey || event.metaKey) return;
      if (window.confirm(words)) return;
      event.preventDefault();
      event.stopPropagation();
    };
    window.addEventListener('beforeunload', unload);
    document.addEventListener('click', follow, true);
    return () => {
      window.removeEventListener('beforeunload', unload);
      document.removeEventListener('click', follow, true);
    };
  }, [active, words]);
}
