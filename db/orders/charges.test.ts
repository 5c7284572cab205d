import { expect, it } from 'vitest';
import { chargesCsv, type Charge } from './charges.js';

const charge: Charge = {
  day: '2026-03-02', kind: 'charge', orderNo: 'WY260302-7KQ2MX', packageId: 'hip-wound-care', service: 'wound-dressing', chargeCode: 'HC-001', funding: 'self-pay', units: 3, amountFen: 299_90, channel: 'offline', method: 'cash',
  reference: 'R-1', patientId: '019355e2-7a50-7c4e-9d61-0f5f0f6a1b2c', by: 'cashier',
};

it('Charges open in a Chinese spreadsheet: a byte-order mark, words for codes, amounts as numbers', () => {
  const text = chargesCsv([charge, { ...charge, kind: 'refund', units: -1, amountFen: -99_96 }], 'zh-CN');
  expect(text.codePointAt(0)).toBe(0xfeff);
  expect(text.split('\r\n').slice(1)).toEqual([
    '2026-03-02,收费,WY260302-7KQ2MX,hip-wound-care,wound-dressing,HC-001,自费,3,299.90,线下,现金,R-1,019355e2-7a50-7c4e-9d61-0f5f0f6a1b2c,cashier',
    '2026-03-02,退费,WY260302-7KQ2MX,hip-wound-care,wound-dressing,HC-001,自费,-1,-99.96,线下,现金,R-1,019355e2-7a50-7c4e-9d61-0f5f0f6a1b2c,cashier', '',
  ]);
});

it('A receipt number that looks like a formula stays a text, and a comma stays in its cell', () => {
  const [, row] = chargesCsv([{ ...charge, reference: '=1+1', chargeCode: 'a,"b"' }], 'en').split('\r\n');
  expect(row).toContain(`,'=1+1,`);
  expect(row).toContain(`,"a,""b""",`);
});
