/**
 * Pictures are decoded and written anew: what cannot be decoded is refused, and what is kept holds pixels alone, none of the
 * metadata (place, time, camera, embedded thumbnail, colour profile) and nothing that was appended to it.
 */
import { join } from 'node:path';
import sharp from 'sharp';
import type { Sharp } from 'sharp';
import { keptSide, mostPixels } from './kinds.js';
import type { FileKind } from './kinds.js';
import { turns } from './turns.js';

// Whatever a file pretends to be, no other decoder of the library ever sees it.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({ operation: ['VipsForeignLoadJpeg', 'VipsForeignLoadPng', 'VipsForeignLoadWebp'] });
sharp.cache(false);
sharp.concurrency(1);

/** Two decoded pictures of the largest size are 400 MB. */
const oneOfTwo = turns(2);
const longestDecodeSeconds = 30;
/** C: no visible loss in a wound's colour at 85; an X-ray is read for detail. */
const quality = { photo: 85, xray: 95, thumb: 75 } as const;

export type Picture = { path: string; mime: 'image/jpeg' | 'image/png'; bytes: number; width: number; height: number };
export type PictureResult = { ok: true; picture: Picture; thumb: Picture } | { ok: false; why: 'damaged' | 'too-many-pixels' };

/** `failOn: 'error'`: half a picture is no finding. Warnings alone (odd but complete phone files) pass. */
const open = (path: string) => sharp(path, { limitInputPixels: mostPixels, failOn: 'error', pages: 1 }).timeout({ seconds: longestDecodeSeconds });

/** Upright by the EXIF orientation, then stripped; transparency becomes white. Writes into `folder`. */
export async function rewritePicture(path: string, mime: string, kind: FileKind, folder: string): Promise<PictureResult> {
  return oneOfTwo(async () => {
    try {
      const picture = await write(path, mime, kind, join(folder, 'picture'));
      const thumb = await thumbOf(picture.path, join(folder, 'thumb'));
      return { ok: true, picture, thumb };
    } catch (error) {
      const said = error instanceof Error ? error.message : '';
      return { ok: false, why: /exceeds pixel limit/.test(said) ? 'too-many-pixels' : 'damaged' };
    }
  });
}

async function write(path: string, mime: string, kind: FileKind, to: string): Promise<Picture> {
  const upright = open(path).autoOrient().flatten({ background: '#ffffff' });
  if (kind === 'xray') return save(mime === 'image/png' ? upright.png() : upright.jpeg({ quality: quality.xray }), mime === 'image/png' ? 'image/png' : 'image/jpeg', to);
  const side = kind === 'avatar' ? keptSide.avatar : keptSide.photo;
  return save(upright.resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true }).jpeg({ quality: quality.photo }), 'image/jpeg', to);
}

/** The small picture of a list; also of a clip's frame. */
export const thumbOf = (path: string, to: string): Promise<Picture> =>
  save(open(path).resize({ width: keptSide.thumb, height: keptSide.thumb, fit: 'inside', withoutEnlargement: true }).jpeg({ quality: quality.thumb }), 'image/jpeg', to);

async function save(image: Sharp, mime: Picture['mime'], path: string): Promise<Picture> {
  const { size, width, height } = await image.toFile(path);
  return { path, mime, bytes: size, width, height };
}
