/** What the edge answers by itself: a page to a patient's browser, a problem document (RFC 9457) to a program. No word of it comes from the request. */
import { randomUUID } from 'node:crypto';
import type { Context } from 'hono';
import { refusalWords } from '../../files/refusal.js';
import { WordsPage } from '../../web/patient/EnterPages.js';
import { patientView, type PatientView } from '../../web/patient/shell.js';
import { phonePolicy } from '../../web/phone/layout.js';

const answers = {
  'not-found': { status: 404, title: 'Not found', detail: 'There is nothing under this address.', page: (t: PatientView['t']) => [t('notFoundTitle'), t('notFoundWords')] },
  'length-missing': { status: 411, title: 'Content-Length is missing', detail: 'Say the length of the file in Content-Length and send it again.', page: (t: PatientView['t']) => [t('unreachableTitle'), t('unreachableWords')] },
  'too-large': { status: 413, title: 'The body is too large', detail: 'The body is larger than this address takes; send less at once.', page: (t: PatientView['t'], language: PatientView['language']) => [t('tooLargeTitle'), refusalWords('too-large', language)] },
  unreachable: { status: 503, title: 'The hospital cannot be reached', detail: 'Nothing is known to have been taken from this request; send it again in a minute.', page: (t: PatientView['t']) => [t('unreachableTitle'), t('unreachableWords')] },
} as const;

export async function answerBySelf(c: Context, code: keyof typeof answers): Promise<Response> {
  const { status, title, detail, page } = answers[code];
  c.header('cache-control', 'no-store');
  if (code === 'unreachable') c.header('retry-after', '60');
  if (!(c.req.header('accept') ?? '').includes('text/html')) return c.body(JSON.stringify({ type: 'about:blank', title, status, detail, code }), status, { 'content-type': 'application/problem+json' });
  const language = /^en\b/i.test(c.req.header('accept-language') ?? '') ? 'en' : 'zh-CN';
  const view = patientView({
    language, elder: false, zone: 'Asia/Shanghai', hospital: '无忧 Wuyou', phone: null, training: false, here: '/p/', csrf: '', scope: null, whose: '', said: null, problem: null, key: randomUUID(),
  });
  const [heading = '', words = ''] = page(view.t, language);
  c.header('content-security-policy', phonePolicy);
  const html = await WordsPage({ view, title: heading, words, on: { href: '/p/', label: view.t('home') } });
  return c.html(`<!doctype html>${html.toString()}`, status);
}
