/** Real files, made when a test asks for them: what phones, scanners and attackers send. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';

/** A picture with different corners, so that turning it shows: red top left, the rest grey. Compresses badly on purpose. */
export async function picture(format: 'jpeg' | 'png' | 'webp', { width = 320, height = 200 } = {}): Promise<Buffer> {
  const pixels = Buffer.alloc(width * height * 3);
  for (let y = 0; y < height; y += 1) for (let x = 0; x < width; x += 1) pixels.set(x < width / 2 && y < height / 2 ? [200, 20, 20] : [120, (x * 7 + y * 13) % 256, 120], (y * width + x) * 3);
  return sharp(pixels, { raw: { width, height, channels: 3 } })[format]().toBuffer();
}

/** As a phone writes it: where and when, which camera, and lying on its side. */
export async function phonePhoto(): Promise<Buffer> {
  return sharp(await picture('jpeg'))
    .withExif({ IFD0: { Make: 'Secretphone' }, IFD2: { DateTimeOriginal: '2026:03:05 10:00:00' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '31/1 13/1 49/1', GPSLongitudeRef: 'E', GPSLongitude: '121/1 28/1 25/1' } })
    .withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" photoshop:City="Secretcity"/></rdf:RDF></x:xmpmeta>')
    .withMetadata({ orientation: 6 })
    .withIccProfile('p3')
    .jpeg()
    .toBuffer();
}

/** Claims 50,000 x 50,000 pixels in a few hundred bytes. */
export function pixelBomb(): Buffer {
  const crcTable = Array.from({ length: 256 }, (_, n) => Array.from({ length: 8 }).reduce<number>((c) => (c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1), n) >>> 0);
  const crc = (data: Buffer): number => (data.reduce((c, byte) => (crcTable[(c ^ byte) & 0xff] ?? 0) ^ (c >>> 8), 0xffffffff) ^ 0xffffffff) >>> 0;
  const chunk = (type: string, data: Buffer): Buffer => {
    const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const framed = Buffer.alloc(named.length + 8);
    framed.writeUInt32BE(data.length, 0);
    named.copy(framed, 4);
    framed.writeUInt32BE(crc(named), named.length + 4);
    return framed;
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(50_000, 0);
  header.writeUInt32BE(50_000, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), chunk('IHDR', header), chunk('IDAT', Buffer.from('789c030000000001', 'hex')), chunk('IEND', Buffer.alloc(0))]);
}

export const pdf = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 0/Kids[]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n');

/** A moving test picture with a tone, and the place where it was taken in its metadata. Needs ffmpeg. */
export function clip(format: 'mp4' | 'mov' | 'webm', { seconds = 2, size = '320x180', rate = 10 } = {}): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'wuyou-clip-'));
  const file = join(folder, `clip.${format}`);
  const codecs = format === 'webm' ? ['-c:v', 'libvpx', '-deadline', 'realtime', '-c:a', 'libopus'] : ['-c:v', 'libx264', '-preset', 'ultrafast', '-c:a', 'aac'];
  const { status, stderr } = spawnSync('ffmpeg', [
    '-v', 'error', '-f', 'lavfi', '-i', `testsrc=duration=${seconds}:size=${size}:rate=${rate}`, '-f', 'lavfi', '-i', `sine=duration=${seconds}`,
    ...codecs, '-metadata', 'location=+31.2304+121.4737/', '-metadata', 'title=Secretpatient', '-metadata', 'make=Secretphone', '-movflags', '+use_metadata_tags', file,
  ], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`ffmpeg could not make a clip: ${stderr}`);
  const bytes = readFileSync(file);
  rmSync(folder, { recursive: true });
  return bytes;
}
