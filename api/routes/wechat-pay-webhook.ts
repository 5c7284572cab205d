/** What WeChat Pay posts to us. Signature over the raw body first; answered 2xx once it is written, so that it stops repeating; any order and any number of copies are harmless. */
import { applyNotice } from '../../db/orders/notices.js';
import { NoticeRefused, openNotice, type WechatPayNotice } from '../../payments/wechat-pay/notice.js';
import type { ApiDeps } from '../deps.js';
import { Problem } from '../problem.js';
import { router } from '../router.js';

export function wechatPayWebhook({ sql, providers, now }: ApiDeps) {
  const app = router();
  app.post('/webhooks/wechat-pay', async (c) => {
    const { wechatPay } = providers;
    if (!wechatPay) throw new Problem('not-found', 'WeChat Pay is not configured on this server.');
    const header = (name: string): string | undefined => c.req.header(`wechatpay-${name}`);
    let notice: WechatPayNotice;
    try {
      notice = openNotice(wechatPay, { timestamp: header('timestamp'), nonce: header('nonce'), signature: header('signature'), serial: header('serial') }, await c.req.text(), now());
    } catch (error) {
      if (error instanceof NoticeRefused) throw new Problem('bad-signature', `${error.message}; nothing was taken from it.`);
      throw error;
    }
    await applyNotice(sql, notice);
    return c.json({ code: 'SUCCESS', message: '成功' });
  });
  return app;
}
