/** What went wrong, as a page for whoever opened it in a browser: a heading, a sentence and a way back, in both languages. */
import { html } from 'hono/html';
import type { ProblemCode } from '../problem.js';
import { layout } from './layout.js';
import type { Html } from './layout.js';

type Both = readonly [zh: string, en: string];
type Words = { title: Both; text: Both };

const notFound: Words = { title: ['没有这一页', 'There is no such page'], text: ['网址可能写错了，或者这里的内容已经不在。', 'The address may be mistyped, or what was here is gone.'] };
const known: Partial<Record<ProblemCode, Words>> = {
  'not-found': notFound,
  forbidden: { title: ['您的账号不能看这一页', 'Your account may not open this page'], text: ['需要别的岗位权限。确实需要时，请找护士长或管理员。', 'It needs another role. If you do need it, ask the head nurse or the administrator.'] },
  unauthenticated: { title: ['请先登录', 'Please sign in'], text: ['登录已过期，刚才的内容没有提交。登录后请再做一次。', 'You are signed out, and what you just did was not taken. Sign in and do it again.'] },
  'too-many-requests': { title: ['请求太多', 'Too many requests'], text: ['请稍候一分钟再试。', 'Please wait a minute and try again.'] },
};
const busy: Words = { title: ['系统暂时不能回答', 'The system cannot answer just now'], text: ['您的数据没有丢失。请稍候再试；一直这样请联系信息科。', 'Nothing is lost. Please try again in a moment; if it stays like this, tell the IT department.'] };
const refused: Words = { title: ['没有成功', 'That did not work'], text: ['什么也没有改变。请返回上一页核对后再试。', 'Nothing was changed. Go back, check, and try again.'] };

/** `said`: a sentence of our own for this very refusal, in both languages. `back`: where the way back leads. */
export function problemPage({ code, status, said, back, requestId }: { code: ProblemCode; status: number; said: Both | null; back: string; requestId: string }): Html {
  const { title, text } = known[code] ?? (status >= 500 ? busy : refused);
  const [zh, en] = said ?? text;
  return layout(
    `${title[0]} ${title[1]}`,
    html`<header><strong>无忧 Wuyou</strong></header>
      <main>
        <section class="card" style="max-width: 560px; margin: 48px auto">
          <h1 style="margin-top: 0; font-size: 24px">${title[0]} <span class="quiet" lang="en">${title[1]}</span></h1>
          <p>${zh}</p>
          <p class="quiet" lang="en">${en}</p>
          <p><a href="${back}" style="display: inline-block; min-height: 44px; padding: 8px 0">${code === 'unauthenticated' ? html`去登录 <span lang="en">Sign in</span>` : html`回到首页 <span lang="en">Back to the start</span>`}</a></p>
          ${status >= 500 ? html`<p class="quiet">${requestId}</p>` : ''}
        </section>
      </main>`,
  );
}
