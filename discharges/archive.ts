/** What a workbook's archive holds, unpacked no further than the memory allows: neither its directory nor its headers are believed about sizes. */
import { promisify } from 'node:util';
import { inflateRaw } from 'node:zlib';
import { zipSync } from 'fflate';

/** A small archive can unpack to more than the memory holds; a list of 20,000 discharges stays far below (limit of ours). */
export const largestUnpacked = 200 * 1024 * 1024;
export class TooLarge extends Error {}

/** What a reader of workbooks looks at; pictures and programs are left out. */
const isRead = (name: string): boolean => /\.(xml|rels)$/.test(name);

type Entry = { name: string; method: number; packed: Uint8Array };
const unpack = promisify(inflateRaw);
const stored = 0;
const deflated = 8;

/**
 * The same archive without compression, of the entries that its directory names and no others: what reads it unpacks nothing any more.
 * `TooLarge` where they unpack to more than `limit` bytes, another error where it is no archive (also of kinds no spreadsheet program writes).
 */
export async function unpackedArchive(bytes: Uint8Array, limit = largestUnpacked): Promise<Uint8Array> {
  const files: Record<string, Uint8Array> = {};
  let left = limit;
  for (const { name, method, packed } of entriesOf(bytes)) {
    if (!isRead(name)) continue;
    const content = method === stored ? packed : await inflated(packed, left);
    left -= content.length;
    if (left < 0) throw new TooLarge();
    files[name] = content;
  }
  return zipSync(files, { level: 0 });
}

async function inflated(packed: Uint8Array, left: number): Promise<Uint8Array> {
  try {
    return await unpack(packed, { maxOutputLength: Math.max(1, left) });
  } catch (error) {
    throw error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE' ? new TooLarge() : error;
  }
}

// Places and lengths: PKWARE's APPNOTE 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16.
const local = { mark: 0x04034b50, bytes: 30, nameLength: 26, extraLength: 28 };
const central = { mark: 0x02014b50, bytes: 46, method: 10, packedSize: 20, nameLength: 28, extraLength: 30, commentLength: 32, offset: 42 };
const end = { mark: 0x06054b50, bytes: 22, entries: 10, offset: 16, longestComment: 0xffff };

/** By the directory at the archive's end; a RangeError where it points outside. */
function* entriesOf(bytes: Uint8Array): Generator<Entry> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const endsAt = endOf(view);
  let at = view.getUint32(endsAt + end.offset, true);
  for (let left = view.getUint16(endsAt + end.entries, true); left > 0; left -= 1) {
    if (view.getUint32(at, true) !== central.mark) throw new Error('The directory of the archive is broken.');
    const [method, nameLength, from] = [view.getUint16(at + central.method, true), view.getUint16(at + central.nameLength, true), view.getUint32(at + central.offset, true)];
    if (view.getUint32(from, true) !== local.mark || (method !== stored && method !== deflated)) throw new Error('An entry of the archive is broken.');
    const content = from + local.bytes + view.getUint16(from + local.nameLength, true) + view.getUint16(from + local.extraLength, true);
    const size = view.getUint32(at + central.packedSize, true);
    if (content + size > bytes.length) throw new Error('An entry of the archive is cut off.');
    yield { name: new TextDecoder().decode(bytes.subarray(at + central.bytes, at + central.bytes + nameLength)), method, packed: bytes.subarray(content, content + size) };
    at += central.bytes + nameLength + view.getUint16(at + central.extraLength, true) + view.getUint16(at + central.commentLength, true);
  }
}

function endOf(view: DataView): number {
  for (let at = view.byteLength - end.bytes; at >= 0 && at >= view.byteLength - end.bytes - end.longestComment; at -= 1) if (view.getUint32(at, true) === end.mark) return at;
  throw new Error('The archive has no directory.');
}
