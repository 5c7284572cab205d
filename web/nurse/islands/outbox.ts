/**
 * What could not be sent for want of a network is kept on this phone and sent once when it is back, from whichever nurse page is open. Only
 * the record of a visit is kept: it is the one thing that takes minutes to write. Sending it twice or late changes nothing.
 */
import { kept, ofOthers, sendDraft } from './drafts.js';
import { showNotTaken } from './drafts-not-taken.js';

const notice = document.getElementById('offline');
const others = document.getElementById('of-others');

async function sendAll(): Promise<void> {
  let sent = 0;
  for (const draft of kept()) {
    const { outcome } = await sendDraft(draft);
    if (outcome === 'unreachable') break;
    sent += outcome === 'saved' ? 1 : 0;
    // Its form shows what was not taken: the newer record belongs there.
    if (outcome === 'older' && document.querySelector<HTMLElement>('form[data-record]')?.dataset['record'] === draft.occurrence) window.location.assign(window.location.pathname);
  }
  showNotTaken();
  if (others) others.hidden = ofOthers() === 0;
  if (!notice) return;
  notice.hidden = kept().length === 0 && sent === 0;
  if (sent > 0 && kept().length === 0) notice.textContent = notice.dataset['synced'] ?? '';
}
window.addEventListener('online', () => void sendAll());
void sendAll();

/** Ticked steps and materials stay ticked on this phone; they are a memory aid, not evidence. */
for (const box of document.querySelectorAll<HTMLInputElement>('input[data-keep]')) {
  const key = `wuyou.tick.${box.dataset['keep'] ?? ''}`;
  box.checked = localStorage.getItem(key) === '1';
  box.addEventListener('change', () => (box.checked ? localStorage.setItem(key, '1') : localStorage.removeItem(key)));
}
