import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clip, picture } from '../test/support/pictures.js';
import { createIntake } from './intake.js';
import type { Prepared } from './intake.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'wuyou-clips-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

type Kept = Prepared & { content: Buffer; tracks: string; smallWidth: number };
async function* whole(content: Buffer): AsyncGenerator<Uint8Array> {
  yield content;
}
const send = (content: Buffer, kind: 'clip' | 'photo' | null = null) =>
  createIntake(folder).take(whole(content), kind, async (prepared): Promise<Kept> => ({
    ...prepared,
    content: readFileSync(prepared.main.path),
    tracks: spawnSync('ffprobe', ['-v', 'error', '-show_entries', 'format_tags:stream=codec_name:stream_tags', '-of', 'compact', prepared.main.path], { encoding: 'utf8' }).stdout,
    smallWidth: (await sharp(prepared.thumb?.path).metadata()).width,
  }));

describe('A clip', () => {
  it.each(['mp4', 'mov', 'webm'] as const)('sent as %s becomes an MP4 without its title, camera and place', async (format) => {
    const sent = clip(format);
    expect(sent.includes('Secretpatient')).toBe(true);
    const result = await send(sent);
    if (!result.ok) throw new Error(`refused: ${result.why}`);
    const { kept } = result;
    expect(kept).toMatchObject({ kind: 'clip', width: 320, height: 180, main: { mime: 'video/mp4', bytes: kept.content.length }, thumb: { mime: 'image/jpeg' }, smallWidth: 320 });
    expect(Math.abs((kept.durationMs ?? 0) - 2000)).toBeLessThan(200);
    expect(kept.tracks).toMatch(/h264[\s\S]*aac/);
    for (const secret of ['Secretpatient', 'Secretphone', '+31.2304']) expect([secret, kept.content.includes(secret), kept.tracks.includes(secret)]).toEqual([secret, false, false]);
  });

  it('can be played before it has arrived: its index comes first', async () => {
    const result = await send(clip('mp4'));
    if (!result.ok) throw new Error(`refused: ${result.why}`);
    expect(result.kept.content.indexOf('moov')).toBeLessThan(result.kept.content.indexOf('mdat'));
  });

  it('filmed wide is made narrower', async () => {
    const result = await send(clip('mp4', { size: '1920x1080', seconds: 1 }));
    expect(result).toMatchObject({ ok: true, kept: { width: 1280, height: 720 } });
  });

  it.each([
    ['whose end is missing', 'damaged', () => { const sent = clip('webm', { seconds: 4 }); return sent.subarray(0, sent.length / 2); }],
    ['whose index is missing', 'damaged', () => { const sent = clip('mp4'); return sent.subarray(0, sent.length / 2); }],
    ['of more than three minutes', 'too-long', () => clip('mp4', { seconds: 182, size: '64x36', rate: 1 })],
    ['larger than 4K', 'too-many-pixels', () => clip('mp4', { seconds: 1, size: '4096x2304', rate: 1 })],
    ['that is only a head', 'damaged', () => Buffer.from('\0\0\0\u0018ftypisom\0\0\u0002\0isommp41', 'latin1')],
  ] as const)('%s is refused: %s', async (_, why, content) => {
    expect(await send(content())).toEqual({ ok: false, why });
  });

  it('that is a play-list of other files is not taken for one', async () => {
    const secret = join(folder, 'secret');
    writeFileSync(secret, await picture('jpeg'));
    const playlist = `#EXTM3U\n#EXTINF:1,\nfile://${secret}\n`;
    expect(await send(Buffer.from(playlist))).toEqual({ ok: false, why: 'not-accepted' });
    // Even behind the head of a real clip only that container is read.
    expect(await send(Buffer.concat([Buffer.from('\0\0\0\u0018ftypisom\0\0\u0002\0isommp41', 'latin1'), Buffer.from(playlist)]))).toEqual({ ok: false, why: 'damaged' });
    rmSync(secret);
  });
});

it('Kept or refused, no clip leaves anything in the working folder', () => expect(readdirSync(folder)).toEqual([]));
