/** The local inbox: one phone per address, bubbles as they would arrive. Training is watermarked so that nobody takes it for real. */
import { html } from 'hono/html';
import type { Hospital } from '../../db/hospitals.js';
import type { InboxItem } from '../../db/read-models/inbox-list.js';
import { roleWords } from '../../db/why/words.js';
import { sayPurpose } from '../../pathways/chart/purpose-words.js';
import { layout } from './layout.js';
import type { Html } from './layout.js';

const channelNames: Record<string, string> = { sms: '短信 SMS', wechat: '微信 WeChat', wecom: '企业微信 WeCom', email: '邮件 Email' };
const purposeOf = (purpose: string): string => [...new Set([sayPurpose(purpose, 'zh-CN'), sayPurpose(purpose, 'en')])].join(' ');
const staff = (role: string | null): string => (role === null ? '' : ` · ${roleWords(role).zh} ${roleWords(role).en}`);
const who = (item: InboxItem): string => (item.recipient === 'patient' ? '患者 Patient' : item.recipient === 'family' ? '家属 Family' : `工作人员 Staff${staff(item.recipient)}`);

export function inboxPage(hospital: Hospital, items: InboxItem[]): Html {
  const phones = new Map<string, InboxItem[]>();
  for (const item of items) phones.set(`${item.channel}|${item.toAddress}`, [...(phones.get(`${item.channel}|${item.toAddress}`) ?? []), item]);
  const newest = [...phones.values()].sort((a, b) => ((a.at(-1)?.at ?? '') < (b.at(-1)?.at ?? '') ? 1 : -1));
  const local = new Intl.DateTimeFormat('zh-CN', { timeZone: hospital.zone, dateStyle: 'medium', timeStyle: 'short' });
  return layout(
    '消息收件箱 Inbox',
    html`<header><strong>无忧 Wuyou</strong><span>本地收件箱 <span lang="en">Local message inbox</span></span><a href="/docs">API</a></header>
      ${hospital.kind === 'training' ? html`<aside class="mark">培训医院：以下消息没有发给任何人 · <span lang="en">Training hospital: nothing below reached anybody</span></aside>` : ''}
      <style>
        .phones { display: grid; grid-template-columns: repeat(auto-fill, minmax(320px, 1fr)); gap: 20px; align-items: start; }
        .phone { background: #fff; border: 1px solid var(--line); border-radius: 22px; padding: 14px; }
        .phone h2 { font-size: 16px; margin: 0 4px 8px; } .phone ol { list-style: none; margin: 0; padding: 0; max-height: 520px; overflow: auto; }
        .bubble { background: #e9f3f1; border-radius: 14px; padding: 10px 14px; margin: 6px 0; white-space: pre-wrap; overflow-wrap: anywhere; }
        .bubble small { display: block; color: var(--quiet); }
      </style>
      <main>
        <h1 style="font-size: 24px">收件箱 <span class="quiet" lang="en">Inbox</span></h1>
        <p class="quiet">${items.length} 条消息 · 照护时间 <span lang="en">episode time</span> (${hospital.zone}) · <a href="/inbox">刷新 Refresh</a></p>
        ${items.length === 0 ? html`<p class="card">还没有消息。启动一个服务包试试：<code>npx wuyou demo …</code> <span lang="en">No message yet; launch a package.</span></p>` : ''}
        <div class="phones">
          ${newest.map(
            (messages) => html`<section class="phone" aria-label="${messages[0]?.toAddress ?? ''}">
              <h2>${channelNames[messages[0]?.channel ?? ''] ?? messages[0]?.channel} · ${messages[0]?.toAddress}<br /><small class="quiet">${messages[0] ? who(messages[0]) : ''}</small></h2>
              <ol tabindex="0">
                ${[...messages].reverse().map((m) => html`<li class="bubble"><small><time datetime="${m.episodeAt ?? m.at}">${local.format(new Date(m.episodeAt ?? m.at))}</time> · ${m.purpose === null ? '' : purposeOf(m.purpose)}</small>${m.channel !== 'email' || m.subject === null ? '' : html`<strong>${m.subject}</strong><br />`}${m.body}</li>`)}
              </ol>
            </section>`,
          )}
        </div>
      </main>`,
  );
}
