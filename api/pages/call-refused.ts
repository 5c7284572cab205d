/** What a member of staff reads in the tab of a call that cannot be joined. */
import { html } from 'hono/html';
import { layout } from './layout.js';
import type { Html } from './layout.js';

const words: Readonly<Record<string, readonly [string, string]>> = {
  'call-not-open': ['通话还没有开放，或已经结束。约定时间前10分钟起可以进入；已经结束的请重新发起。', 'The call is not open yet, or over. It opens ten minutes before its time; arrange a new one when it is over.'],
  'no-video': ['本医院没有开通视频通话，请给患者打电话。', 'This hospital has no video calls. Call the patient by phone.'],
  'not-found': ['没有这个通话，请回到案例或访视重新发起。', 'There is no such call. Go back to the case or visit and start one.'],
};
const otherwise = ['现在不能进入通话，请稍后再试，或给患者打电话。', 'The call cannot be joined now. Try again in a moment, or call the patient by phone.'] as const;

/** `why`: the problem's reason, or its code. */
export function callRefusedPage(why: string): Html {
  const [zh, en] = words[why] ?? otherwise;
  return layout(
    '视频通话 Video call',
    html`<header><strong>无忧 Wuyou</strong></header>
      <main>
        <section class="card" style="max-width: 560px; margin: 48px auto">
          <h1 style="margin-top: 0; font-size: 24px">不能进入通话 <span class="quiet" lang="en">The call cannot be joined</span></h1>
          <p>${zh}</p>
          <p class="quiet" lang="en">${en}</p>
          <p>请关闭此页，回到刚才的页面。<span class="quiet" lang="en">Close this tab and go back to where you came from.</span></p>
        </section>
      </main>`,
  );
}
