import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import type { Channel, OutboundMessage } from './channel.js';
import { isFromTwilio, parseTwilioStatus } from './sms/twilio-webhooks.js';
import { createTwilioChannel } from './sms/twilio.js';
import { createAliyunChannel } from './sms/aliyun.js';
import { FakeAliyun } from '../test/vendors/fake-aliyun.js';
import type { FakeVendor } from '../test/vendors/fake-vendor.js';
import { FakeTwilio } from '../test/vendors/fake-twilio.js';
import type { Mix } from '../test/vendors/script.js';
import { startVendors } from '../test/vendors/start-vendors.js';

const message = (n: number, to: string): OutboundMessage => ({
  attemptId: `e/dressing/${n}/0/eve/patient/sms/1`, hospitalId: 'h', to, body: `明天上门 ${n}`, template: { key: 'k', params: { n: String(n) } }, language: 'zh-CN',
});
const faulty: Mix = {
  seed: 20260302,
  weights: { accept: 60, 'accept-then-500': 10, 'accept-then-hang': 2, 'accept-then-reset': 10, 'error-500': 6, hang: 2, throttle: 10 },
};

const twilio = async () => {
  const vendor = await new FakeTwilio().start();
  const settings = { accountSid: vendor.accountSid, authToken: vendor.authToken, sender: { from: '+15005550006' }, origin: vendor.baseUrl, timeoutMs: 250, lookupAfterMs: 250 };
  return { vendor, to: '+85251234567', create: (now: () => number): Channel => createTwilioChannel(settings, now) };
};
const aliyun = async () => {
  const vendor = await new FakeAliyun().start();
  const to = '+8613912345678';
  const settings = {
    accessKeyId: vendor.accessKeyId, accessKeySecret: vendor.accessKeySecret, signNames: { '*': 'X' }, templates: { k: { code: 'SMS_1', params: ['n'] } },
    origin: vendor.baseUrl, timeoutMs: 250, lookupAfterMs: 250,
  };
  return { vendor, to, create: (now: () => number): Channel => createAliyunChannel(settings, async () => [to], now) };
};

describe.each([['Twilio', twilio], ['Aliyun', aliyun]] as const)('A faulty %s', (_name, start) => {
  it('and a sender that looks up instead of sending again end with the same list, nothing lost, nothing doubled', async () => {
    const { vendor, to, create } = await start();
    (vendor as FakeVendor).setMix(faulty);
    let offset = 0;
    const channel = create(() => Date.now() + offset);
    const ended = { accepted: 0, found: 0, absent: 0, throttled: 0 };
    const ours = new Set<string>();
    const since = new Date(Date.now() - 1_000).toISOString();
    for (let n = 1; n <= 150; n++) {
      const sentAt = new Date(Date.now() + offset).toISOString();
      const result = await channel.send(message(n, to));
      if (result.outcome === 'accepted') {
        ended.accepted++;
        ours.add(result.providerMessageId);
      } else if (result.outcome === 'throttled') ended.throttled++;
      else if (result.outcome === 'ambiguous') {
        offset += 251;
        // On a busy machine the lookup itself may time out; `unknown` is asked again, as the ledger does.
        let found = await channel.lookup(message(n, to), sentAt);
        for (let again = 0; found.found === 'unknown' && again < 5; again++) found = await channel.lookup(message(n, to), sentAt);
        if (found.found === 'yes') {
          ended.found++;
          ours.add(found.providerMessageId);
        } else if (found.found === 'no') ended.absent++;
      }
    }
    const atVendor = (await channel.list(since))?.map((entry) => entry.providerMessageId) ?? [];
    expect(vendor.posts).toBe(150);
    expect(atVendor.toSorted()).toEqual([...ours].toSorted());
    expect(ended.accepted + ended.found).toBe(vendor.received().length);
    expect(ended.accepted + ended.found + ended.absent + ended.throttled).toBe(150);
    // Proof that each kind of fault really happened.
    for (const [what, count] of Object.entries(ended)) expect(count, what).toBeGreaterThan(0);
    await vendor.stop();
  });
});

describe('The fake vendors', () => {
  it('report to our webhook signed, twice and out of order', async () => {
    const vendor = await new FakeTwilio().start();
    const heard: { status: string; attempt: string | undefined; genuine: boolean }[] = [];
    const server = createServer((req, res) => {
      let body = '';
      req.on('data', (chunk: Buffer) => (body += chunk.toString()));
      req.on('end', () => {
        const params = Object.fromEntries(new URLSearchParams(body));
        const pathAndQuery = req.url ?? '';
        const genuine = isFromTwilio({ authToken: vendor.authToken, publicOrigin: origin, pathAndQuery, signature: String(req.headers['x-twilio-signature']), params });
        const receipt = parseTwilioStatus(params, Object.fromEntries(new URL(pathAndQuery, origin).searchParams));
        heard.push({ status: receipt?.status ?? '?', attempt: receipt?.attemptId, genuine });
        res.writeHead(204).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const channel = createTwilioChannel({
      accountSid: vendor.accountSid, authToken: vendor.authToken, sender: { from: '+15005550006' }, origin: vendor.baseUrl, timeoutMs: 1_000, statusCallbackUrl: `${origin}/webhooks/twilio/status`,
    });
    await channel.send(message(1, '+85251234567'));
    const [taken] = vendor.received();
    if (!taken) throw new Error('The vendor took nothing');
    expect(await vendor.postReceipts(taken, ['sent', 'delivered'], { times: 2, shuffleSeed: 3 })).toEqual([204, 204, 204, 204]);
    expect(heard.every(({ genuine, attempt }) => genuine && attempt === message(1, '').attemptId)).toBe(true);
    expect(heard.map(({ status }) => status)).not.toEqual(['sent', 'sent', 'delivered', 'delivered']);
    expect(heard.map(({ status }) => status).toSorted()).toEqual(['delivered', 'delivered', 'sent', 'sent']);
    await vendor.stop();
    await new Promise((resolve) => server.close(resolve));
  });

  it('run as a process of their own, with settings that point at them and a list that outlives ours', async () => {
    const vendors = await startVendors({ vendors: ['twilio', 'smtp'], texts: ['close'] });
    const { TWILIO_ACCOUNT_SID: accountSid = '', TWILIO_AUTH_TOKEN: authToken = '', TWILIO_BASE_URL: origin = '' } = vendors.environment;
    await vendors.script('twilio', 'accept-then-500');
    const channel = createTwilioChannel({ accountSid, authToken, sender: { from: '+15005550006' }, origin, timeoutMs: 1_000 });
    expect(await channel.send(message(1, '+85251234567'))).toMatchObject({ outcome: 'ambiguous' });
    expect(await vendors.received('twilio')).toMatchObject([{ to: '+85251234567', content: '明天上门 1' }]);
    expect(await vendors.posts('twilio')).toBe(1);
    expect(await vendors.received('smtp')).toEqual([]);
    await vendors.stop();
  });
});
