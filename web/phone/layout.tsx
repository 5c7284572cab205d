/** The frame of every phone page: title, language, watermark of a training hospital, one main column. Works before any script. */
import type { Child } from 'hono/jsx';
import type { Language, Said } from '../text.js';
import { sayIn } from '../text.js';

export type Frame = {
  language: Language;
  /** 长辈版: large type and targets. */
  elder: boolean;
  training: boolean;
  hospital: string;
  /** Names of island scripts under /islands/, without `.js`. */
  islands?: readonly string[];
  /** Beside the name, e.g. the switch of language and elder mode. */
  actions?: Child;
  /** Stays at the bottom of the screen. */
  bar?: Child;
};

const texts = {
  skip: ['跳到正文', 'Skip to the content'],
  training: ['演练：以下内容不是真实病人的', 'Training: nothing here is about a real patient'],
} as const satisfies Record<string, Said>;

/** A whole document. Send it with `c.html(...)`; the doctype comes first. */
export const PhonePage = ({ frame, title, children }: { frame: Frame; title: string; children?: Child }) => (
  <html lang={frame.language} class={frame.elder ? 'elder' : ''}>
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="referrer" content="same-origin" />
      <title>{`${title} · ${frame.hospital}`}</title>
      <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
      <link rel="stylesheet" href="/phone.css" />
      {(frame.islands ?? []).map((name) => <script type="module" src={`/islands/${name}.js`} />)}
    </head>
    <body>
      <a class="skip" href="#main">{sayIn(frame.language, texts.skip)}</a>
      {frame.training ? <aside class="mark">{sayIn(frame.language, texts.training)}</aside> : null}
      <header class="top">
        <strong>{frame.hospital}</strong>
        {frame.actions}
      </header>
      <main id="main" tabindex={-1}>{children}</main>
      {frame.bar ? <nav class="bar">{frame.bar}</nav> : null}
    </body>
  </html>
);

/** For `Content-Security-Policy`: our own style and scripts, pictures also from memory (previews), nothing from elsewhere. */
export const phonePolicy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
