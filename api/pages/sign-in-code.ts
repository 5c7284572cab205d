/** The second step of the staff sign-in: the code of the app, or a recovery code where the phone is not at hand. Works without a script. */
import { html } from 'hono/html';
import { layout, type Html } from './layout.js';

/** `to`: a path of ours to go on with. `problem`: why it failed, in Chinese and in English; `recovery`: a recovery code was what failed. */
export const signInCodePage = ({ to, problem, recovery }: { to: string; problem: readonly [zh: string, en: string] | null; recovery: boolean }): Html =>
  layout(
    '验证码 Code',
    html`<header><strong>无忧 Wuyou</strong></header>
      <main>
        <section class="card" style="max-width: 420px; margin: 48px auto">
          <h1 style="margin-top: 0; font-size: 24px">第二步验证 <span class="quiet" lang="en">Second step</span></h1>
          ${problem === null ? '' : html`<div class="error" role="alert"><p>没有登录：${problem[0]}</p><p lang="en">Not signed in: ${problem[1]}</p></div>`}
          <form method="post" action="/sign-in/code">
            <input type="hidden" name="to" value="${to}" />
            <label for="code">验证器显示的6位数字 <span lang="en">Six digits of the app</span></label>
            <input id="code" name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="20" required autofocus style="width: 100%; font-size: 24px; letter-spacing: 0.2em" />
            <p><button type="submit" style="width: 100%">登录 Sign in</button></p>
          </form>
          <details ${recovery ? 'open' : ''}>
            <summary style="min-height: 44px; padding: 10px 0; cursor: pointer">手机不在身边？ <span lang="en">Without the phone?</span></summary>
            <form method="post" action="/sign-in/code">
              <input type="hidden" name="to" value="${to}" />
              <label for="recovery">恢复码（每个只能用一次） <span lang="en">Recovery code, each good for once</span></label>
              <input id="recovery" name="recovery" autocomplete="off" autocapitalize="characters" spellcheck="false" maxlength="40" required style="width: 100%" />
              <p><button type="submit" style="width: 100%">用恢复码登录 Use it</button></p>
            </form>
            <p class="quiet">恢复码也没有：请找管理员重置。 <span lang="en">No recovery code left: ask the administrator to reset it.</span></p>
          </details>
          <p><a href="/sign-in?to=${encodeURIComponent(to)}" style="display: inline-block; min-height: 44px; padding: 10px 0">换账号，重新登录 <span lang="en">Begin again</span></a></p>
        </section>
      </main>`,
  );
