/**
 * Clips are decoded and written anew by ffmpeg, as one H.264/AAC MP4 that every phone plays; metadata, subtitles, data tracks (where
 * phones and cameras keep the place) and chapters are left behind. Without ffmpeg no clip is taken (ADR 0034).
 */
import { spawn } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { keptSide, longestClipMs } from './kinds.js';
import { thumbOf } from './picture.js';
import type { Picture } from './picture.js';
import { turns } from './turns.js';

export type Clip = { path: string; mime: 'video/mp4'; bytes: number; width: number; height: number; durationMs: number };
export type ClipResult = { ok: true; clip: Clip; thumb: Picture } | { ok: false; why: 'damaged' | 'too-long' | 'too-many-pixels' | 'takes-no-clips' };

const oneAtATime = turns(1);
/** C: three minutes of 4K on two slow cores. */
const longestEncodeMs = 300_000;
/** C: 4K; a decoder needs several frames at once. */
const mostFramePixels = 3840 * 2160;
/** The container that the sniffer saw is the only one that ffmpeg may try: no play-lists, no other files, no network. */
const demuxer: Record<string, string> = { 'video/mp4': 'mov', 'video/quicktime': 'mov', 'video/webm': 'matroska' };
/** Looked up on PATH unless a path is given. */
export type Programs = { ffmpeg: string; ffprobe: string };
export const onPath: Programs = { ffmpeg: 'ffmpeg', ffprobe: 'ffprobe' };
const onlyThisFile = ['-protocol_whitelist', 'file'];

/** null: the program is not installed. Everything else that goes wrong is told by the exit code. */
function run(program: string, args: string[]): Promise<{ code: number | null; out: string } | null> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'ignore'], timeout: longestEncodeMs, killSignal: 'SIGKILL' });
    let out = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
    child.once('error', (error) => ('code' in error && error.code === 'ENOENT' ? resolve(null) : reject(error)));
    child.once('close', (code) => resolve({ code, out }));
  });
}

type Probed = { width: number; height: number; durationMs: number | null };

/** The first video track as its container describes it; browsers' recordings say no duration. */
async function probe({ ffprobe }: Programs, path: string, format: string): Promise<Probed | 'damaged' | 'takes-no-clips'> {
  const result = await run(ffprobe, ['-v', 'error', ...onlyThisFile, '-f', format, '-select_streams', 'v:0', '-show_entries', 'format=duration:stream=width,height', '-of', 'default=noprint_wrappers=1', path]);
  if (result === null) return 'takes-no-clips';
  const number = (name: string): number => Number(new RegExp(`^${name}=([\\d.]+)$`, 'm').exec(result.out)?.[1] ?? Number.NaN);
  const [width, height, seconds] = [number('width'), number('height'), number('duration')];
  if (result.code !== 0 || !(width > 0) || !(height > 0)) return 'damaged';
  return { width, height, durationMs: Number.isNaN(seconds) ? null : Math.round(seconds * 1000) };
}

const encode = (path: string, format: string, to: string): string[] => {
  const side = keptSide.clip;
  return [
    '-nostdin', '-v', 'error', ...onlyThisFile, '-f', format, '-i', path,
    '-map', '0:v:0', '-map', '0:a:0?', '-sn', '-dn', '-map_metadata', '-1', '-map_chapters', '-1', '-fflags', '+bitexact', '-flags:v', '+bitexact', '-flags:a', '+bitexact',
    '-vf', `scale=w='min(${side},iw)':h='min(${side},ih)':force_original_aspect_ratio=decrease:force_divisible_by=2`, '-fpsmax', '30',
    '-c:v', 'libx264', '-profile:v', 'main', '-pix_fmt', 'yuv420p', '-preset', 'veryfast', '-crf', '25', '-c:a', 'aac', '-b:a', '96k', '-ac', '2',
    '-t', String(longestClipMs / 1000 + 1), '-movflags', '+faststart', '-threads', '2', '-y', '-f', 'mp4', to,
  ];
};

/** Writes into `folder`; one clip at a time. */
export async function rewriteClip(path: string, mime: string, folder: string, programs: Programs): Promise<ClipResult> {
  return oneAtATime(async () => {
    const format = demuxer[mime] ?? 'mov';
    const before = await probe(programs, path, format);
    if (typeof before === 'string') return { ok: false, why: before };
    if (before.width * before.height > mostFramePixels) return { ok: false, why: 'too-many-pixels' };
    if (before.durationMs !== null && before.durationMs > longestClipMs) return { ok: false, why: 'too-long' };
    const to = join(folder, 'clip.mp4');
    const encoded = await run(programs.ffmpeg, encode(path, format, to));
    const after = encoded?.code === 0 ? await probe(programs, to, 'mov') : 'damaged';
    if (typeof after === 'string' || after.durationMs === null || after.durationMs === 0) return { ok: false, why: 'damaged' };
    if (after.durationMs > longestClipMs) return { ok: false, why: 'too-long' };
    if (before.durationMs !== null && isCutShort(before.durationMs, after.durationMs)) return { ok: false, why: 'damaged' };
    const frame = join(folder, 'frame.jpg');
    const shot = await run(programs.ffmpeg, ['-nostdin', '-v', 'error', '-i', to, '-frames:v', '1', '-update', '1', '-y', frame]);
    if (shot?.code !== 0) return { ok: false, why: 'damaged' };
    const thumb = await thumbOf(frame, join(folder, 'thumb'));
    return { ok: true, clip: { path: to, mime: 'video/mp4', bytes: (await stat(to)).size, width: after.width, height: after.height, durationMs: after.durationMs }, thumb };
  });
}

/** A decoder goes on past a hole; what comes out is then shorter than what the container promised (tracks differ by less than a second). */
const isCutShort = (promisedMs: number, keptMs: number): boolean => promisedMs - keptMs > Math.max(1000, promisedMs * 0.1);
