/** Aliyun writes its times as Beijing wall time without a zone; China has had one zone and no summer time since 1991. */

const beijingOffsetMs = 8 * 3_600_000;

/** `2026-03-02 09:00:00` -> `2026-03-02T01:00:00.000Z`. */
export function beijingInstant(written: string): string {
  const at = Date.parse(`${written.trim().replace(' ', 'T')}+08:00`);
  if (Number.isNaN(at)) throw new Error('Aliyun wrote a time that is not yyyy-MM-dd HH:mm:ss');
  return new Date(at).toISOString();
}

/** The day as QuerySendDetails wants it: `20260302`. */
export const beijingDay = (ms: number): string => new Date(ms + beijingOffsetMs).toISOString().slice(0, 10).replaceAll('-', '');

/** `2026-03-02 09:00:00`. */
export const beijingWritten = (ms: number): string => new Date(ms + beijingOffsetMs).toISOString().slice(0, 19).replace('T', ' ');
