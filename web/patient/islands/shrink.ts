/** Makes a picture smaller before it is sent, and shows what was chosen. Without this script the picture goes as it is; the server shrinks it. */
const longestSide = { photo: 1920, xray: 2560 } as const;
const quality = 0.85;

const input = document.querySelector<HTMLInputElement>('input[type=file][data-shrink]');
const preview = document.querySelector<HTMLElement>('#preview');

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
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', quality));
  // Drawing it anew also leaves place and device behind. Never larger than what was taken.
  return blob && blob.size < file.size ? new File([blob], 'picture.jpg', { type: 'image/jpeg', lastModified: file.lastModified }) : file;
}

input?.addEventListener('change', () => {
  const [file] = input.files ?? [];
  if (!file) return;
  show(file);
  const kind = input.dataset['shrink'];
  if (kind !== 'photo' && kind !== 'xray') return;
  const form = input.form;
  const buttons = [...(form?.querySelectorAll('button') ?? [])];
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
      for (const button of buttons) button.disabled = false;
    });
});
export {};
