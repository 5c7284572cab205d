import { readFileSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pdf, phonePhoto, picture, pixelBomb } from '../test/support/pictures.js';
import { createIntake } from './intake.js';
import type { Prepared } from './intake.js';
import { largestPicture } from './kinds.js';
import type { FileKind } from './kinds.js';
import { refusalWords } from './refusal.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wuyou-intake-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function* inPieces(content: Buffer, size = 7_000): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < content.length; at += size) yield content.subarray(at, at + size);
}
type Kept = Prepared & { content: Buffer; small: Buffer | null };
const send = (content: Buffer, kind: FileKind | null = null) =>
  createIntake(folder).take(inPieces(content), kind, async (prepared): Promise<Kept> => ({ ...prepared, content: readFileSync(prepared.main.path), small: prepared.thumb ? readFileSync(prepared.thumb.path) : null }));
async function kept(content: Buffer, kind: FileKind | null = null): Promise<Kept> {
  const result = await send(content, kind);
  if (!result.ok) throw new Error(`refused: ${result.why}`);
  return result.kept;
}
const colourAt = async (content: Buffer, left: number, top: number): Promise<number[]> => [...(await sharp(content).extract({ left, top, width: 1, height: 1 }).raw().toBuffer())];

describe('A photo', () => {
  it('loses place, time, camera and colour profile, and stands upright', async () => {
    const sent = await phonePhoto();
    expect(await sharp(sent).metadata()).toMatchObject({ orientation: 6, width: 320, height: 200 });
    for (const secret of ['Secretphone', 'Secretcity', '2026:03:05']) expect(sent.includes(secret)).toBe(true);

    const photo = await kept(sent);
    expect(photo).toMatchObject({ kind: 'photo', width: 200, height: 320, durationMs: null, main: { mime: 'image/jpeg', bytes: photo.content.length } });
    for (const content of [photo.content, photo.small ?? Buffer.alloc(0)]) {
      const { exif, xmp, iptc, icc, orientation } = await sharp(content).metadata();
      expect({ exif, xmp, iptc, icc, orientation }).toEqual({});
      for (const secret of ['Secretphone', 'Secretcity', '2026:03:05', 'Exif', 'http://ns.adobe.com']) expect(content.includes(secret)).toBe(false);
    }
    const [red = 0, green = 255] = await colourAt(photo.content, 190, 10); // orientation 6: what was top left is now top right
    expect(red > 150 && green < 80).toBe(true);
  });

  it.each(['png', 'webp'] as const)('sent as %s is kept as JPEG', async (format) => {
    expect(await kept(await picture(format))).toMatchObject({ main: { mime: 'image/jpeg' }, width: 320, height: 200 });
  });

  it('with transparency gets a white ground, not a black one', async () => {
    const clear = await sharp({ create: { width: 50, height: 50, channels: 4, background: { r: 255, g: 0, b: 0, alpha: 0 } } }).png().toBuffer();
    const [red = 0, green = 0] = await colourAt((await kept(clear)).content, 25, 25);
    expect(red > 250 && green > 250).toBe(true);
  });

  it('is made small enough to keep, and gets a thumb', async () => {
    const photo = await kept(await picture('jpeg', { width: 4000, height: 1000 }));
    expect(photo).toMatchObject({ width: 3072, height: 768 });
    expect(await sharp(photo.small ?? Buffer.alloc(0)).metadata()).toMatchObject({ width: 480, height: 120, format: 'jpeg' });
  });

  it('with something appended loses what was appended', async () => {
    const sent = Buffer.concat([await picture('jpeg'), Buffer.from('PK\u0003\u0004<script>alert(1)</script>')]);
    expect((await kept(sent)).content.includes('<script>')).toBe(false);
  });

  it('tells a repeated upload by what was sent', async () => {
    const sent = await picture('jpeg');
    const [first, again, other] = [await kept(sent), await kept(sent), await kept(await picture('jpeg', { width: 321, height: 200 }))];
    expect(again.sentSha256).toBe(first.sentSha256);
    expect(other.sentSha256).not.toBe(first.sentSha256);
    expect(first.sha256).not.toBe(first.sentSha256);
  });
});

