/** Records that the server did not take, shown on every page of their writer until she has decided: nothing that was seen at a bedside may vanish. */
import { account, discard, keep, notTaken, type NotTaken } from './drafts.js';

const place = document.getElementById('not-taken');
const template = document.querySelector<HTMLTemplateElement>('#not-taken-card');
const page = (draft: NotTaken, name: string): string => `/nurse/visits/${draft.occurrence}/${name}`;

function cardOf(draft: NotTaken): Node | null {
  const card = template?.content.cloneNode(true) as DocumentFragment | undefined;
  if (!card) return null;
  const part = <E extends HTMLElement = HTMLElement>(name: string): E | null => card.querySelector<E>(`[data-part=${name}]`);
  const why = part('why');
  if (why) why.textContent = (why.dataset[draft.why] ?? '').replace('{visit}', draft.visit ?? '');
  part('lines')?.replaceChildren(...(draft.lines ?? []).map((line) => Object.assign(document.createElement('li'), { textContent: line })));
  part('abnormal')?.setAttribute('href', page(draft, 'abnormal'));
  const record = document.querySelector<HTMLFormElement>('form[data-record]');
  const standsHere = record?.dataset['record'] === draft.occurrence;
  const [open, mine] = [part('open'), part('mine')];
  open?.setAttribute('href', page(draft, 'record'));
  if (open) open.hidden = draft.why !== 'older' || standsHere;
  if (mine) mine.hidden = draft.why !== 'older' || !standsHere;
  mine?.addEventListener('click', () => {
    const { why: _, ...written } = draft;
    keep({ ...written, account, basedOn: record?.dataset['basedOn'] || null });
    discard(draft);
    window.location.assign(page(draft, 'record'));
  });
  part('discard')?.addEventListener('click', () => {
    discard(draft);
    showNotTaken();
    document.getElementById('main')?.focus();
  });
  return card;
}

export function showNotTaken(): void {
  place?.replaceChildren(...notTaken().flatMap((draft) => cardOf(draft) ?? []));
}
