/** What a link to a call opens in training: nothing but the news that it would open here. */
import { html } from 'hono/html';
import { layout } from './layout.js';
import type { Html } from './layout.js';

export const trainingCallPage = (as: 'patient' | 'staff'): Html =>
  layout(
    '视频通话 Video call',
    html`<header><strong>无忧 Wuyou</strong></header>
      <aside class="mark">培训医院：没有真正接通 · <span lang="en">Training hospital: nobody is called</span></aside>
      <main>
        <section class="card" style="max-width: 560px; margin: 48px auto">
          <h1 style="margin-top: 0; font-size: 24px">视频通话在这里打开 <span class="quiet" lang="en">The video call opens here</span></h1>
          <p>${as === 'patient' ? '患者从这里进入通话，与医护人员见面。' : '医护人员从这里进入通话，与患者见面。'}</p>
          <p class="quiet" lang="en">${as === 'patient' ? 'The patient joins the care team here.' : 'The care team joins the patient here.'} In a real hospital this is its own encrypted Jitsi Meet.</p>
        </section>
      </main>`,
  );
