/**
 * A questionnaire of one question per page. Each answer is kept as a draft by its post; an answer that is a red flag goes to the hospital at once,
 * whatever becomes of the rest; sending takes the whole draft down the answer's road.
 */
import { dropDraft, draftOf, saveAnswer } from '../../../db/answer-drafts.js';
import type { PageItem } from '../../../db/read-models/patient-page.js';
import { submissionOutcome } from '../../../db/read-models/submission-outcome.js';
import type { Answers } from '../../../pathways/engine/inputs.js';
import { ownCommandId } from '../../../pathways/patient/share.js';
import { redFlagOf } from '../../../pathways/engine/red-flags.js';
import { CheckPage, DonePage, EmergencyPage, QuestionPage } from '../../../web/patient/QuestionPages.js';
import { sendPage } from '../../../web/phone/page.js';
import { submitAs } from '../../commands.js';
import type { ApiDeps } from '../../deps.js';
import { careOf, once, personOf, scopeOf, type Visitor } from './context.js';
import { notFound, pageRoutes, type C, type Fields } from './guard.js';
import { alertOf, alertWords, answerWords, flat, pageQuestion, questionsOf, readAnswer, type Asked } from './questions.js';
import { receiveUpload } from './receive-upload.js';

/** Sender of what this person posts; the command id names the patient, never the person. */
export const senderOf = (visitor: Visitor, key: string) => ({ hospitalId: visitor.session.hospitalId, by: scopeOf(visitor), commandId: commandIdOf(visitor, key) });
export const commandIdOf = ({ session }: Visitor, key: string): string => ownCommandId(session.contactId ?? session.patientId, key);

type Open = { item: PageItem; answers: Answers; asked: Asked[]; base: string };

