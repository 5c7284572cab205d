/**
 * What she sent with an ended session did not arrive: kept in this tab alone, and filled in again once the same person has come in and stands on the
 * same form. She sends it herself. Without this script she types it again; the server keeps nothing of it.
 */
type Typed = { whose: string; action: string; about: string; fields: [name: string, value: string][]; at: number; lost: boolean };
type Field = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

const key = 'wuyou.typed';
/** Longer ago it is not what she wants to say now. ms, C; as the way back (api/routes/patient-pages/way-back.ts). */
const offered = 3_600_000;

const fieldsOf = (form: HTMLFormElement): Field[] =>
  [...form.elements].filter((one): one is Field => (one instanceof HTMLInputElement && !['file', 'password', 'submit'].includes(one.type)) || one instanceof HTMLSelectElement || one instanceof HTMLTextAreaElement).filter(({ name }) => name !== '' && name !== 'csrf' && name !== 'key');
const isChoice = (one: Field): one is HTMLInputElement => one instanceof HTMLInputElement && (one.type === 'radio' || one.type === 'checkbox');
/** Which question the form asks: what is hidden in it. */
const aboutOf = (form: HTMLFormElement): string => JSON.stringify(fieldsOf(form).filter(({ type }) => type === 'hidden').map(({ name, value }) => [name, value]));
const actionOf = (form: HTMLFormElement): string => form.getAttribute('action') ?? '';

function typed(): Typed | null {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? 'null') as Typed | null;
  } catch {
    return null;
  }
}
const keep = (what: Typed): void => sessionStorage.setItem(key, JSON.stringify(what));
const forget = (): void => sessionStorage.removeItem(key);

function offer({ fields, action, about }: Typed): void {
  const form = [...document.forms].find((one) => actionOf(one) === action && aboutOf(one) === about);
  const notice = document.getElementById('typed');
  if (!form || !notice || fields.length === 0) return;
  for (const field of fieldsOf(form)) {
    if (field.type === 'hidden') continue;
    const given = fields.filter(([name]) => name === field.name).map(([, value]) => value);
    if (isChoice(field)) field.checked = given.includes(field.value);
    else if (given[0] !== undefined) field.value = given[0];
  }
  notice.hidden = false;
}

const before = typed();
const whose = document.querySelector<HTMLFormElement>('form[data-whose]')?.dataset['whose'];
if (before && document.querySelector('[data-not-arrived]')) keep({ ...before, lost: true });
else if (before && (!before.lost || Date.now() - before.at > offered || (whose !== undefined && whose !== before.whose))) forget();
else if (before && whose !== undefined) offer(before);

document.addEventListener('submit', ({ target }) => {
  if (!(target instanceof HTMLFormElement)) return;
  if (actionOf(target) === '/p/out') return forget();
  const person = target.dataset['whose'];
  if (person === undefined) return;
  const fields = fieldsOf(target).filter((one) => one.type !== 'hidden' && (!isChoice(one) || one.checked) && one.value !== '').map(({ name, value }): [string, string] => [name, value]);
  keep({ whose: person, action: actionOf(target), about: aboutOf(target), fields, at: Date.now(), lost: false });
});
