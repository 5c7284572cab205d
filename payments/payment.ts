/**
 * The one port every way to pay implements. A provider never retries and never decides: `start` and `refund` are one POST each, `query` and
 * `queryRefund` ask what became of it. Only `db/orders/` decides what follows, and what is ambiguous is asked about, never sent again.
 */

export type PaymentChannel = 'offline' | 'wechat-pay';
export type OfflineMethod = 'cash' | 'pos' | 'transfer' | 'other';

/** Amounts are whole fen of CNY. */
export type PaymentAsk = {
  /** Our number of this try, 32 letters and digits; the provider knows it by nothing else. */
  outTradeNo: string;
  amountFen: number;
  /** Shown to the payer and on bills: neutral, never what the care is for. */
  description: string;
  expiresAt: string;
  payer:
    /** Whoever photographs the code. */
    | { kind: 'code' }
    /** Inside WeChat. */
    | { kind: 'openid'; openid: string }
    /** At the desk. */
    | { kind: 'desk'; method: OfflineMethod; receiptNo: string };
};

export type JsapiParameters = { appId: string; timeStamp: string; nonceStr: string; package: string; signType: 'RSA'; paySign: string };
/** What the payer needs to go on. */
export type PayHow = { codeUrl: string } | { jsapi: JsapiParameters };

export type StartResult =
  | { outcome: 'open'; how: PayHow }
  | { outcome: 'paid'; transactionId: string; paidAt: string; amountFen: number }
  /** Definitely not taken. `code` is the provider's word. */
  | { outcome: 'rejected'; code: string }
  | { outcome: 'throttled'; retryAfterMs: number }
  | { outcome: 'ambiguous'; detail: string };

export type PaymentFound =
  | { found: 'paid'; transactionId: string; paidAt: string; amountFen: number }
  | { found: 'open' }
  | { found: 'closed' }
  /** The provider never took it. */
  | { found: 'absent' }
  | { found: 'unknown'; detail: string };

export type RefundAsk = {
  /** Our number of this try; the provider refunds the same number once. */
  outRefundNo: string;
  outTradeNo: string;
  transactionId: string;
  amountFen: number;
  /** Of the whole payment. */
  totalFen: number;
};
export type RefundResult =
  | { outcome: 'succeeded'; providerRefundId: string; at: string }
  | { outcome: 'processing'; providerRefundId: string }
  | { outcome: 'rejected'; code: string }
  | { outcome: 'throttled'; retryAfterMs: number }
  | { outcome: 'ambiguous'; detail: string };
export type RefundFound =
  | { found: 'succeeded'; providerRefundId: string; at: string; amountFen: number }
  | { found: 'processing'; providerRefundId: string }
  /** Given up by the provider; a person must find another way. */
  | { found: 'failed'; providerRefundId: string; code: string }
  | { found: 'absent' }
  | { found: 'unknown'; detail: string };

export interface PaymentProvider {
  readonly channel: PaymentChannel;
  /** A call is abandoned (and called ambiguous) after this. */
  readonly timeoutMs: number;
  start(ask: PaymentAsk): Promise<StartResult>;
  query(outTradeNo: string): Promise<PaymentFound>;
  /** Nobody may pay it any more; what came of it is for `query` to say. */
  close(outTradeNo: string): Promise<void>;
  refund(ask: RefundAsk): Promise<RefundResult>;
  queryRefund(outRefundNo: string): Promise<RefundFound>;
}
