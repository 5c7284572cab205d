/**
 * What vendors post to us: signature first (against the public URL), then parse, then one transaction; answered 2xx so that they stop
 * repeating. Duplicates and any order are harmless: receipts are de-duplicated by key and only move a status forward.
 */
import { v7 as uuidv7 } from 'uuid';
import type { Receipt } from '../../channels/channel.js';
import { aliyunPushTaken, isAliyunPushSecret, parseSmsReport, parseSmsUp } from '../../channels/sms/aliyun-push.js';
import { isFromTwilio, parseTwilioInbound, parseTwilioStatus } from '../../channels/sms/twilio-webhooks.js';
import { answerUrlCheck, openCallback, readEvent } from '../../channels/wechat/callbacks.js';
import { CallbackRefused } from '../../channels/wechat/crypto.js';
import { bindOpenid, openidFollowed, openidUnfollowed } from '../../db/inbound.js';
import { applyReceipt } from '../../db/ledger/receipts.js';
import { fromMs } from '../../pathways/time.js';
import { tellOpenRun } from '../../temporal/open-run.js';
import type { ApiDeps } from '../deps.js';
import { takeInboundText } from '../inbound-text.js';
import { Problem } from '../problem.js';
import { router } from '../router.js';

export function webhookRoutes(deps: ApiDeps) {
  const { sql, care, providers, publicUrl, now } = deps;
  const app = router();

  async function take(provider: string, receipts: Receipt[]): Promise<void> {
    for (const receipt of receipts) {
      const { nudge } = await applyReceipt(sql, provider, receipt);
      // The sweeper nudges again when Temporal is away.
      if (nudge) await tellOpenRun({ sql, care }, nudge.episodeId, nudge.obligations).catch(() => false);
    }
  }
  /** On record at most once a minute for each vendor: a stranger must not fill the log. */
  async function forged(vendor: string): Promise<Problem> {
    await sql`insert into audit_log (actor, action, ref, allowed) select 'stranger', 'webhook', ${vendor}, false
      where not exists (select 1 from audit_log where action = 'webhook' and ref = ${vendor} and at > now() - interval '1 minute')`;
    return new Problem('bad-signature', `The request is not signed by ${vendor} for this address; nothing was taken from it.`);
  }
  const off = (vendor: string): Problem => new Problem('not-found', `${vendor} is not configured on this server.`);

  app.post('/webhooks/twilio/:kind{status|inbound}', async (c) => {
    if (!providers.twilio) throw off('Twilio');
    const url = new URL(c.req.url);
    const params = Object.fromEntries(Object.entries(await c.req.parseBody()).map(([k, v]) => [k, String(v)]));
    const trusted = isFromTwilio({ authToken: providers.twilio.authToken, publicOrigin: publicUrl, pathAndQuery: url.pathname + url.search, signature: c.req.header('x-twilio-signature'), params });
    if (!trusted) throw await forged('Twilio');
    if (c.req.param('kind') === 'status') {
      const receipt = parseTwilioStatus(params, c.req.query());
      if (receipt) await take('twilio', [receipt]);
    } else {
      const inbound = parseTwilioInbound(params, fromMs(now()));
      if (inbound) await takeInboundText(deps, inbound);
    }
    return c.body('<Response/>', 200, { 'content-type': 'text/xml' });
  });

  app.post('/webhooks/aliyun/:kind{report|up}/:secret', async (c) => {
    if (!providers.aliyun) throw off('Aliyun');
    if (!isAliyunPushSecret(c.req.param('secret'), providers.aliyun.callbackSecret)) throw await forged('Aliyun');
    const body = await c.req.text();
    if (c.req.param('kind') === 'report') await take('aliyun', parseSmsReport(body));
    else for (const inbound of parseSmsUp(body)) await takeInboundText(deps, inbound);
    return c.json(aliyunPushTaken);
  });

  const wechat = () => {
    if (!providers.wechat) throw off('WeChat');
    return providers.wechat;
  };
  app.get('/webhooks/wechat', async (c) => {
    try {
      return c.text(answerUrlCheck(wechat(), c.req.query()));
    } catch (error) {
      throw error instanceof CallbackRefused ? await forged('WeChat') : error;
    }
  });
  app.post('/webhooks/wechat', async (c) => {
    let xml: string;
    try {
      xml = openCallback(wechat(), c.req.query(), await c.req.text(), now());
    } catch (error) {
      throw error instanceof CallbackRefused ? await forged('WeChat') : error;
    }
    const event = readEvent(xml);
    switch (event.kind) {
      case 'receipts':
        await take(event.provider, event.receipts);
        break;
      case 'text':
        await takeInboundText(deps, event.text);
        break;
      case 'scanned':
        await bindOpenid(sql, event.scene, event.openid, uuidv7());
        break;
      case 'followed':
        await openidFollowed(sql, event.openid);
        break;
      case 'unfollowed':
        await openidUnfollowed(sql, event.openid);
        break;
      default:
        break;
    }
    return c.text('success');
  });
  return app;
}
