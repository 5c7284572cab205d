/**
 * The first script, small on purpose: whatever the address says will be needed is asked for at once, not one after the other: who sits here, the page,
 * its first data, and the frame around it (start.tsx), which index.html names for the same reason.
 */
import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import '@mantine/spotlight/styles.css';
import '@mantine/dates/styles.css';
import './console.css';
import { chosenLanguage } from './chosen-language.js';
import { askEarly } from './early.js';
import { pageAt } from './pages.js';
import type { Me } from './session.js';

const base = '/console';

async function begin(): Promise<void> {
  const session = askEarly('/session');
  const found = pageAt(location.pathname.slice(base.length) || '/');
  // The frame asks again and says what is wrong when something fails here.
  found?.page.load().catch(() => undefined);
  const answer = await session;
  if (!answer.ok || found === null) return;
  const { permissions } = (await answer.json()) as Pick<Me, 'permissions'>; // the route's schema says so
  if (!permissions.includes(found.page.needs)) return;
  const { page: { reads }, ids } = found;
  for (const path of reads?.({ ids, query: new URLSearchParams(location.search), language: chosenLanguage(), may: (permission) => permissions.includes(permission) }) ?? []) void askEarly(path);
}

begin().catch(() => undefined);
void import('./start.js');