export function formRoutes(deps: ApiDeps) {
  const { sql, crypt } = deps;
  const { app, get, post, upload } = pageRoutes(deps);

  /** null: not a form of this patient. */
  async function open(c: C, visitor: Visitor): Promise<Open | null> {
    const ref = c.req.param('ref');
    const { items } = await careOf(deps, visitor);
    const item = items.find((one) => one.ref === ref && one.step.kind === 'form');
    if (!item) return null;
    const answers = await draftOf(sql, crypt, personOf(visitor), item.occurrence);
    return { item, answers, asked: questionsOf(item, answers, visitor.patient.consents), base: `/p/f/${item.ref}` };
  }
  const at = (c: C, { asked }: Open): { asked: Asked; n: number } | null => {
    const n = Number(c.req.param('n'));
    const found = asked[n - 1];
    return found ? { asked: found, n } : null;
  };
  const next = ({ base, asked }: Open, n: number): string => (n < asked.length ? `${base}/${n + 1}` : `${base}/check`);
  const closed = (c: C, { view }: Visitor) => sendPage(c, DonePage({ view, waiting: false, advice: null, words: view.t('doneAlready') }));

  function show(c: C, { view }: Visitor, form: Open, { asked, n }: { asked: Asked; n: number }, problem: string | null, typed: string[] | null) {
    const question = pageQuestion(form.item, asked, { n, total: form.asked.length }, form.answers, typed, view.phone, view.t);
    return sendPage(c, QuestionPage({ view: { ...view, problem }, base: form.base, question, back: n > 1 ? `${form.base}/${n - 1}` : '/p/home' }), problem === null ? 200 : 422);
  }

  get('/p/f/:ref', async (c, visitor) => {
    const form = await open(c, visitor);
    if (!form) return notFound(c, visitor);
    if (form.item.status !== 'open') return closed(c, visitor);
    const first = form.asked.findIndex(({ form: id, question }) => form.answers[id]?.[question.id] === undefined);
    return c.redirect(first === -1 ? `${form.base}/check` : `${form.base}/${first + 1}`, 303);
  });
  get('/p/f/:ref/check', async (c, visitor) => {
    const form = await open(c, visitor);
    if (!form) return notFound(c, visitor);
    if (form.item.status !== 'open') return closed(c, visitor);
    const { view } = visitor;
    const answers = form.asked.map(({ form: id, question, text }, index) => ({ n: index + 1, text, answer: answerWords(form.item, id, question, form.answers[id]?.[question.id], view.t) }));
    return sendPage(c, CheckPage({ view, base: form.base, answers, back: `${form.base}/${form.asked.length}` }));
  });
  get('/p/f/:ref/emergency/:n', async (c, visitor) => {
    const form = await open(c, visitor);
    const question = form && at(c, form);
    const alert = question && alertOf(form.item, question.asked, form.answers);
    if (!form || !question || !alert) return notFound(c, visitor);
    return sendPage(c, EmergencyPage({ view: visitor.view, words: alertWords(form.item, alert, visitor.view.phone), on: next(form, question.n) }));
  });
  get('/p/f/:ref/:n{[0-9]+}', async (c, visitor) => {
    const form = await open(c, visitor);
    const question = form && at(c, form);
    if (!form || !question) return notFound(c, visitor);
    return form.item.status === 'open' ? show(c, visitor, form, question, null, null) : closed(c, visitor);
  });

  /** The answer is kept; a red flag goes out now, by itself, so that it is never lost with a form that nobody finished. */
  async function keep(visitor: Visitor, form: Open, { asked, n }: { asked: Asked; n: number }, value: Answers[string][string], fields: Fields): Promise<string> {
    const before = form.answers[asked.form]?.[asked.question.id];
    const answers = await saveAnswer(sql, crypt, personOf(visitor), form.item.occurrence, { form: asked.form, question: asked.question.id, value });
    const grown: Open = { ...form, answers, asked: questionsOf(form.item, answers, visitor.patient.consents) };
    if (alertOf(form.item, asked, answers) === null) return next(grown, n);
    if (JSON.stringify(before) !== JSON.stringify(value)) {
      const telling = Object.fromEntries(Object.entries(answers).filter(([id]) => id === asked.form));
      await once(deps, visitor, fields.plain, async (_at, key) => {
        await submitAs(deps, senderOf(visitor, key), { episodeId: form.item.episodeId, kind: 'answer-received', input: { answers: telling, answeredBy: scopeOf(visitor) } });
        return 'sent';
      });
    }
    return `${form.base}/emergency/${n}`;
  }

  post('/p/f/:ref/:n{[0-9]+}', async (c, visitor, fields) => {
    const form = await open(c, visitor);
    const question = form && at(c, form);
    if (!form || !question) return notFound(c, visitor);
    if (form.item.status !== 'open') return closed(c, visitor);
    const read = readAnswer(form.item, question.asked, fields, visitor.view.t);
    if (!read.ok) return show(c, visitor, form, question, read.problem, fields.all('answer'));
    return c.redirect(await keep(visitor, form, question, read.value, fields), 303);
  });
  post('/p/f/:ref/:n{[0-9]+}/skip', async (c, visitor) => {
    const form = await open(c, visitor);
    const question = form && at(c, form);
    if (!form || !question) return notFound(c, visitor);
    const answers = await saveAnswer(sql, crypt, personOf(visitor), form.item.occurrence, { form: question.asked.form, question: question.asked.question.id, value: undefined });
    return c.redirect(next({ ...form, asked: questionsOf(form.item, answers, visitor.patient.consents) }, question.n), 303);
  });
  upload('/p/f/:ref/:n{[0-9]+}/upload', async (c, visitor, ours) => {
    const form = await open(c, visitor);
    const question = form && at(c, form);
    if (!form || !question || question.asked.question.type !== 'photo') return notFound(c, visitor);
    const received = await receiveUpload(c, deps, visitor, ours, { kind: 'photo', episodeId: form.item.episodeId, occurrence: form.item.occurrence });
    if (received.outcome === 'strange') return received.reply;
    if (received.outcome === 'empty' && form.answers[question.asked.form]?.[question.asked.question.id] !== undefined) return c.redirect(next(form, question.n), 303);
    if (received.outcome !== 'kept') return show(c, visitor, form, question, received.problem, null);
    const answers = await saveAnswer(sql, crypt, personOf(visitor), form.item.occurrence, { form: question.asked.form, question: question.asked.question.id, value: received.file.id });
    return c.redirect(next({ ...form, asked: questionsOf(form.item, answers, visitor.patient.consents) }, question.n), 303);
  });

  post('/p/f/:ref/send', async (c, visitor, fields) => {
    const form = await open(c, visitor);
    if (!form) return notFound(c, visitor);
    // Only what is still asked: an answer to a question that a later answer made pointless is not sent.
    const answers: Answers = {};
    for (const { form: id, question } of form.asked) {
      const value = form.answers[id]?.[question.id];
      if (value !== undefined) answers[id] = { ...answers[id], [question.id]: value };
    }
    const location = await once(deps, visitor, { key: fields.one('key') }, async (_at, key) => {
      if (form.item.status !== 'open' || Object.keys(answers).length === 0) return form.base;
      await submitAs(deps, senderOf(visitor, key), { episodeId: form.item.episodeId, kind: 'answer-received', input: { occurrence: form.item.occurrence, answers, answeredBy: scopeOf(visitor) } });
      await dropDraft(sql, personOf(visitor), form.item.occurrence);
      return `/p/sent/${encodeURIComponent(key)}`;
    });
    return c.redirect(location, 303);
  });

  get('/p/sent/:key', async (c, visitor) => {
    const outcome = await submissionOutcome(sql, visitor.patient, commandIdOf(visitor, c.req.param('key') ?? ''));
    const { episodes, items } = await careOf(deps, visitor);
    const episode = episodes.find(({ episodeId }) => episodeId === outcome?.episodeId);
    const item = items.find(({ episodeId }) => episodeId === outcome?.episodeId);
    if (!outcome || !episode || !item) return notFound(c, visitor);
    const { view } = visitor;
    const say = (level: string, key: string) => ({ level, text: alertWords(item, key, view.phone) });
    // Not recorded yet: what these answers say by themselves must not wait for the workflow.
    const own = Object.keys(flat(outcome.answers)).map((path) => redFlagOf(episode.plan, path, { ...episode.numbers, ...flat(outcome.answers) })).find((flag) => flag !== null);
    const { advice } = outcome;
    const told = advice ? (advice.text === null ? null : say(advice.level, advice.text || (episode.plan.levels[advice.level].patientText ?? ''))) : outcome.state === 'waiting' && own ? say('red', own.text) : null;
    return sendPage(c, DonePage({ view, waiting: outcome.state === 'waiting', advice: told?.text ? told : null, words: view.t('doneWords') }));
  });
  return app;
}
