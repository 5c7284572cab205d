/** What a stored file is for, what it may be made of, and how large it may be. Sizes and lengths are conventions of ours (mark C). */

/** photo: of the patient; clip: a short video; xray: an image taken by a machine; document: a PDF or a scanned page; avatar: a face beside a name. */
export const fileKinds = ['photo', 'clip', 'xray', 'document', 'avatar'] as const;
export type FileKind = (typeof fileKinds)[number];

const MB = 1024 * 1024;
/** C: a 48-megapixel phone photo at high quality is below 10 MB, and the page sends it smaller. */
export const largestPicture = 10 * MB;
/** C: three minutes of a phone's ordinary video, compressed on the way, fit. */
export const largestClip = 60 * MB;
/** C: an exercise or a question is shown in less. */
export const longestClipMs = 180_000;
/** C: 64 megapixels decode into 192 MB; phones take up to 50 in ordinary use. */
export const mostPixels = 64_000_000;
/** C: long side of what is kept. Enough to measure a wound against the ruler in the picture; an X-ray keeps every pixel. */
export const keptSide = { photo: 3072, avatar: 512, thumb: 480, clip: 1280 } as const;

export const pictureMimes = ['image/jpeg', 'image/png', 'image/webp'] as const;
export const clipMimes = ['video/mp4', 'video/quicktime', 'video/webm'] as const;
export const documentMime = 'application/pdf';
export const acceptedMimes: readonly string[] = [...pictureMimes, documentMime, ...clipMimes];

export const isPicture = (mime: string): boolean => mime.startsWith('image/');
export const isClip = (mime: string): boolean => mime.startsWith('video/');

/** What the content is taken for when nobody said so. */
export const kindOf = (mime: string): FileKind => (isClip(mime) ? 'clip' : isPicture(mime) ? 'photo' : 'document');

/** May a file of this kind be made of this content? A scanned page may be a picture. */
export function fits(kind: FileKind, mime: string): boolean {
  if (kind === 'clip') return isClip(mime);
  if (kind === 'document') return mime === documentMime || isPicture(mime);
  return isPicture(mime);
}

export const largestOf = (mime: string): number => (isClip(mime) ? largestClip : largestPicture);
