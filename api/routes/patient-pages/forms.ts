/**
 * A questionnaire of one question per page. Each answer is kept as a draft by its post; an answer that is a red flag goes to the hospital at once
 * (red-flag.ts); sending takes the whole draft down the answer's road. What was posted is handed over whatever became of the form meanwhile: whoever
 * has begun goes on to the end, told that it has closed, and the engine takes late answers.
 */
import { dropDraft, draftOf, saveAnswer, type AnswerDraft } from '../../../db/answer-drafts.js';
import type { PageItem } from '../../../db/read-models/patient-page.js';
import { submissionOutcome } from '../../../db/read-models/submission-outcome.js';
import type { Answers, AnswerValue } from '../../../pathways/engine/inputs.js';
import { redFlagText } from '../../../pathways/engine/red-flags.js';
import { WordsPage } from '../../../web/patient/EnterPages.js';
import { CheckPage, DonePage, EmergencyPage, QuestionPage } from '../../../web/patient/QuestionPages.js';
import { sendPage } from '../../../web/phone/page.js';
import { submitAs } from '../../commands.js';
import type { ApiDeps } from '../../deps.js';
import { answersAsAsked } from './as-asked.js';
import { careOf, commandIdOf, once, personOf, scopeOf, senderOf, type Visitor } from './context.js';
import { failureOf, notFound, pageRoutes, saidOf, type C } from './guard.js';
import { alertOf, alertWords, answerWords, everyQuestionOf, flat, nameOf, pageQuestion, questionsOf, readAnswer, type Asked } from './questions.js';
import { receiveUpload } from './receive-upload.js';
import { handOver } from './red-flag.js';

type Open = { item: PageItem; draft: AnswerDraft; answers: Answers; asked: Asked[]; base: string };
type Place = { asked: Asked; n: number };
type Picture = { kind: 'photo'; episodeId: string; occurrence: string; asked: Asked };
type Trouble = { problem: string; status: 409 | 422 | 503 };

const isClosed = ({ item }: Open): boolean => item.status !== 'open';
const hasBegun = ({ answers }: Open): boolean => Object.keys(answers).length > 0;

