/** The record page: scores while typing, and a draft that is kept on the phone with every change and sent when the network allows. */
import { instruments } from '../../../pathways/instruments/instruments.js';
import { forget, keep, keptOf, sendDraft, type Answers } from './drafts.js';

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

function fill(of: HTMLFormElement, answers: Answers): void {
  for (const input of of.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('[name^="a."]')) {
    const [, formId = '', question = ''] = input.name.split('.');
    const value = answers[formId]?.[question];
    if (value === undefined) continue;
    if (input instanceof HTMLInputElement && (input.type === 'radio' || input.type === 'checkbox')) input.checked = Array.isArray(value) ? value.includes(input.value) : input.value === String(value);
    else if (typeof value === 'string') input.value = value;
  }
}

if (form) {
  const occurrence = form.dataset['record'] ?? '';
  const waiting = keptOf(occurrence);
  if (waiting) fill(form, waiting.answers);
  showScores(form, answersOf(form));
  form.addEventListener('input', () => {
    const answers = answersOf(form);
    showScores(form, answers);
    keep({ occurrence, answers, writtenAt: new Date().toISOString() });
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const draft = { occurrence, answers: answersOf(form), writtenAt: new Date().toISOString() };
    keep(draft);
    void sendDraft(draft).then((answer) => {
      if (answer === 'saved') {
        forget(occurrence);
        window.location.assign(`${window.location.pathname.replace(/\/record$/, '')}?said=saved`);
      } else if (answer === 'refused') {
        form.submit(); // the server says on the page why
      } else if (notice) {
        notice.hidden = false;
        notice.scrollIntoView({ block: 'start' });
        delete form.dataset['sent'];
      }
    });
  });
}
