/** The one suite that every way to pay runs. What a provider cannot do is declared, never skipped in silence. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Behaviour } from '../test/vendors/script.js';
import type { PaymentAsk, PaymentProvider, RefundAsk } from './payment.js';

export type ProviderUnderTest = {
  provider: PaymentProvider;
  /** The same with little patience, for a provider that hangs. */
  hasty: PaymentProvider;
  script(...behaviours: Behaviour[]): void;
  /** Requests to start or refund that arrived, taken or not. */
  posts(): number;
  /** The payer pays. */
  pay(outTradeNo: string): void;
  stop(): Promise<void>;
};
export type PaymentExpectations = {
  create: () => Promise<ProviderUnderTest>;
  payer: PaymentAsk['payer'];
  /** At the desk a payment is paid when it is written down; online it waits for the payer. */
  starts: 'paid' | 'open';
  /** There is somebody to ask. */
  canAsk: boolean;
};

const outTradeNo = '0190a5c07e4b7c619e6f0a1b2c3d4e5f';

export function paymentContract(title: string, expected: PaymentExpectations): void {
  describe(`${title} honours the payment contract`, () => {
    let under: ProviderUnderTest;
    const ask = (changes: Partial<PaymentAsk> = {}): PaymentAsk => ({ outTradeNo, amountFen: 128_000, description: '护理服务 WY260302-7KQ2MX', expiresAt: '2026-03-02T02:00:00.000Z', payer: expected.payer, ...changes });
    const refund = (changes: Partial<RefundAsk> = {}): RefundAsk => ({ outRefundNo: `${outTradeNo}-1`, outTradeNo, transactionId: 'unknown', amountFen: 30_000, totalFen: 128_000, ...changes });

    /** Started and paid; the provider's own number. */
    async function paid(): Promise<string> {
      const started = await under.provider.start(ask());
      if (started.outcome === 'paid') return started.transactionId;
      under.pay(outTradeNo);
      const found = await under.provider.query(outTradeNo);
      if (found.found !== 'paid') throw new Error(`Not paid: ${found.found}`);
      return found.transactionId;
    }

    beforeEach(async () => {
      under = await expected.create();
    });
    afterEach(() => under.stop());

    it(`is ${expected.starts} once started`, async () => {
      expect(await under.provider.start(ask())).toMatchObject({ outcome: expected.starts });
    });

    it('refunds once, and says that it did', async () => {
      const transactionId = await paid();
      expect(await under.provider.refund(refund({ transactionId }))).toMatchObject({ outcome: 'succeeded' });
    });

    if (!expected.canAsk) {
      it('says that nobody can be asked', async () => {
        expect(await under.provider.query(outTradeNo)).toMatchObject({ found: 'unknown' });
        expect(await under.provider.queryRefund(`${outTradeNo}-1`)).toMatchObject({ found: 'unknown' });
      });
      return;
    }

    it('tells open, paid, closed and absent apart', async () => {
      expect(await under.provider.query(outTradeNo)).toEqual({ found: 'absent' });
      await under.provider.start(ask());
      expect(await under.provider.query(outTradeNo)).toEqual({ found: 'open' });
      under.pay(outTradeNo);
      expect(await under.provider.query(outTradeNo)).toMatchObject({ found: 'paid', amountFen: 128_000 });
      await under.provider.close(outTradeNo);
      expect(await under.provider.query(outTradeNo)).toMatchObject({ found: 'paid' });
      const other = outTradeNo.replace('0190', '0191');
      await under.provider.start(ask({ outTradeNo: other }));
      await under.provider.close(other);
      expect(await under.provider.query(other)).toEqual({ found: 'closed' });
    });

    for (const behaviour of ['accept-then-500', 'accept-then-hang', 'accept-then-reset'] as const) {
      it(`calls "${behaviour}" ambiguous after one POST, and finds the payment by asking`, async () => {
        under.script(behaviour);
        expect(await under.hasty.start(ask())).toMatchObject({ outcome: 'ambiguous' });
        expect(under.posts()).toBe(1);
        expect(await under.provider.query(outTradeNo)).toEqual({ found: 'open' });
      });
      it(`calls a refund with "${behaviour}" ambiguous after one POST, and finds it by asking`, async () => {
        const transactionId = await paid();
        under.script(behaviour);
        expect(await under.hasty.refund(refund({ transactionId }))).toMatchObject({ outcome: 'ambiguous' });
        expect(under.posts()).toBe(2);
        expect(await under.provider.queryRefund(`${outTradeNo}-1`)).toMatchObject({ found: 'succeeded', amountFen: 30_000 });
      });
    }

    for (const behaviour of ['error-500', 'hang'] as const) {
      it(`calls "${behaviour}" ambiguous, and learns by asking that nothing was taken`, async () => {
        under.script(behaviour);
        expect(await under.hasty.start(ask())).toMatchObject({ outcome: 'ambiguous' });
        expect(await under.provider.query(outTradeNo)).toEqual({ found: 'absent' });
        expect(await under.provider.queryRefund(`${outTradeNo}-1`)).toEqual({ found: 'absent' });
      });
    }

    it('passes on a definite refusal with the provider’s word', async () => {
      under.script({ reject: 'PARAM_ERROR' });
      expect(await under.provider.start(ask())).toEqual({ outcome: 'rejected', code: 'PARAM_ERROR' });
      under.script({ reject: 'NOT_ENOUGH' });
      expect(await under.provider.refund(refund())).toEqual({ outcome: 'rejected', code: 'NOT_ENOUGH' });
    });

    it('leaves a busy provider alone, and knows that nothing was taken when none can be reached', async () => {
      under.script({ throttle: 60 });
      expect(await under.provider.start(ask())).toMatchObject({ outcome: 'throttled' });
      await under.stop();
      expect(await under.provider.start(ask())).toMatchObject({ outcome: 'throttled' });
      expect(await under.provider.query(outTradeNo)).toMatchObject({ found: 'unknown' });
    });
  });
}
