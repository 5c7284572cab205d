import { expect, it } from 'vitest';
import { createOfflinePayment } from './offline.js';
import { paymentContract } from './payment.contract.js';

paymentContract('The desk', {
  starts: 'paid', canAsk: false, payer: { kind: 'desk', method: 'cash', receiptNo: 'A-1' },
  create: async () => {
    const provider = createOfflinePayment();
    return { provider, hasty: provider, script: () => undefined, posts: () => 0, pay: () => undefined, stop: async () => undefined };
  },
});

it('The desk takes nothing from a payer who is not there', async () => {
  const ask = { outTradeNo: 'x', amountFen: 1, description: '', expiresAt: '', payer: { kind: 'code' as const } };
  expect(await createOfflinePayment().start(ask)).toEqual({ outcome: 'rejected', code: 'NOT_AT_THE_DESK' });
});
