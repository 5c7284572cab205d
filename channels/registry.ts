/**
 * Which channel serves which name, for whom. A training hospital only ever gets stand-ins. A real hospital gets the configured providers;
 * what is not configured is not there (the ledger goes on to the next channel), except when nothing at all is configured: then the local
 * inbox shows everything, so that the whole journey can be tried offline.
 */
import type { ChannelName } from '../pathways/engine/vocabulary.js';
import type { Channel } from './channel.js';
import { createEmailChannel } from './email.js';
import { type Mailbox, createInboxChannel } from './inbox/inbox-channel.js';
import { type TaskBox, createPhoneTaskChannel } from './phone-task.js';
import { parseRegisteredTemplates, type RegisteredTemplate } from './registered-template.js';
import { type RecipientsSince, createAliyunChannel } from './sms/aliyun.js';
import { smsRoute } from './sms/route.js';
import { createTwilioChannel } from './sms/twilio.js';
import { smtpSettings } from './smtp-url.js';
import { createWecomChannel, createWecomTokens } from './wecom.js';
import type { TokenStore } from './wechat/token.js';
import { type WechatSettings, createWechatSubscriptionChannel, createWechatTemplateChannel, createWechatTokens } from './wechat/wechat.js';

/** The `providers` part of the settings, each absent when not configured. */
export type ProviderSettings = {
  twilio?: { accountSid: string; authToken: string; from: string; baseUrl?: string | undefined };
  aliyun?: { accessKeyId: string; accessKeySecret: string; signName: string; templates: Record<string, string>; endpoint: string; protocol: 'http' | 'https' };
  wechat?: { appId: string; appSecret: string; subscribeTemplates: Record<string, string>; templates: Record<string, string>; baseUrl: string };
  wecom?: { corpId: string; agentId: number; secret: string; baseUrl: string };
  smtp?: { url: string; from: string };
};

export type ChannelPorts = { mailbox: Mailbox; tasks: TaskBox; tokens: TokenStore; recipientsSince: RecipientsSince };

export type ChannelAsk = {
  hospital: 'real' | 'training';
  name: ChannelName;
  to: string;
  templateKey: string;
  /** Providers of this channel that refused this message already. */
  tried: readonly string[];
};

export type ChannelRegistry = {
  channelFor(ask: ChannelAsk): Channel | null;
  byProvider(name: ChannelName, provider: string): Channel | null;
  all(): Channel[];
  /** Real hospitals too write into the local inbox, because no provider is configured. Worth a banner. */
  inboxOnly: boolean;
};

/** Instead of each channel's own windows, which suit the real vendors. */
export type VendorPatience = { timeoutMs?: number; lookupAfterMs?: number; receiptWithinMs?: number };
type Options = VendorPatience & { publicUrl: string; now?: () => number };

export function createChannels(providers: ProviderSettings, ports: ChannelPorts, options: Options): ChannelRegistry {
  const inboxes = (['wechat', 'sms', 'email', 'wecom'] as const).map((channel) => createInboxChannel({ channel, mailbox: ports.mailbox }));
  const worklist = createPhoneTaskChannel(ports.tasks);
  const { twilio, aliyun, wechat, wecom, email } = realChannels(providers, ports, options);
  const configured = [twilio, aliyun, ...(wechat?.inOrder ?? []), wecom, email].filter((channel) => channel !== undefined);
  const inboxOnly = configured.length === 0;
  const all = [...configured, ...inboxes, worklist];

  /** In the order in which they are tried. */
  function providersFor({ hospital, name, to, templateKey }: ChannelAsk): (Channel | null | undefined)[] {
    if (name === 'phone-task') return [worklist];
    if (hospital === 'training' || inboxOnly) return [inboxes.find((inbox) => inbox.name === name)];
    switch (name) {
      case 'sms':
        return [smsRoute(to, { ...(twilio && { twilio }), ...(aliyun && { aliyun }) })];
      case 'wechat':
        return wechat ? wechat.carrying(templateKey) : [];
      case 'wecom':
        return [wecom];
      case 'email':
        return [email];
    }
  }

  return {
    inboxOnly,
    all: () => all,
    byProvider: (name, provider) => all.find((channel) => channel.name === name && channel.provider === provider) ?? null,
    channelFor: (ask) => providersFor(ask).find((channel) => channel && !ask.tried.includes(channel.provider)) ?? null,
  };
}

function realChannels(providers: ProviderSettings, ports: ChannelPorts, { publicUrl, now = Date.now, ...patience }: Options) {
  const { twilio, aliyun, wechat, wecom, smtp } = providers;
  return {
    twilio: twilio && createTwilioChannel(
      {
        accountSid: twilio.accountSid, authToken: twilio.authToken, ...patience,
        sender: twilio.from.startsWith('MG') ? { messagingServiceSid: twilio.from } : { from: twilio.from },
        statusCallbackUrl: `${publicUrl}/webhooks/twilio/status`,
        ...(twilio.baseUrl !== undefined && { origin: twilio.baseUrl }),
      },
      now,
    ),
    aliyun: aliyun && createAliyunChannel(
      {
        accessKeyId: aliyun.accessKeyId, accessKeySecret: aliyun.accessKeySecret, signNames: { '*': aliyun.signName },
        origin: `${aliyun.protocol}://${aliyun.endpoint}`, ...patience,
        templates: Object.fromEntries(
          Object.entries(parseRegisteredTemplates(aliyun.templates, 'ALIYUN_SMS_TEMPLATES')).map(([key, { id, fields }]) => [key, { code: id, params: Object.keys(fields) }]),
        ),
      },
      ports.recipientsSince,
      now,
    ),
    wechat: wechat && wechatChannels(
      {
        appId: wechat.appId, secret: wechat.appSecret, origin: wechat.baseUrl, ...patience,
        subscriptions: leadingTo(`${publicUrl}/p/`, parseRegisteredTemplates(wechat.subscribeTemplates, 'WECHAT_SUBSCRIBE_TEMPLATES')),
        templates: leadingTo(`${publicUrl}/p/`, parseRegisteredTemplates(wechat.templates, 'WECHAT_TEMPLATES')),
      },
      ports.tokens,
      now,
    ),
    wecom: wecom && wecomChannel({ corpId: wecom.corpId, agentId: wecom.agentId, secret: wecom.secret, origin: wecom.baseUrl, ...patience }, ports.tokens, now),
    email: smtp && createEmailChannel({ ...smtpSettings(smtp), ...patience }),
  };
}

/** Patients and relatives alone are written to by WeChat, so a tap leads to their entry. */
const leadingTo = (url: string, templates: Record<string, RegisteredTemplate>): WechatSettings['templates'] =>
  Object.fromEntries(Object.entries(templates).map(([key, template]) => [key, { ...template, url }]));

/** Subscription notice first, template message second; only those that have a template for the text. */
function wechatChannels(settings: WechatSettings, store: TokenStore, now: () => number) {
  const tokens = createWechatTokens(settings, store, now);
  const subscription = createWechatSubscriptionChannel(settings, tokens);
  const template = createWechatTemplateChannel(settings, tokens);
  return {
    inOrder: [subscription, template],
    carrying: (key: string): Channel[] => [...(key in settings.subscriptions ? [subscription] : []), ...(key in settings.templates ? [template] : [])],
  };
}

const wecomChannel = (settings: Parameters<typeof createWecomChannel>[0], store: TokenStore, now: () => number): Channel =>
  createWecomChannel(settings, createWecomTokens(settings, store, now), now);
