/** A questionnaire, one question per page. An answer that is a red flag shows what to do as soon as it is picked: plain CSS, no script, no network. */
import type { Child } from 'hono/jsx';
import { FileInput } from '../phone/FileInput.js';
import { Form, PatientPage, type PatientView } from './shell.js';

/** `alert`: the emergency instruction of this answer by itself (pathways/engine/red-flags.ts). */
export type Option = { id: string; text: string; alert: string | null };
/** `name`: which question this is; its number says only where it stands at the moment. */
export type AskedQuestion = { name: string; text: string; formTitle: string; required: boolean; n: number; total: number } & (
  | { type: 'boolean' | 'choice' | 'multi'; options: Option[]; picked: string[] }
  | { type: 'number'; min: string; max: string; decimals: number; unit: string; value: string; /** Typing what does not fit the pattern shows these words. */ alert: { pattern: string; words: string } | null }
  | { type: 'text'; value: string }
  | { type: 'photo'; kept: boolean; /** Bytes that are taken. */ most: number }
);

/** Before sending, the level's sentence is followed by what is not true yet: nobody calls because of an answer that never left the phone. */
export const Emergency = ({ view: { t, phone }, words, sent }: { view: PatientView; words: string; sent: boolean }) => (
  <div class="emergency" role="alert">
    <strong>{t('flagTitle')}</strong>
    <p>{words}</p>
    {sent ? null : <p>{t('flagSend')}</p>}
    <a class="button call" href="tel:120">{t('call120')}</a>
    {phone ? <a class="button second" href={`tel:${phone}`}>{t('callHospital')}</a> : null}
  </div>
);

const Options = ({ view, question, many }: { view: PatientView; question: Extract<AskedQuestion, { options: Option[] }>; many: boolean }) => (
  <>
    {question.options.map(({ id, text, alert }, index) => (
      <div class="option">
        <input id={`a${index}`} type={many ? 'checkbox' : 'radio'} name="answer" value={id} checked={question.picked.includes(id)} />
        <label class="choice" for={`a${index}`}>{text}</label>
        {alert === null ? null : <div class="flag"><Emergency view={view} words={alert} sent={false} /></div>}
      </div>
    ))}
  </>
);

function Answer({ view, question }: { view: PatientView; question: AskedQuestion }): Child {
  const { t, problem } = view;
  const described = problem ? { 'aria-describedby': 'problem', 'aria-invalid': 'true' as const } : {};
  switch (question.type) {
    case 'boolean':
    case 'choice':
      return <fieldset><legend><h1 class="question">{question.text}</h1></legend><Options view={view} question={question} many={false} /></fieldset>;
    case 'multi':
      return <fieldset><legend><h1 class="question">{question.text}</h1></legend><p class="quiet">{t('chooseHint')}</p><Options view={view} question={question} many /></fieldset>;
    case 'number':
      return (
        <>
          <h1 class="question"><label for="answer">{question.text}</label></h1>
          <p class="quiet" id="range">{t('numberHint', { min: question.min, max: question.max })}{question.unit ? ` ${question.unit}` : ''}</p>
          <input id="answer" name="answer" type="text" inputmode={question.decimals > 0 ? 'decimal' : 'numeric'} autocomplete="off" maxlength={12} value={question.value} class="code" {...(question.alert ? { pattern: question.alert.pattern, 'aria-invalid': 'false' as const } : {})} {...described} />
          {question.alert ? <div class="flag"><Emergency view={view} words={question.alert.words} sent={false} /></div> : null}
        </>
      );
    case 'text':
      return <><h1 class="question"><label for="answer">{question.text}</label></h1><textarea id="answer" name="answer" rows={5} maxlength={2000} {...described}>{question.value}</textarea></>;
    case 'photo':
      return (
        <>
          <h1 class="question"><label for="file">{question.text}</label></h1>
          {question.kept ? <p class="good">{t('photoKept')}</p> : null}
          <p class="quiet" id="upload-hint">{t('uploadHint')}</p>
          <FileInput id="file" kind="photo" most={question.most} words={{ preview: t('uploadPreview'), tooLarge: t('uploadTooLarge', { mb: question.most / 1024 / 1024 }) }} describedBy="upload-hint" />
        </>
      );
  }
}

