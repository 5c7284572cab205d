/**
 * Makes a picture smaller before it is sent, shows what was chosen, and keeps back what the hospital would refuse for its size. Without this
 * script the picture goes as it is; the server shrinks it.
 */
const longestSide = { photo: 1920, xray: 2560 } as const;
const quality = 0.85;

const input = document.querySelector<HTMLInputElement>('input[type=file][data-shrink]');
const preview = document.querySelector<HTMLElement>('#preview');
const tooLarge = document.querySelector<HTMLElement>('#too-large');

function show(file: File): void {
  if (!preview) return;
  const shown = file.type.startsWith('video/') ? Object.assign(document.createElement('video'), { controls: true, muted: true }) : document.createElement('img');
  shown.src = URL.createObjectURL(file);
  if (shown instanceof HTMLImageElement) shown.alt = preview.dataset['alt'] ?? '';
  preview.replaceChildren(shown);
  preview.hidden = false;
}

async function shrink(file: File, longest: number): Promise<File> {
  const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' });
  const scale = Math.min(1, longest / Math.max(bitmap.width, bitmap.height));
  const canvas = Object.assign(document.createElement('canvas'), { width: Math.round(bitmap.width * scale), height: Math.round(bitmap.height * scale) });
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', quality));
  // Drawing it anew also leaves place and device behind. Never larger than what was taken.
  return blob && blob.size < file.size ? new File([blob], 'picture.jpg', { type: 'image/jpeg', lastModified: file.lastModified }) : file;
}

function keepBack(of: HTMLInputElement, isTooLarge: boolean): void {
  if (tooLarge) tooLarge.hidden = !isTooLarge;
  if (!isTooLarge) return;
  of.value = '';
  if (preview) preview.hidden = true;
}

input?.addEventListener('change', () => {
  const [file] = input.files ?? [];
  if (!file) return;
  show(file);
  const kind = input.dataset['shrink'];
  const most = Number(input.dataset['most']);
  if (kind !== 'photo' && kind !== 'xray') {
    keepBack(input, file.size > most);
    return;
  }
  const buttons = [...(input.form?.querySelectorAll('button') ?? [])];
  for (const button of buttons) button.disabled = true;
  void shrink(file, longestSide[kind])
    .then((small) => {
      const chosen = new DataTransfer();
      chosen.items.add(small);
      input.files = chosen.files;
      input.dataset['bytes'] = String(small.size);
    })
    .catch(() => undefined) // a phone that cannot: the original goes
    .finally(() => {
      keepBack(input, (input.files?.[0]?.size ?? 0) > most);
      for (const button of buttons) button.disabled = false;
    });
});
export {};