describe('An X-ray', () => {
  it('keeps every pixel and its format, but not its metadata', async () => {
    const sent = await sharp(await picture('png', { width: 3500, height: 900 })).withExif({ IFD0: { Artist: 'Secretpatient' } }).png().toBuffer();
    const xray = await kept(sent, 'xray');
    expect(xray).toMatchObject({ kind: 'xray', main: { mime: 'image/png' }, width: 3500, height: 900 });
    expect(xray.content.includes('Secretpatient')).toBe(false);
    expect((await sharp(xray.content).raw().toBuffer()).equals(await sharp(sent).raw().toBuffer())).toBe(true);
  });
});

describe('A document', () => {
  it('stays the PDF that it is', async () => {
    expect(await kept(pdf)).toMatchObject({ kind: 'document', main: { mime: 'application/pdf' }, thumb: null, content: pdf });
  });
  it('may be a scanned page', async () => {
    expect(await kept(await picture('jpeg'), 'document')).toMatchObject({ kind: 'document', main: { mime: 'image/jpeg' } });
  });
});

describe('What is refused', () => {
  const heic = Buffer.from('\0\0\0\u0018ftypheic\0\0\0\0mif1heic', 'latin1');
  const dicom = Buffer.concat([Buffer.alloc(128), Buffer.from('DICM')]);
  const half = (content: Buffer): Buffer => content.subarray(0, content.length / 2);
  const cases: [string, string, FileKind | null, () => Buffer | Promise<Buffer>][] = [
    ['nothing', 'empty', null, () => Buffer.alloc(0)],
    ['a script that is called a picture', 'not-accepted', 'photo', () => Buffer.from('<svg onload=alert(1)>')],
    ['a GIF', 'not-accepted', null, () => Buffer.from('GIF89a\u0001\0\u0001\0', 'latin1')],
    ['an iPhone original', 'heic', 'photo', () => heic],
    ['a DICOM original', 'dicom', 'xray', () => dicom],
    ['half a JPEG', 'damaged', 'photo', async () => half(await picture('jpeg'))],
    ['half a PNG', 'damaged', 'xray', async () => half(await picture('png'))],
    ['half a WebP', 'damaged', 'photo', async () => half(await picture('webp'))],
    ['half a PDF', 'damaged', 'document', () => half(pdf)],
    ['a JPEG head with a web page behind it', 'damaged', 'photo', () => Buffer.concat([Buffer.from('ffd8ffe0', 'hex'), Buffer.from('<html><script>alert(1)</script>')])],
    ['a picture of 2,500 megapixels in 100 bytes', 'too-many-pixels', 'photo', pixelBomb],
    ['a PDF as a photo', 'wrong-kind', 'photo', () => pdf],
    ['a photo as a clip', 'wrong-kind', 'clip', () => picture('jpeg')],
    ['more than the cap', 'too-large', null, async () => Buffer.concat([await picture('jpeg'), Buffer.alloc(largestPicture)])],
    ['more than the cap of nothing we know', 'too-large', null, () => Buffer.alloc(largestPicture + 1)],
  ];
  it.each(cases)('%s: %s', async (_, why, kind, content) => {
    expect(await send(await content(), kind)).toEqual({ ok: false, why });
  });

  it('is refused as soon as the cap is passed, not when the sender is done', async () => {
    let asked = 0;
    async function* endless(): AsyncGenerator<Uint8Array> {
      for (;;) {
        asked += 1;
        yield asked === 1 ? Buffer.from('ffd8ffe0', 'hex') : Buffer.alloc(1024 * 1024);
      }
    }
    expect(await createIntake(folder).take(endless(), 'photo', () => Promise.resolve(null))).toEqual({ ok: false, why: 'too-large' });
    expect(asked).toBeLessThan(13);
  });

  it('is explained in both languages', () => {
    expect(refusalWords('heic', 'zh-CN')).toMatch(/兼容性最佳/);
    expect(refusalWords('heic', 'en')).toMatch(/Most Compatible/);
  });
});

it('Kept or refused, nothing stays in the working folder', async () => expect(await readdir(folder)).toEqual([]));
