import { strToU8, unzipSync, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { readList } from './list.js';
import { largestUnpacked, TooLarge, unpackedArchive } from './archive.js';

const sheet = 'xl/worksheets/sheet1.xml';
const archive = (files: Record<string, string>): Uint8Array => zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)])));

/** Every place at which a header of this kind states the unpacked size says `bytes`. */
function claiming(zipped: Uint8Array, bytes: number): Uint8Array {
  const view = new DataView(zipped.buffer, zipped.byteOffset, zipped.byteLength);
  for (let at = 0; at + 46 <= zipped.length; at += 1) {
    if (view.getUint32(at, true) === 0x04034b50) view.setUint32(at + 22, bytes, true);
    if (view.getUint32(at, true) === 0x02014b50) view.setUint32(at + 24, bytes, true);
  }
  return zipped;
}

/** The directory of one entry says it `times` times. */
function named(zipped: Uint8Array, times: number): Uint8Array {
  const end = Buffer.from(zipped.subarray(-22));
  const directory = zipped.subarray(end.readUInt32LE(16), -22);
  end.writeUInt16LE(times, 10);
  return Buffer.concat([zipped.subarray(0, end.readUInt32LE(16)), ...Array.from({ length: times }, () => directory), end]);
}

describe("A workbook's archive", () => {
  it('comes out with what a reader of workbooks looks at, as it was', async () => {
    const out = unzipSync(await unpackedArchive(archive({ [sheet]: 'one '.repeat(1000), 'xl/media/picture.png': 'a picture' })));
    expect(Object.keys(out)).toEqual([sheet]);
    expect(new TextDecoder().decode(out[sheet])).toBe('one '.repeat(1000));
  });

  it('is unpacked up to the limit, all entries together, whatever sizes it claims', async () => {
    const files = { [sheet]: 'x'.repeat(600), 'xl/styles.xml': 'y'.repeat(400) };
    expect(await unpackedArchive(archive(files), 1_000)).toBeInstanceOf(Uint8Array);
    await expect(unpackedArchive(archive(files), 999)).rejects.toBeInstanceOf(TooLarge);
    await expect(unpackedArchive(claiming(archive(files), 1), 999)).rejects.toBeInstanceOf(TooLarge);
  });

  it('is refused in words when it is a bomb: one entry under many names', async () => {
    expect(await readList(named(zipSync({ [sheet]: new Uint8Array(10 * 1024 * 1024) }, { level: 1 }), 1 + largestUnpacked / 10 / 1024 / 1024))).toMatchObject({ ok: false, problems: [expect.stringMatching(/unpacks to more than 200 MB/)] });
  });

  it.each([['without its directory', -22], ['cut off in the middle', -60]])('%s is refused in words', async (_, until) => {
    expect(await readList(archive({ [sheet]: 'one' }).subarray(0, until))).toMatchObject({ ok: false, problems: [expect.stringMatching(/not a readable .xlsx workbook/)] });
  });

  it('whose directory points outside is refused in words', async () => {
    const broken = archive({ [sheet]: 'one' });
    new DataView(broken.buffer).setUint32(broken.length - 22 + 16, broken.length + 7, true);
    expect(await readList(broken)).toMatchObject({ ok: false, problems: [expect.stringMatching(/not a readable .xlsx workbook/)] });
  });
});
