/**
 * What WeChat posts to us, from the encrypted envelope to one plain event. The route answers `success` within 5 seconds and works
 * afterwards: WeChat repeats an unanswered callback three times, so every event has a key to recognise the copies by.
 */
import { XMLParser } from 'fast-xml-parser';
import type { DeliveryStatus, Receipt } from '../channel.js';
import type { InboundText } from '../inbound.js';
import { type ConsentWord, consentIn, consentWords } from '../opt-out-words.js';
import { CallbackRefused, decryptCallback, isSignature } from './crypto.js';
import { enclosedIn } from './enclosed.js';

export type WechatCallbackSettings = { appId: string; token: string; encodingAesKey: string };
export type CallbackQuery = { signature?: string; msg_signature?: string; timestamp?: string; nonce?: string; echostr?: string };

export type WechatEvent =
  /** Scanned the discharge QR (or followed by it): ties the openid to the patient that the scene stands for. */
  | { kind: 'scanned'; openid: string; scene: string; at: string; dedupeKey: string }
  | { kind: 'followed'; openid: string; at: string; dedupeKey: string }
  | { kind: 'unfollowed'; openid: string; at: string; dedupeKey: string }
  | { kind: 'subscriptions'; openid: string; changes: { templateId: string; accepted: boolean }[]; at: string; dedupeKey: string }
  /** Which provider of ours they are about: the two kinds of notice report by different events. */
  | { kind: 'receipts'; provider: 'wechat-subscription' | 'wechat-template'; receipts: Receipt[] }
  | { kind: 'text'; text: InboundText }
  | { kind: 'other' };

/** How far a callback's time may be from ours. */
const windowMs = 5 * 60_000;

/** The console's check of the URL (GET): answers what must be echoed, as it is. */
export function answerUrlCheck({ token }: WechatCallbackSettings, { signature, timestamp, nonce, echostr }: CallbackQuery): string {
  if (!signature || !timestamp || !nonce || echostr === undefined || !isSignature(signature, token, timestamp, nonce)) {
    throw new CallbackRefused('The URL check is not signed with our token');
  }
  return echostr;
}

/** Verifies and decrypts; only the encrypted mode is accepted, because the plain one does not sign the body. Throws `CallbackRefused`. */
export function openCallback(settings: WechatCallbackSettings, query: CallbackQuery, body: string, now: number): string {
  const { msg_signature: signature, timestamp, nonce } = query;
  const encrypted = text(parse(body)['Encrypt']);
  if (!signature || !timestamp || !nonce || !encrypted) throw new CallbackRefused('The callback is not in encrypted mode: switch to 安全模式 at the console');
  if (!isSignature(signature, settings.token, timestamp, nonce, encrypted)) throw new CallbackRefused('The callback’s signature is wrong');
  if (!(Math.abs(now - Number(timestamp) * 1_000) <= windowMs)) throw new CallbackRefused('The callback is too old or from the future');
  return decryptCallback(settings.encodingAesKey, settings.appId, encrypted);
}

export function readEvent(xml: string, words: readonly ConsentWord[] = consentWords): WechatEvent {
  const message = parse(xml);
  const openid = text(message['FromUserName']);
  const at = new Date(Number(text(message['CreateTime'])) * 1_000).toISOString();
  const type = text(message['MsgType']);
  if (type !== 'event') return { kind: 'text', text: inboundMessage(message, type, { openid, at, words }) };

  const event = text(message['Event']);
  const dedupeKey = `${openid}/${text(message['CreateTime'])}/${event}`;
  const key = text(message['EventKey']);
  switch (event) {
    case 'subscribe':
      return key.startsWith('qrscene_')
        ? { kind: 'scanned', openid, scene: key.slice('qrscene_'.length), at, dedupeKey }
        : { kind: 'followed', openid, at, dedupeKey };
    case 'SCAN':
      return { kind: 'scanned', openid, scene: key, at, dedupeKey };
    case 'unsubscribe':
      return { kind: 'unfollowed', openid, at, dedupeKey };
    case 'TEMPLATESENDJOBFINISH':
      return { kind: 'receipts', provider: 'wechat-template', receipts: templateReceipt(text(message['MsgID']), text(message['Status'])) };
    case 'subscribe_msg_sent_event':
      return { kind: 'receipts', provider: 'wechat-subscription', receipts: list(message['SubscribeMsgSentEvent']).flatMap(noticeReceipt) };
    case 'subscribe_msg_popup_event':
      return { kind: 'subscriptions', openid, changes: list(message['SubscribeMsgPopupEvent']).map(change), at, dedupeKey };
    case 'subscribe_msg_change_event':
      return { kind: 'subscriptions', openid, changes: list(message['SubscribeMsgChangeEvent']).map(change), at, dedupeKey };
    default:
      return { kind: 'other' };
  }
}

type Node = Record<string, unknown>;

/** Status: `success`, `failed:user block`, `failed: system failed`. */
function templateReceipt(id: string, said: string): Receipt[] {
  if (!id || id === '0') return [];
  const status: DeliveryStatus = said === 'success' ? 'delivered' : 'failed';
  return [{ providerMessageId: id, status, dedupeKey: `${id}/${status}`, ...(status === 'failed' && { code: said.includes('block') ? 'user-block' : 'system-failed' }) }];
}

function noticeReceipt(item: Node): Receipt[] {
  const id = text(item['MsgID']);
  if (!id || id === '0') return [];
  const code = text(item['ErrorCode']);
  const status: DeliveryStatus = code === '0' ? 'delivered' : 'failed';
  return [{ providerMessageId: id, status, dedupeKey: `${id}/${status}`, ...(status === 'failed' && { code }) }];
}

const change = (item: Node) => ({ templateId: text(item['TemplateId']), accepted: text(item['SubscribeStatusString']) === 'accept' });

/** Whatever a person sends goes the way of a text, also what is none: a voice message may say "chest pain". */
function inboundMessage(message: Node, type: string, { openid, at, words }: { openid: string; at: string; words: readonly ConsentWord[] }): InboundText {
  const said = type === 'text' ? text(message['Content']) : '';
  const id = text(message['MsgId']);
  return {
    provider: 'wechat', from: openid, to: text(message['ToUserName']), text: said, at,
    ...(type === 'text' ? {} : { enclosed: enclosedIn(type, (name) => text(message[name])) }),
    dedupeKey: id || `${openid}/${text(message['CreateTime'])}`, consent: consentIn(said, words),
  };
}

/** One `<List>` parses as an object, several as an array. */
function list(holder: unknown): Node[] {
  const items = isNode(holder) ? holder['List'] : undefined;
  return (Array.isArray(items) ? items : [items]).filter(isNode);
}

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && !Array.isArray(value);
const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Values stay strings: message ids have 64 bits. */
const parser = new XMLParser({ parseTagValue: false, ignoreAttributes: true, trimValues: true });

function parse(xml: string): Node {
  if (/<!DOCTYPE|<!ENTITY/i.test(xml)) throw new CallbackRefused('The callback declares entities');
  let root: unknown;
  try {
    root = parser.parse(xml);
  } catch {
    throw new CallbackRefused('The callback is not XML');
  }
  const message = isNode(root) ? root['xml'] : undefined;
  if (!isNode(message)) throw new CallbackRefused('The callback has no <xml> element');
  return message;
}
