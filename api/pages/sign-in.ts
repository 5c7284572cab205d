/** The staff sign-in form. */
import { html } from 'hono/html';
import type { TrainingLogin } from '../../db/training-logins.js';
import { layout } from './layout.js';
import type { Html } from './layout.js';

type SignInPage = {
  /** A path of ours to go on with. */
  to: string;
  /** Why it failed, in Chinese and in English. */
  problem: readonly [zh: string, en: string] | null;
  training: readonly TrainingLogin[];
  /** null: no identity provider is set up. `hospital`: whose it is, where that is known. */
  provider: { hospital: string | null } | null;
};

/** Says that somebody has left, and takes the browser to the provider by itself: a form that was posted may not lead elsewhere (form-action). */
export const leavingPage = (): Html =>
  layout(
    '已退出 Signed out',
    html`<header><strong>无忧 Wuyou</strong></header>
      <main>
        <section class="card" style="max-width: 420px; margin: 48px auto">
          <h1 style="margin-top: 0; font-size: 24px">已退出无忧 <span class="quiet" lang="en">Signed out of Wuyou</span></h1>
          <p>正在退出医院统一身份认证。<span class="quiet" lang="en">Signing out of the hospital’s identity provider.</span></p>
          <p><a href="/sign-in/provider/out" style="display: inline-block; min-height: 44px; padding: 8px 0">继续 <span lang="en">Continue</span></a></p>
        </section>
      </main>`,
    '/sign-in/provider/out',
  );

export const signInPage = ({ to, problem, training, provider }: SignInPage): Html =>
  layout(
    '登录 Sign in',
    html`<header><strong>无忧 Wuyou</strong></header>
      <main>
        <form class="card" method="post" action="/sign-in" style="max-width: 420px; margin: 48px auto">
          <h1 style="margin-top: 0; font-size: 24px">工作人员登录 <span class="quiet" lang="en">Staff sign-in</span></h1>
          ${problem === null ? '' : html`<div class="error" role="alert"><p>没有登录：${problem[0]}</p><p lang="en">Not signed in: ${problem[1]}</p></div>`}
          <input type="hidden" name="to" value="${to}" />
          <label for="login">账号 <span lang="en">Login</span></label>
          <input id="login" name="login" autocomplete="username" required style="width: 100%" />
          <label for="password">密码 <span lang="en">Password</span></label>
          <input id="password" name="password" type="password" autocomplete="current-password" required style="width: 100%" />
          <p><button type="submit" style="width: 100%">登录 Sign in</button></p>
        </form>
        ${provider === null ? '' : html`<section class="card" style="max-width: 420px; margin: 0 auto 24px" aria-labelledby="provider">
          <h2 id="provider" style="margin-top: 0; font-size: 18px">医院账号 <span class="quiet" lang="en">Hospital account</span></h2>
          ${provider.hospital === null ? '' : html`<p class="quiet">${provider.hospital}</p>`}
          <p><a class="button" href="/sign-in/provider?to=${encodeURIComponent(to)}">用医院统一身份认证登录<br /><span lang="en">Sign in with the hospital’s account</span></a></p>
        </section>`}
        ${training.length === 0 ? '' : html`<section class="card" style="max-width: 420px; margin: 0 auto" aria-labelledby="training">
          <h2 id="training" style="margin-top: 0; font-size: 18px">培训账号 <span class="quiet" lang="en">Training logins</span></h2>
          <p class="quiet">同一密码，见启动时的终端 · <span lang="en">one password, printed at the start</span></p>
          <table>${training.map(({ login, displayName }) => html`<tr><th scope="row" style="text-align: left; padding-right: 16px"><code>${login}</code></th><td>${displayName}</td></tr>`)}</table>
        </section>`}
      </main>`,
  );
