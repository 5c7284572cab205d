/**
 * Whether the session of this page still opens anything. When it has ended, nothing on the page is taken away: what somebody writes stays, a strip
 * says it (parts/Standing.tsx), and of what was pressed then a dialog says that it was not taken. Only a page that has nothing yet goes to the form.
 */
import { useSyncExternalStore } from 'react';
import { listeners } from './listeners.js';

/** `over`: the last answer was "sign in first". `notTaken`: it was the answer to something that somebody pressed. */
type SignedIn = { over: boolean; notTaken: boolean };

let known = false;
let state: SignedIn = { over: false, notTaken: false };
const change = listeners();
const back = listeners();

function become(next: SignedIn): void {
  if (next.over === state.over && next.notTaken === state.notTaken) return;
  const isBack = state.over && !next.over;
  state = next;
  change.tell();
  if (isBack) back.tell();
}

/** What is told of every answer. `pressed`: somebody asked for a change, not the page for its data. */
export function heardAnswer(status: number, pressed: boolean): void {
  if (status >= 200 && status < 300) {
    known = true;
    become({ ...state, over: false });
  } else if (status === 401 && known) become({ over: true, notTaken: state.notTaken || pressed });
  else if (status === 401) location.assign(signInPath());
}

/** Leads back to what the page shows now, the opened case too. */
export const signInPath = (): string => `/sign-in?to=${encodeURIComponent(location.pathname + location.search)}`;

export const signedIn = (): SignedIn => state;
export const dismissNotTaken = (): void => become({ ...state, notTaken: false });

/** Calls `listener` when somebody has signed in again. */
export const whenBack = back.subscribe;

export const useSignedIn = (): SignedIn => useSyncExternalStore(change.subscribe, signedIn);
