/**
 * Sends the alarm without leaving the page, and again until it is taken: a dead spot must cost neither the alarm nor the numbers to call. One press
 * has one key, so that it counts once however often it is sent. It stays with this tab until it is taken or called off, whichever page is opened.
 */
type Pending = { account: string; key: string; body: Record<string, string | number> };

const stored = 'wuyou.alarm';
/** ms, C. How long she sees "sending" before she is told that it has not gone; how long one try may take; the pause until the next. */
const [unsure, longest, pause] = [2_500, 8_000, 4_000];

const form = document.querySelector<HTMLFormElement>('form[data-alarm]');
const dialog = form?.closest('dialog') ?? null;
const stop = document.querySelector<HTMLButtonElement>('[data-alarm-stop]');
const account = form?.dataset['alarm'] ?? '';
let pending: Pending | null = null;
let again: ReturnType<typeof setTimeout> | undefined;
let sending = false;

function show(state: 'idle' | 'sending' | 'not-sent' | 'sent'): void {
  for (const words of document.querySelectorAll<HTMLElement>('[data-alarm-is]')) words.hidden = words.dataset['alarmIs'] !== state;
  if (stop) stop.hidden = state !== 'not-sent';
}
const newKey = (): string => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');

function set(next: Pending | null): void {
  pending = next;
  if (next) sessionStorage.setItem(stored, JSON.stringify(next));
  else sessionStorage.removeItem(stored);
}

async function send(): Promise<void> {
  if (!pending || sending) return;
  sending = true;
  clearTimeout(again);
  const { key, body } = pending;
  const late = setTimeout(() => show('not-sent'), unsure);
  const status = await fetch('/visit-alarms', { method: 'POST', headers: { 'content-type': 'application/json', 'idempotency-key': key }, body: JSON.stringify(body), signal: AbortSignal.timeout(longest) })
    .then((response) => response.status, () => 0);
  clearTimeout(late);
  sending = false;
  if (status >= 200 && status < 300) {
    set(null);
    open(); // closed meanwhile: she must hear it
    return show('sent');
  }
  if (!pending) return show('idle'); // called off meanwhile
  // Whatever was wrong with the visit or the place: the alarm goes without them.
  if ([400, 404, 422].includes(status)) set({ account, key: newKey(), body: {} });
  show('not-sent');
  again = setTimeout(() => void send(), pause);
}

/** `Number('')` would be a place at 0. */
const numberIn = (fields: FormData, name: string): Record<string, number> => {
  const text = String(fields.get(name) ?? '');
  return text !== '' && Number.isFinite(Number(text)) ? { [name]: Number(text) } : {};
};

function open(): void {
  if (!dialog || dialog.open) return;
  dialog.hidden = false;
  dialog.showModal();
}

if (form) {
  form.addEventListener('submit', (event) => {
    if (event.defaultPrevented) return; // where she is, is still being asked for
    event.preventDefault();
    if (pending) return void send();
    const fields = new FormData(form);
    const occurrence = String(fields.get('occurrence') ?? '');
    set({ account, key: newKey(), body: { ...(occurrence ? { occurrence } : {}), ...numberIn(fields, 'lat'), ...numberIn(fields, 'lng') } });
    show('sending');
    void send();
  });
  window.addEventListener('online', () => void send());
  stop?.addEventListener('click', () => {
    clearTimeout(again);
    set(null);
    show('idle');
  });
  if (dialog && typeof dialog.showModal === 'function') {
    document.querySelector('[data-alarm-open]')?.addEventListener('click', (event) => {
      event.preventDefault();
      open();
    });
    dialog.querySelector('[data-alarm-close]')?.addEventListener('click', () => dialog.close());
  }
  const before = JSON.parse(sessionStorage.getItem(stored) ?? 'null') as Pending | null; // written by this script alone
  if (before && before.account !== account) set(null);
  else if (before) {
    pending = before;
    open();
    show('not-sent');
    void send();
  }
}
export {};
