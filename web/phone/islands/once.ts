/**
 * A second tap on the same button sends nothing: the server would recognise it anyway, but the person sees that the first one counted. A form that
 * is sent by a script of its own is that script's matter. A browser does not say that a sending was stopped, so the guard ends by itself.
 */
/** ms, C: longer than an answer takes, and a large picture on a slow network takes. */
const [usual, upload] = [10_000, 60_000];

function free(form: HTMLFormElement): void {
  delete form.dataset['sent'];
  for (const button of form.querySelectorAll('button')) button.removeAttribute('aria-disabled');
}

document.addEventListener('submit', (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || event.defaultPrevented) return;
  if (form.dataset['sent'] === 'yes') {
    event.preventDefault();
    return;
  }
  form.dataset['sent'] = 'yes';
  for (const button of form.querySelectorAll('button')) button.setAttribute('aria-disabled', 'true');
  setTimeout(() => free(form), form.enctype === 'multipart/form-data' ? upload : usual);
});
/** Coming back with the browser's back button shows a form that can be sent again. */
window.addEventListener('pageshow', () => {
  for (const form of document.querySelectorAll('form')) free(form);
});
