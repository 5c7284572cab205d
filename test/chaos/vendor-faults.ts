/** How the vendors of a run behave, and whether each of their faults was really shown, by the counters that they keep themselves. */
import type { VendorName } from '../vendors/start-vendors.js';

export const vendors = ['twilio', 'aliyun'] as const satisfies readonly VendorName[];
type Vendor = (typeof vendors)[number];

/** Of a hundred POSTs. */
export const mix = { accept: 55, 'accept-then-500': 8, 'accept-then-hang': 6, 'accept-then-reset': 8, 'late-accept': 5, 'error-500': 6, hang: 4, throttle: 8 } as const;
/** Every report twice, in an order of its own for each message. */
export const receipts = { afterMs: 400, times: 2 } as const;

/** What the vendor refuses, in its own codes. */
export const refusals = {
  'account-refused': { twilio: '20003', aliyun: 'isv.AMOUNT_NOT_ENOUGH' },
  'number-refused': { twilio: '21211', aliyun: 'isv.MOBILE_NUMBER_ILLEGAL' },
  'opted-out-at-vendor': { twilio: '21610', aliyun: 'isv.BLACK_LIST' },
} as const satisfies Record<string, Record<Vendor, string>>;

/** What each vendor can do wrong with its reports: Aliyun has one for each message, so nothing to put in another order. */
const wrongReports: Record<Vendor, readonly string[]> = { twilio: ['repeated', 'out of order', 'none'], aliyun: ['repeated', 'none'] };

type Counts = Record<string, Record<string, number>>;

/** `refused`: whether the named faults were inflicted, the refusals among them. `reported` is missing in reports from before it was counted. */
export function neverShown({ served, reported }: { served: Counts; reported?: Counts }, refused: boolean): string[] {
  return vendors.flatMap((vendor) => {
    const answers = [...Object.keys(mix), ...(refused ? Object.values(refusals).map((codes) => `reject ${codes[vendor]}`) : [])];
    return [
      ...answers.filter((fault) => (served[vendor]?.[fault] ?? 0) === 0).map((fault) => `${vendor} ${fault}`),
      ...(reported === undefined ? [] : wrongReports[vendor].filter((fault) => (reported[vendor]?.[fault] ?? 0) === 0).map((fault) => `${vendor} reports ${fault}`)),
    ];
  });
}
