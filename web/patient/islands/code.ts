/**
 * A tapped notice brings its code behind the `#`, where no server and no log sees it: the field is filled in, the birth date is still asked. Kept for this
 * tab, because choosing large type loads the page anew. Without this script she types the code from the message.
 */
const kept = 'wuyou.code';
const field = document.querySelector<HTMLInputElement>('#code');
const brought = /^#(\d{6})$/.exec(location.hash)?.[1];
if (brought !== undefined) sessionStorage.setItem(kept, brought);
const code = brought ?? sessionStorage.getItem(kept);
if (field !== null && field.value === '' && code !== null) field.value = code;
export {};