export function formRoutes(deps: ApiDeps) {
  const { sql, crypt } = deps;
  const { app, get, post, upload } = pageRoutes(deps);

  /** null: not a form of this patient. */
  async function open(c: C, visitor: Visitor): Promise<Open | null> {
    const ref = c.req.param('ref');
    const { items } = await careOf(deps, visitor);
    const item = items.find((one) => one.ref === ref && one.step.kind === 'form');
    if (!item) return null;
    const draft = await draftOf(sql, crypt, personOf(visitor), item.occurrence);
    return { item, draft, answers: draft.answers, asked: questionsOf(item, draft.answers, visitor.patient.consents), base: `/p/f/${item.ref}` };
  }
  const at = (c: C, { asked }: Open): Place | null => {
    const n = Number(c.req.param('n'));
    const found = asked[n - 1];
    return found ? { asked: found, n } : null;
  };
  const next = ({ base, asked }: Open, n: number): string => (n < asked.length ? `${base}/${n + 1}` : `${base}/check`);
  /** The question that a posted page showed, never the one that stands at its number by now. null: the page did not say, or the form has it no more. */
  const meantBy = ({ item }: Open, name: string | undefined): Asked | null => everyQuestionOf(item, { photos: true }).find((one) => nameOf(one) === name) ?? null;
  /** 0: not asked any more; another answer has made it pointless, or photos were not agreed to. */
  const numberOf = ({ asked }: Open, one: Asked): number => asked.findIndex((other) => nameOf(other) === nameOf(one)) + 1;
  const placeOf = (c: C, form: Open, asked: Asked): Place => ({ asked, n: numberOf(form, asked) || Math.min(Number(c.req.param('n')), form.asked.length) });
  const after = (form: Open, asked: Asked): string => {
    const n = numberOf(form, asked);
    return n === 0 ? `${form.base}/check?said=notAskedNow` : next(form, n);
  };
  const keep = async (visitor: Visitor, form: Open, asked: Asked, value: AnswerValue | undefined): Promise<Open> => {
    const answers = await saveAnswer(sql, crypt, personOf(visitor), form.item.occurrence, { form: asked.form, question: asked.question.id, value });
    return { ...form, answers, asked: questionsOf(form.item, answers, visitor.patient.consents) };
  };

  /** Nothing of hers waits in it. */
  function shut(c: C, { view }: Visitor, { item: { status } }: Open) {
    const { t } = view;
    const [title, words] =
      status === 'completed' ? [t('doneTitle'), t('doneAlready')]
      : status === 'planned' || status === 'held' ? [t('formNotYetTitle'), t('formNotYet')]
      : [t('formOverTitle'), t('formOver')];
    return sendPage(c, WordsPage({ view, title, words, on: { href: '/p/home', label: t('home') } }));
  }
  const heard = (visitor: Visitor, form: Open) => ({ ...visitor.view, said: isClosed(form) ? visitor.view.t('formOverGoOn') : null });

  function show(c: C, visitor: Visitor, form: Open, { asked, n }: Place, trouble: Trouble | null, typed: string[] | null) {
    const { view } = visitor;
    const question = pageQuestion(form.item, asked, { n, total: form.asked.length }, form.answers, typed, view.phone, view.t);
    return sendPage(c, QuestionPage({ view: { ...heard(visitor, form), problem: trouble?.problem ?? null }, base: form.base, question, back: n > 1 ? `${form.base}/${n - 1}` : '/p/home' }), trouble?.status ?? 200);
  }

  /** The page was shown before pages said which question they show: nobody guesses, and she is told. */
  function askAgain(c: C, visitor: Visitor, form: Open) {
    const place = at(c, form);
    return place ? show(c, visitor, form, place, { problem: visitor.view.t('askAgain'), status: 409 }, null) : c.redirect(`${form.base}/check?said=askAgain`, 303);
  }
  const emergency = (c: C, { view }: Visitor, form: Open, alert: string, on: string) =>
    sendPage(c, EmergencyPage({ view, words: alertWords(form.item, alert, view.phone), reached: view.t(isClosed(form) ? 'emergencySentLate' : 'emergencySent'), on }));

  get('/p/f/:ref', async (c, visitor) => {
    const form = await open(c, visitor);
    if (!form) return notFound(c, visitor);
    if (isClosed(form) && !hasBegun(form)) return shut(c, visitor, form);
    const first = form.asked.findIndex(({ form: id, question }) => form.answers[id]?.[question.id] === undefined);
    return c.redirect(first === -1 ? `${form.base}/check` : `${form.base}/${first + 1}`, 303);
  });
  get('/p/f/:ref/check', async (c, visitor) => {
    const form = await open(c, visitor);
    if (!form) return notFound(c, visitor);
    if (isClosed(form) && !hasBegun(form)) return shut(c, visitor, form);
    const { view } = visitor;
    const answers = form.asked.map(({ form: id, question, text }, index) => ({ n: index + 1, text, answer: answerWords(form.item, id, question, form.answers[id]?.[question.id], view.t) }));
    const problem = saidOf(c, visitor, ['askAgain', 'notAskedNow', 'changedSince']);
    return sendPage(c, CheckPage({ view: { ...heard(visitor, form), problem }, base: form.base, answers, back: `${form.base}/${form.asked.length}` }));
  });
  get('/p/f/:ref/emergency/:n', async (c, visitor) => {
    const form = await open(c, visitor);
    const place = form && at(c, form);
    const alert = place && alertOf(form.item, place.asked, form.answers);
    return form && place && alert ? emergency(c, visitor, form, alert, next(form, place.n)) : notFound(c, visitor);
  });
  get('/p/f/:ref/:n{[0-9]+}', async (c, visitor) => {
    const form = await open(c, visitor);
    const place = form && at(c, form);
    if (!form || !place) return notFound(c, visitor);
    return isClosed(form) && !hasBegun(form) ? shut(c, visitor, form) : show(c, visitor, form, place, null, null);
  });

  post('/p/f/:ref/:n{[0-9]+}', async (c, visitor, fields) => {
    const form = await open(c, visitor);
    if (!form) return notFound(c, visitor);
    const asked = meantBy(form, fields.one('question'));
    if (!asked) return askAgain(c, visitor, form);
    const again = (trouble: Trouble) => show(c, visitor, form, placeOf(c, form, asked), trouble, fields.all('answer'));
    const read = readAnswer(form.item, asked, fields, visitor.view.t);
    if (!read.ok) return numberOf(form, asked) === 0 ? c.redirect(after(form, asked), 303) : again({ problem: read.problem, status: 422 });
    const answers = answersAsAsked(form.item, asked, form.answers);
    const grown = { ...answers, [asked.form]: { ...answers[asked.form], [asked.question.id]: read.value } };
    const alert = alertOf(form.item, asked, grown);
    if (alert !== null) {
      try {
        await handOver(deps, visitor, form.item, asked, { ...form.draft, answers }, read.value);
      } catch (error) {
        // The same page with her answer picked: it says what to do, and that the hospital does not have it.
        return again({ problem: visitor.view.t('flagNotSent'), status: failureOf(c, deps, error).status });
      }
    }
    const kept = await keep(visitor, form, asked, read.value);
    if (alert === null) return c.redirect(after(kept, asked), 303);
    const n = numberOf(kept, asked);
    // What is not asked any more has no address: the page itself, and sent once more it says nothing new.
    return n === 0 ? emergency(c, visitor, kept, alert, after(kept, asked)) : c.redirect(`${form.base}/emergency/${n}`, 303);
  });
  post('/p/f/:ref/:n{[0-9]+}/skip', async (c, visitor, fields) => {
    const form = await open(c, visitor);
    if (!form) return notFound(c, visitor);
    const asked = meantBy(form, fields.one('question'));
    return asked ? c.redirect(after(await keep(visitor, form, asked, undefined), asked), 303) : askAgain(c, visitor, form);
  });
  upload('/p/f/:ref/:n{[0-9]+}/upload', async (c, visitor, ours) => {
    const form = await open(c, visitor);
    if (!form) return notFound(c, visitor);
    const received = await receiveUpload<Picture>(c, deps, visitor, ours, ({ question }) => {
      const asked = meantBy(form, question);
      return asked?.question.type === 'photo' ? { kind: 'photo', episodeId: form.item.episodeId, occurrence: form.item.occurrence, asked } : { reply: askAgain(c, visitor, form) };
    });
    if (received.outcome === 'replied') return received.reply;
    const { asked } = received.about;
    if (received.outcome === 'kept') return c.redirect(after(await keep(visitor, form, asked, received.file.id), asked), 303);
    const nothingNew = numberOf(form, asked) === 0 || (received.outcome === 'empty' && form.answers[asked.form]?.[asked.question.id] !== undefined);
    return nothingNew ? c.redirect(after(form, asked), 303) : show(c, visitor, form, placeOf(c, form, asked), { problem: received.problem, status: 422 }, null);
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
      if (Object.keys(answers).length === 0) return form.base;
      await submitAs(deps, senderOf(visitor, key), { episodeId: form.item.episodeId, kind: 'answer-received', input: { occurrence: form.item.occurrence, answers, answeredBy: scopeOf(visitor) } });
      await dropDraft(sql, personOf(visitor), form.item.occurrence, form.draft);
      return `/p/sent/${key}${isClosed(form) ? '?said=sentLate' : ''}`;
    });
    // Answers that she gave while these were being sent, or since, when it is the same page once more: they have not been sent.
    const waits = location !== form.base && (await draftOf(sql, crypt, personOf(visitor), form.item.occurrence)).savedAt !== null;
    return c.redirect(waits ? `${form.base}/check?said=changedSince` : location, 303);
  });

  get('/p/sent/:key', async (c, visitor) => {
    const outcome = await submissionOutcome(sql, visitor.patient, commandIdOf(visitor, c.req.param('key') ?? ''));
    const { episodes, items } = await careOf(deps, visitor);
    const episode = episodes.find(({ episodeId }) => episodeId === outcome?.episodeId);
    const item = items.find(({ episodeId }) => episodeId === outcome?.episodeId);
    if (!outcome || !episode || !item) return notFound(c, visitor);
    const view = { ...visitor.view, said: saidOf(c, visitor, ['sentLate']) };
    const say = (level: string, key: string) => ({ level, text: alertWords(item, key, view.phone) });
    // Not recorded yet, or refused: what these answers say by themselves must not wait for the workflow.
    const own = redFlagText(episode.plan, flat(outcome.answers), episode.numbers);
    const { advice, state } = outcome;
    const told = advice ? (advice.text === null ? null : say(advice.level, advice.text || (episode.plan.levels[advice.level].patientText ?? ''))) : state !== 'recorded' && own ? say('red', own) : null;
    return sendPage(c, DonePage({ view, state, advice: told?.text ? told : null }), state === 'refused' ? 409 : 200);
  });
  return app;
}
