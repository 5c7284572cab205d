/**
 * The fake vendors as a process of their own, for harnesses that kill ours:
 *
 *   node --import tsx test/vendors/run.ts [--public-url http://127.0.0.1:8080] [--texts visit.eve,close] [--vendors twilio,aliyun,wechat,wecom,smtp]
 *
 * Prints one line of JSON, `{ urls, environment }`: where each vendor's list is (`<url>/_vendor/received`, `/_vendor/posts`; POST
 * `/_vendor/script`, `/_vendor/mix`, `/_vendor/receipts`, `/_vendor/lag`), and the variables that point our settings at them. Ends when its
 * standard input ends or on SIGTERM.
 */
import { parseArgs } from 'node:util';
import { FakeAliyun } from './fake-aliyun.js';
import { FakeSmtp } from './fake-smtp.js';
import { FakeTwilio } from './fake-twilio.js';
import { FakeWechat } from './fake-wechat.js';
import { FakeWecom } from './fake-wecom.js';

const { values } = parseArgs({
  options: {
    'public-url': { type: 'string', default: 'http://127.0.0.1:8080' },
    texts: { type: 'string', default: '' },
    vendors: { type: 'string', default: 'twilio,aliyun,wechat,wecom,smtp' },
  },
});
const publicUrl = values['public-url'];
const texts = values.texts.split(',').filter(Boolean);
const templates = (written: string): string => JSON.stringify(Object.fromEntries(texts.map((key) => [key, written])));

type Running = { url: string; environment: Record<string, string>; stop(): Promise<void> };

const starters: Record<string, () => Promise<Running>> = {
  twilio: async () => {
    const vendor = await new FakeTwilio().start();
    const environment = { TWILIO_ACCOUNT_SID: vendor.accountSid, TWILIO_AUTH_TOKEN: vendor.authToken, TWILIO_FROM: '+15005550006', TWILIO_BASE_URL: vendor.baseUrl };
    return { url: vendor.baseUrl, environment, stop: () => vendor.stop() };
  },
  aliyun: async () => {
    const vendor = await new FakeAliyun().start();
    const secret = 'aliyun-push-secret-1';
    vendor.reportUrl = `${publicUrl}/webhooks/aliyun/report/${secret}`;
    const environment = {
      ALIYUN_ACCESS_KEY_ID: vendor.accessKeyId, ALIYUN_ACCESS_KEY_SECRET: vendor.accessKeySecret, ALIYUN_SMS_SIGN_NAME: 'XX医院',
      ALIYUN_SMS_TEMPLATES: templates('SMS_1'),
      ALIYUN_SMS_ENDPOINT: new URL(vendor.baseUrl).host, ALIYUN_SMS_PROTOCOL: 'http', ALIYUN_CALLBACK_SECRET: secret,
    };
    return { url: vendor.baseUrl, environment, stop: () => vendor.stop() };
  },
  wechat: async () => {
    const vendor = await new FakeWechat().start();
    vendor.callbackUrl = `${publicUrl}/webhooks/wechat`;
    const environment = {
      WECHAT_APP_ID: vendor.appId, WECHAT_APP_SECRET: vendor.secret, WECHAT_TOKEN: vendor.callbackToken, WECHAT_ENCODING_AES_KEY: vendor.encodingAesKey,
      WECHAT_SUBSCRIBE_TEMPLATES: templates("SUB1(thing1='随访提醒')"), WECHAT_TEMPLATES: templates("TPL1(thing1='随访提醒')"), WECHAT_BASE_URL: vendor.baseUrl,
    };
    return { url: vendor.baseUrl, environment, stop: () => vendor.stop() };
  },
  wecom: async () => {
    const vendor = await new FakeWecom().start();
    const environment = { WECOM_CORP_ID: vendor.corpId, WECOM_AGENT_ID: String(vendor.agentId), WECOM_SECRET: vendor.secret, WECOM_BASE_URL: vendor.baseUrl };
    return { url: vendor.baseUrl, environment, stop: () => vendor.stop() };
  },
  smtp: async () => {
    const server = await new FakeSmtp().start();
    const environment = { SMTP_URL: `smtp://127.0.0.1:${server.port}`, EMAIL_FROM: 'XX医院 <care@example.org>' };
    return { url: `http://127.0.0.1:${await server.openDoor()}`, environment, stop: () => server.stop() };
  },
};

const running: Record<string, Running> = {};
for (const name of values.vendors.split(',')) {
  const start = starters[name];
  if (!start) throw new Error(`No vendor "${name}"; known: ${Object.keys(starters).join(', ')}`);
  running[name] = await start();
}

const stop = async (): Promise<void> => {
  await Promise.all(Object.values(running).map((vendor) => vendor.stop()));
  process.exit(0);
};
process.stdin.on('end', () => void stop()).resume();
process.on('SIGTERM', () => void stop());

const urls = Object.fromEntries(Object.entries(running).map(([name, { url }]) => [name, url]));
const environment = Object.assign({}, ...Object.values(running).map((vendor) => vendor.environment)) as Record<string, string>;
process.stdout.write(`${JSON.stringify({ urls, environment })}\n`);
