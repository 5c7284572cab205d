/** The staff sign-in form. */
import { html } from 'hono/html';
import { layout } from './layout.js';
import type { Html } from './layout.js';

export const signInPage = (to: string, problem: string | null): Html =>
  layout(
    '登录 Sign in',
    html`<header><strong>无忧 Wuyou</strong></header>
      <main>
        <form class="card" method="post" action="/sign-in" style="max-width: 420px; margin: 48px auto">
          <h1 style="margin-top: 0; font-size: 24px">工作人员登录 <span class="quiet" lang="en">Staff sign-in</span></h1>
          ${problem === null ? '' : html`<p class="error" role="alert">登录失败 · ${problem}</p>`}
          <input type="hidden" name="to" value="${to}" />
          <label for="login">账号 <span lang="en">Login</span></label>
          <input id="login" name="login" autocomplete="username" required style="width: 100%" />
          <label for="password">密码 <span lang="en">Password</span></label>
          <input id="password" name="password" type="password" autocomplete="current-password" required style="width: 100%" />
          <p><button type="submit" style="width: 100%">登录 Sign in</button></p>
        </form>
      </main>`,
  );
