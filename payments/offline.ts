/** Paid at the desk: the receipt is the proof, so a payment is paid the moment it is written down, and there is nobody to ask about it. */
import type { PaymentProvider } from './payment.js';

export function createOfflinePayment(now: () => number = Date.now): PaymentProvider {
  const at = (): string => new Date(now()).toISOString();
  return {
    channel: 'offline',
    timeoutMs: 0,
    async start({ payer, amountFen }) {
      if (payer.kind !== 'desk') return { outcome: 'rejected', code: 'NOT_AT_THE_DESK' };
      return { outcome: 'paid', transactionId: `${payer.method}/${payer.receiptNo}`, paidAt: at(), amountFen };
    },
    query: async () => ({ found: 'unknown', detail: 'nobody can be asked about a payment at the desk' }),
    close: async () => undefined,
    refund: async ({ outRefundNo }) => ({ outcome: 'succeeded', providerRefundId: outRefundNo, at: at() }),
    queryRefund: async () => ({ found: 'unknown', detail: 'nobody can be asked about a refund at the desk' }),
  };
}
