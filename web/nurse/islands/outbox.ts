/**
 * What could not be sent for want of a network is kept on this phone and sent once when it is back, from whichever nurse page is open. Only
 * the record of a visit is kept: it is the one thing that takes minutes to write. The server keeps the newest draft, so that sending it
 * twice or late changes nothing.
 */
import { kept, forget, sendDraft } from './drafts.js';

const notice = document.getElementById('offline');

async function sendAll(): Promise<void> {
  let sent = 0;
  for (const draft of kept()) {
    const answer = await sendDraft(draft);
    if (answer === 'unreachable') break;
    forget(draft.occurrence);
    sent += answer === 'saved' ? 1 : 0;
  }
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
