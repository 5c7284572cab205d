/** Shows its content once it comes near the screen: a patient of a year has dozens of plots, and each is a drawing to make. */
import { useEffect, useRef, useState, type ReactNode } from 'react';

export function WhenSeen({ height, children }: { height: number; children: ReactNode }) {
  const frame = useRef<HTMLDivElement>(null);
  const [seen, see] = useState(false);
  useEffect(() => {
    if (frame.current === null) return undefined;
    const observer = new IntersectionObserver((entries) => { if (entries.some(({ isIntersecting }) => isIntersecting)) see(true); }, { rootMargin: '300px' });
    observer.observe(frame.current);
    return () => observer.disconnect();
  }, []);
  return <div ref={frame} style={{ minHeight: height }}>{seen ? children : null}</div>;
}