/** Beside each answer: what it answers, whatever has changed since in another window. */
const Which = ({ question: { name } }: { question: AskedQuestion }) => <input type="hidden" name="question" value={name} />;

type QuestionProps = { view: PatientView; base: string; question: AskedQuestion; back: string };

export function QuestionPage({ view, base, question, back }: QuestionProps) {
  const { t } = view;
  const { n, total, required, type } = question;
  const photo = type === 'photo';
  return (
    <PatientPage view={view} title={question.text} heading={false} back={back} islands={photo ? ['phone-shrink'] : []}>
      <p class="quiet">{question.formTitle} · {t('progress', { n, total })}{required ? '' : t('optional')}</p>
      <progress max={total} value={n} aria-label={t('progress', { n, total })} />
      <Form view={view} action={`${base}/${n}${photo ? '/upload' : ''}`} upload={photo}>
        <Which question={question} />
        <Answer view={view} question={question} />
        <button type="submit">{t('next')}</button>
      </Form>
      {required && !photo ? null : <Form view={view} action={`${base}/${n}/skip`}><Which question={question} /><button type="submit" class="second">{t('skip')}</button></Form>}
      <a class="button second" href={`${base}/check`}>{t('later')}</a>
    </PatientPage>
  );
}

/** `reached`: that the hospital has it. */
export const EmergencyPage = ({ view, words, reached, on }: { view: PatientView; words: string; reached: string; on: string }) => (
  <PatientPage view={view} title={view.t('emergencyTitle')}>
    <Emergency view={view} words={words} sent />
    <p>{reached}</p>
    <a class="button second" href={on}>{view.t('emergencyGoOn')}</a>
  </PatientPage>
);

export type Answered = { n: number; text: string; answer: string | null };

export function CheckPage({ view, base, answers, back }: { view: PatientView; base: string; answers: Answered[]; back: string }) {
  const { t } = view;
  const open = answers.filter(({ answer }) => answer === null).length;
  return (
    <PatientPage view={view} title={t('checkTitle')} back={back}>
      <dl class="pairs">
        {answers.map(({ n, text, answer }) => (
          <>
            <dt>{text}</dt>
            <dd>{answer ?? <span class="quiet">{t('notAnswered')}</span>} <a class="change" href={`${base}/${n}`} aria-label={t('about', { what: t('change'), of: text })}>{t('change')}</a></dd>
          </>
        ))}
      </dl>
      {open === answers.length ? <p class="card">{t('nothingToSend')}</p> : (
        <>
          {open > 0 ? <p class="card warn">{t('sendPart', { n: open })}</p> : null}
          <Form view={view} action={`${base}/send`}><button type="submit">{t('send')}</button></Form>
        </>
      )}
    </PatientPage>
  );
}

/** What became of answers that were sent. `advice`: what the case that they opened tells the patient; RED as an emergency. */
export function DonePage({ view, state, advice }: { view: PatientView; state: 'waiting' | 'recorded' | 'refused'; advice: { level: string; text: string } | null }) {
  const { t } = view;
  const refused = state === 'refused';
  return (
    <PatientPage view={view} title={t(refused ? 'notTakenTitle' : 'doneTitle')}>
      {advice?.level === 'red' ? <Emergency view={view} words={advice.text} sent /> : advice ? <p class="card warn" role="alert">{advice.text}</p> : null}
      {refused ? <p class="card error" role="alert">{t('notTaken')}</p> : <p class="card good" role="status">{t(state === 'waiting' ? 'doneWaiting' : 'doneWords')}</p>}
      <a class="button" href="/p/home">{t('home')}</a>
    </PatientPage>
  );
}
