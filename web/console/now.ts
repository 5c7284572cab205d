/**
 * One timer for everything on screen that counts down, in the server's time: a ward's computer may run minutes off, and "two minutes left"
 * must not depend on it. Nothing ticks while nothing counts.
 */
import { useSyncExternalStore } from 'react';
import { fromMs, localDateOf } from '../../pathways/time.js';

const tickMs = 1_000;
/** Milliseconds by which the server is ahead of this browser. */
let ahead = 0;
let shown = Date.now();
let timer: number | undefined;
const listeners = new Set<() => void>();

function tick(): void {
  shown = Date.now() + ahead;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (timer === undefined) {
    shown = Date.now() + ahead;
    timer = window.setInterval(tick, tickMs);
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    window.clearInterval(timer);
    timer = undefined;
  };
}

/** Called with the server's clock whenever an answer carries it. Small differences are the network's. */
export function serverClock(instant: string): void {
  const difference = Date.parse(instant) - Date.now();
  if (Math.abs(difference - ahead) > tickMs) ahead = difference;
}

/** An instant of this browser's clock, as the server would have written it. */
export const inServerTime = (ms: number): string => fromMs(ms + ahead);

/** What `of` makes of the server's time in ms: looked at every second, drawn anew only when it differs, so that sixty deadlines hours away cost nothing. */
export const useOfNow = <T extends string | number | boolean>(of: (now: number) => T): T => useSyncExternalStore(subscribe, () => of(shown));

let day = { zone: '', minute: -1, date: '' };
function dateIn(zone: string): string {
  const minute = Math.floor(shown / 60_000);
  if (day.zone !== zone || day.minute !== minute) day = { zone, minute, date: localDateOf(fromMs(shown), zone) };
  return day.date;
}

/** The server's date in a zone, anew only when it changes. */
export const useToday = (zone: string): string => useSyncExternalStore(subscribe, () => dateIn(zone));
