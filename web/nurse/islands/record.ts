/** The record page: scores while typing, and a draft that is kept on the phone with every change and sent when the network allows. */
import { instruments } from '../../../pathways/instruments/instruments.js';
import { account, keep, keptOf, savedOf, sendDraft, type Answers, type KeptDraft } from './drafts.js';
import { showNotTaken } from './drafts-not-taken.js';

const form = document.querySelector<HTMLFormElement>('form[data-record]');
const notice = document.getElementById('offline');

function answersOf(of: HTMLFormElement): Answers {
  const answers: Answers = {};
  for (const input of of.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('[name^="a."]')) {
    const [, formId = '', question = ''] = input.name.split('.');
    const put = (value: string | boolean | string[]): void => void ((answers[formId] ??= {})[question] = value);
    if (input instanceof HTMLInputElement && input.type === 'radio') {
      if (input.checked) put(input.value === 'true' ? true : input.value === 'false' ? false : input.value);
    } else if (input instanceof HTMLInputElement && input.type === 'checkbox') {
      const before = answers[formId]?.[question];
      if (input.checked) put([...(Array.isArray(before) ? before : []), input.value]);
    } else if (input.value.trim() !== '') {
      put(input.value.trim());
    }
  }
  return answers;
}

function showScores(of: HTMLFormElement, answers: Answers): void {
  for (const set of of.querySelectorAll<HTMLElement>('[data-instrument]')) {
    const id = set.dataset['instrument'] ?? '';
    const place = set.querySelector<HTMLElement>('[data-score]');
    const bands = JSON.parse(place?.dataset['bands'] ?? '{}') as Record<string, string>; // written by the page itself
    const scored = id === '' ? undefined : instruments[id]?.score(answers[set.dataset['form'] ?? ''] ?? {});
    if (place && scored) place.textContent = 'refused' in scored ? '–' : `${scored.total}${scored.band ? ` (${bands[scored.band] ?? scored.band})` : ''}`;
  }
}

/** `Redness: more than 2 cm`, as the page asks and as she answered. */
function linesOf(of: HTMLFormElement): string[] {
  const words = (node: Node | null | undefined): string => node?.textContent?.trim() ?? '';
  return [...of.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('[name^="a."]')].flatMap((input) => {
    const isChoice = input instanceof HTMLInputElement && (input.type === 'radio' || input.type === 'checkbox');
    if (isChoice ? !input.checked : input.value.trim() === '') return [];
    const asked = isChoice ? input.closest('fieldset')?.querySelector('legend') : input.labels?.[0];
    return [`${words(asked?.firstChild)} · ${isChoice ? words(input.labels?.[0]) : input.value.trim()}`];
  });
}

/** A kept draft is the whole form: what it leaves out was not answered, whatever the server has. */
function fill(of: HTMLFormElement, answers: Answers): void {
  for (const input of of.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('[name^="a."]')) {
    const [, formId = '', question = ''] = input.name.split('.');
    const value = answers[formId]?.[question];
    if (input instanceof HTMLInputElement && (input.type === 'radio' || input.type === 'checkbox')) input.checked = Array.isArray(value) ? value.includes(input.value) : value !== undefined && input.value === String(value);
    else input.value = typeof value === 'string' ? value : '';
  }
}

if (form) {
  const occurrence = form.dataset['record'] ?? '';
  const waiting = keptOf(occurrence);
  const begunFrom = waiting ? (waiting.basedOn ?? null) : form.dataset['basedOn'] || null;
  const draftNow = (answers = answersOf(form)): KeptDraft =>
    ({ occurrence, account, answers, writtenAt: new Date().toISOString(), basedOn: savedOf(occurrence) ?? begunFrom, visit: form.dataset['visit'] ?? '', lines: linesOf(form) });
  let sending = false;
  if (waiting) fill(form, waiting.answers);
  showScores(form, answersOf(form));
  form.addEventListener('input', () => {
    const answers = answersOf(form);
    showScores(form, answers);
    keep(draftNow(answers));
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (sending) return;
    sending = true;
    const draft = draftNow();
    keep(draft);
    void sendDraft(draft).then(({ outcome }) => {
      sending = false;
      showNotTaken();
      if (outcome === 'saved') window.location.assign(`${window.location.pathname.replace(/\/record$/, '')}?said=saved`);
      else if (outcome === 'older') window.location.assign(window.location.pathname); // the newer one, and above it what this phone has
      else if (outcome !== 'unreachable') form.submit(); // the server says on the page why
      else if (notice) {
        notice.hidden = false;
        notice.scrollIntoView({ block: 'start' });
      }
    });
  });
}
