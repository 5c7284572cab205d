/** What a file is, by its first bytes, whatever its name or sender says. */

/** `heic` and `dicom` are known but refused, each with words of its own; null: nothing that we take. */
export type Sniffed = 'image/jpeg' | 'image/png' | 'image/webp' | 'application/pdf' | 'video/mp4' | 'video/quicktime' | 'video/webm' | 'heic' | 'dicom';

/** As many bytes as the farthest mark needs (DICOM's, after a preamble of 128). */
export const headBytes = 512;

const ascii = (head: Buffer, from: number, to: number): string => head.subarray(from, to).toString('latin1');

/** ISO base media files say their brand at byte 8 (ISO/IEC 14496-12, 4.3). */
function ofBrand(brand: string): Sniffed | null {
  if (/^(hei[cxms]|hev[cxms]|mif1|msf1)$/.test(brand)) return 'heic';
  if (/^avi[fs]$/.test(brand)) return null;
  return brand === 'qt  ' ? 'video/quicktime' : 'video/mp4';
}

export function sniff(head: Buffer): Sniffed | null {
  if (head.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]))) return 'image/jpeg';
  if (head.subarray(0, 8).equals(Buffer.from('89504e470d0a1a0a', 'hex'))) return 'image/png';
  if (ascii(head, 0, 4) === 'RIFF' && ascii(head, 8, 12) === 'WEBP') return 'image/webp';
  if (ascii(head, 0, 5) === '%PDF-') return 'application/pdf';
  if (ascii(head, 4, 8) === 'ftyp') return ofBrand(ascii(head, 8, 12));
  // Matroska has the same mark; only the WebM subset is what browsers record and play.
  if (head.subarray(0, 4).equals(Buffer.from('1a45dfa3', 'hex'))) return ascii(head, 0, 64).includes('webm') ? 'video/webm' : null;
  if (ascii(head, 128, 132) === 'DICM') return 'dicom';
  return null;
}
