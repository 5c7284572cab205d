import { z } from 'zod';
import { Amount, KebabId, TextKeyWord } from './words.js';

export const Unit = z.strictObject({ service: KebabId, count: Amount });

/** What is sold: title, summary, price (null: not priced here) and the units bought of each service. */
export const PackageText = z.strictObject({
  title: TextKeyWord,
  summary: TextKeyWord,
  price: z
    .strictObject({ amount: z.string().regex(/^\d+(\.\d{1,2})?$/, { error: 'must be an amount in quotes, e.g. "1280.00"' }), currency: z.enum(['CNY', 'USD', 'EUR', 'HKD']) })
    .nullable(),
  units: z.array(Unit).default([]),
});
export type PackageText = z.infer<typeof PackageText>;
