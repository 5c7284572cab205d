/** Writing to the nurse and complaining: each gets an owner and a clock (db/inquiries/). */
import { addToInquiry } from '../../../db/inquiries/act.js';
import { answerWithin } from '../../../db/inquiries/clock.js';
import { answerWindows } from '../../../db/inquiries/due.js';
import { raiseInquiry } from '../../../db/inquiries/raise.js';
import { shownToPatients, threadOf } from '../../../db/inquiries/thread.js';
import { transact } from '../../../db/client.js';
import { inquiriesOfPerson } from '../../../db/read-models/inquiry-list.js';
import { AskPage, ThreadPage, type AskedBefore, type Spoken } from '../../../web/patient/AskPages.js';
import { sendPage } from '../../../web/phone/page.js';
import type { ApiDeps } from '../../deps.js';
import { once, personOf, type Visitor } from './context.js';
import { notFound, pageRoutes, type C } from './guard.js';

const longest = 2000;

export function askRoutes(deps: ApiDeps) {
  const { sql, crypt } = deps;
  const { app, get, post } = pageRoutes(deps);
  const mine = (visitor: Visitor) => inquiriesOfPerson(sql, crypt, personOf(visitor));

  async function show(c: C, visitor: Visitor, said: { problem: string | null; words: string; kind: 'question' | 'complaint' }) {
    const before = (await mine(visitor)).map(({ inquiryId, text, askedAt, state }): AskedBefore =>
      ({ href: `/p/ask/${inquiryId}`, text: text || visitor.view.t('rateTitle'), at: askedAt, state: state === 'answered' || state === 'closed' ? state : 'open' }));
    const answered = (await answerWindows(sql, visitor.session)).map(({ from, to, withinMinutes }) => ({ from, to, minutes: withinMinutes }));
    return sendPage(c, AskPage({ view: { ...visitor.view, problem: said.problem }, hours: answerWithin.questionHours, answered, words: said.words, kind: said.kind, before }), said.problem === null ? 200 : 422);
  }
  get('/p/ask', (c, visitor) => show(c, visitor, { problem: null, words: '', kind: c.req.query('kind') === 'complaint' ? 'complaint' : 'question' }));
  post('/p/ask', async (c, visitor, fields) => {
    const words = fields.one('words').trim().slice(0, longest);
    const kind = fields.one('kind') === 'complaint' ? 'complaint' : 'question';
    if (words === '') return show(c, visitor, { problem: visitor.view.t('askEmpty'), words, kind });
    const location = await once(deps, visitor, { key: fields.one('key'), kind, words }, async () =>
      `/p/ask/${await transact(sql, (tx) => raiseInquiry(tx, crypt, { person: personOf(visitor), kind, text: words }))}`);
    return c.redirect(location, 303);
  });

  get('/p/ask/:id{[0-9a-f-]{36}}', async (c, visitor) => {
    const inquiry = (await mine(visitor)).find(({ inquiryId }) => inquiryId === c.req.param('id'));
    if (!inquiry) return notFound(c, visitor);
    const entries = (await threadOf(sql, crypt, visitor.session.hospitalId, inquiry.inquiryId)).filter(({ act }) => shownToPatients.includes(act));
    const spoken = entries.flatMap(({ act, by, at, text }): Spoken[] => {
      const words = act === 'asked' ? inquiry.text : text;
      return words ? [{ by: by === 'patient' || by === 'family' ? 'you' : 'hospital', at, text: words }] : [];
    });
    return sendPage(c, ThreadPage({ view: visitor.view, action: `/p/ask/${inquiry.inquiryId}`, spoken, closed: inquiry.state === 'closed' }));
  });
  post('/p/ask/:id{[0-9a-f-]{36}}', async (c, visitor, fields) => {
    const id = c.req.param('id') ?? '';
    const words = fields.one('words').trim().slice(0, longest);
    if (words === '') return c.redirect(`/p/ask/${id}`, 303);
    let found = true;
    const location = await once(deps, visitor, { key: fields.one('key'), id, words }, async () => {
      found = await addToInquiry(sql, crypt, personOf(visitor), id, words);
      return `/p/ask/${id}`;
    });
    return found ? c.redirect(location, 303) : notFound(c, visitor);
  });
  return app;
}
