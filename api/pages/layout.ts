/** One calm page frame: system fonts, large targets, no outside resource. Bilingual until the console arrives. */
import { html } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';

export type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

/** For `Content-Security-Policy`: these pages carry their style, load our pictures alone, post to us alone and stand in no frame. */
export const layoutPolicy = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/** `onTo`: a path of ours that the browser goes on to at once, by itself. */
export const layout = (title: string, body: Html, onTo: string | null = null): Html => html`<!doctype html>
<html lang="zh-CN">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    ${onTo === null ? '' : html`<meta http-equiv="refresh" content="0; url=${onTo}" />`}
    <title>${title} · 无忧 Wuyou</title>
    <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
    <style>
      :root { color-scheme: light; --ink: #17212b; --quiet: #4a5763; --line: #d3dae0; --brand: #0b5c6b; --paper: #f4f7f8; }
      * { box-sizing: border-box; }
      body { margin: 0; font: 16px/1.6 system-ui, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif; color: var(--ink); background: var(--paper); }
      header { background: var(--brand); color: #fff; padding: 12px 20px; display: flex; gap: 20px; align-items: baseline; flex-wrap: wrap; }
      a { color: var(--brand); }
      header a { color: #fff; } header strong { font-size: 20px; }
      main { max-width: 1080px; margin: 24px auto; padding: 0 20px; }
      .mark { background: #7a3b00; color: #fff; padding: 4px 20px; }
      label { display: block; margin: 12px 0 4px; }
      input, button, select { font: inherit; padding: 10px 12px; min-height: 44px; border: 1px solid #7a8792; border-radius: 6px; background: #fff; color: var(--ink); }
      button { background: var(--brand); border-color: var(--brand); color: #fff; cursor: pointer; }
      a.button { display: block; text-align: center; padding: 10px 12px; min-height: 44px; border: 1px solid var(--brand); border-radius: 6px; background: #fff; color: var(--brand); text-decoration: none; line-height: 1.4; }
      :focus-visible { outline: 3px solid #d97706; outline-offset: 2px; }
      .card { background: #fff; border: 1px solid var(--line); border-radius: 10px; padding: 16px 20px; }
      .error { color: #9b1c1c; font-weight: 600; } .quiet { color: var(--quiet); }
    </style>
  </head>
  <body>
    ${body}
  </body>
</html>`;
