/** The variables of the providers that messages, money, calls and staff come through; each is configured whole or not at all. */
import { z } from 'zod';
import { identityProviderVariables } from './identity-provider-variables.js';

/** Without a slash at its end. */
export const httpUrl = z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, ''));
const jsonMap = z
  .string()
  .transform((text, context) => {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      context.addIssue({ code: 'custom', message: 'is not JSON' });
      return z.NEVER;
    }
  })
  .pipe(z.record(z.string(), z.string()));

const pem = z
  .string()
  .transform((text) => text.replaceAll('\\n', '\n'))
  .refine((text) => text.includes('-----BEGIN '), 'must be a key in PEM, with its BEGIN and END lines');

/** One provider's variables: all absent = not configured; some absent = an error that names them. */
export const providers = {
  twilio: z
    .object({
      TWILIO_ACCOUNT_SID: z.string().startsWith('AC'),
      TWILIO_AUTH_TOKEN: z.string().min(1),
      /** Sender: E.164 number or messaging service (MG...). */
      TWILIO_FROM: z.string().regex(/^(\+\d{6,15}|MG[0-9a-fA-F]{32})$/, 'must be an E.164 number or a messaging service id (MG...)'),
      /** Replaces https://api.twilio.com; for stand-ins. */
      TWILIO_BASE_URL: httpUrl.optional(),
    })
    .transform((v) => ({ accountSid: v.TWILIO_ACCOUNT_SID, authToken: v.TWILIO_AUTH_TOKEN, from: v.TWILIO_FROM, baseUrl: v.TWILIO_BASE_URL })),
  aliyun: z
    .object({
      ALIYUN_ACCESS_KEY_ID: z.string().min(1),
      ALIYUN_ACCESS_KEY_SECRET: z.string().min(1),
      /** 短信签名 as registered, without 【】. */
      ALIYUN_SMS_SIGN_NAME: z.string().min(1),
      /** JSON: text key -> registered template code, {"visit.eve":"SMS_123"}. */
      ALIYUN_SMS_TEMPLATES: jsonMap,
      ALIYUN_SMS_ENDPOINT: z.string().default('dysmsapi.aliyuncs.com'),
      ALIYUN_SMS_PROTOCOL: z.enum(['https', 'http']).default('https'),
      /** Secret path segment of the receipt callback; Aliyun signs nothing. */
      ALIYUN_CALLBACK_SECRET: z.string().min(16),
    })
    .transform((v) => ({
      accessKeyId: v.ALIYUN_ACCESS_KEY_ID,
      accessKeySecret: v.ALIYUN_ACCESS_KEY_SECRET,
      signName: v.ALIYUN_SMS_SIGN_NAME,
      templates: v.ALIYUN_SMS_TEMPLATES,
      endpoint: v.ALIYUN_SMS_ENDPOINT,
      protocol: v.ALIYUN_SMS_PROTOCOL,
      callbackSecret: v.ALIYUN_CALLBACK_SECRET,
    })),
  wechat: z
    .object({
      WECHAT_APP_ID: z.string().min(1),
      WECHAT_APP_SECRET: z.string().min(1),
      WECHAT_TOKEN: z.string().min(1),
      WECHAT_ENCODING_AES_KEY: z.string().length(43),
      /** JSON: text key -> subscription notice template id (订阅通知), tried first. */
      WECHAT_SUBSCRIBE_TEMPLATES: jsonMap.default({}),
      /** JSON: text key -> template message id (模板消息), tried second. */
      WECHAT_TEMPLATES: jsonMap.default({}),
      WECHAT_BASE_URL: httpUrl.default('https://api.weixin.qq.com'),
    })
    .transform((v) => ({
      appId: v.WECHAT_APP_ID,
      appSecret: v.WECHAT_APP_SECRET,
      token: v.WECHAT_TOKEN,
      encodingAesKey: v.WECHAT_ENCODING_AES_KEY,
      subscribeTemplates: v.WECHAT_SUBSCRIBE_TEMPLATES,
      templates: v.WECHAT_TEMPLATES,
      baseUrl: v.WECHAT_BASE_URL,
    })),
  wechatPay: z
    .object({
      WECHAT_PAY_APP_ID: z.string().min(1),
      WECHAT_PAY_MCH_ID: z.string().regex(/^\d{6,32}$/, 'must be the merchant number (商户号)'),
      /** Serial of the merchant's API certificate (商户API证书). */
      WECHAT_PAY_SERIAL_NO: z.string().regex(/^[0-9A-Fa-f]{8,64}$/, 'must be the serial of the API certificate'),
      /** apiclient_key.pem; line breaks may be written as \\n. */
      WECHAT_PAY_PRIVATE_KEY: pem,
      WECHAT_PAY_API_V3_KEY: z.string().length(32),
      /** 微信支付公钥 and its id (PUB_KEY_ID_...), or a platform certificate and its serial. */
      WECHAT_PAY_PUBLIC_KEY: pem,
      WECHAT_PAY_PUBLIC_KEY_ID: z.string().min(8),
      WECHAT_PAY_BASE_URL: httpUrl.default('https://api.mch.weixin.qq.com'),
    })
    .transform((v) => ({
      appId: v.WECHAT_PAY_APP_ID,
      mchId: v.WECHAT_PAY_MCH_ID,
      serialNo: v.WECHAT_PAY_SERIAL_NO,
      privateKey: v.WECHAT_PAY_PRIVATE_KEY,
      apiV3Key: v.WECHAT_PAY_API_V3_KEY,
      publicKey: v.WECHAT_PAY_PUBLIC_KEY,
      publicKeyId: v.WECHAT_PAY_PUBLIC_KEY_ID,
      baseUrl: v.WECHAT_PAY_BASE_URL,
    })),
  wecom: z
    .object({
      WECOM_CORP_ID: z.string().min(1),
      WECOM_AGENT_ID: z.coerce.number().int(),
      WECOM_SECRET: z.string().min(1),
      WECOM_BASE_URL: httpUrl.default('https://qyapi.weixin.qq.com'),
    })
    .transform((v) => ({ corpId: v.WECOM_CORP_ID, agentId: v.WECOM_AGENT_ID, secret: v.WECOM_SECRET, baseUrl: v.WECOM_BASE_URL })),
  /** Video calls through the hospital's own Jitsi Meet with token authentication. */
  jitsi: z
    .object({
      JITSI_BASE_URL: httpUrl.refine((url) => url.startsWith('https:') || new URL(url).hostname === '127.0.0.1', 'must begin with https: browsers open camera and microphone nowhere else'),
      JITSI_APP_ID: z.string().min(1),
      /** Shared with Prosody (`app_secret`); signs the tokens, HS256. */
      JITSI_APP_SECRET: z.string().min(32),
      JITSI_AUDIENCE: z.string().default('jitsi'),
    })
    .transform((v) => ({ baseUrl: v.JITSI_BASE_URL, appId: v.JITSI_APP_ID, appSecret: v.JITSI_APP_SECRET, audience: v.JITSI_AUDIENCE })),
  oidc: identityProviderVariables,
  smtp: z
    .object({
      /** smtp://user:password@host:587 or smtps://... */
      SMTP_URL: z.url({ protocol: /^smtps?$/ }),
      /** From header: `无忧 <care@hospital.example>`. */
      EMAIL_FROM: z.string().min(3),
    })
    .transform((v) => ({ url: v.SMTP_URL, from: v.EMAIL_FROM })),
};

type ProviderName = keyof typeof providers;
export type Providers = { [N in ProviderName]?: z.output<(typeof providers)[N]> };
