/** Writing to the nurse, complaining, and what was answered. */
import { sayMoment } from '../phone/when.js';
import { Form, Line, PatientPage, type PatientView } from './shell.js';

export type AskedBefore = { href: string; text: string; at: string; state: 'open' | 'answered' | 'closed' };

/** Hours of the day in which questions are answered, and within how many minutes. */
export type AskHours = { from: string; to: string; minutes: number };

export function AskPage({ view, hours, answered, words, kind, before }: { view: PatientView; hours: number; /** Named by a running package; none: `hours` hold. */ answered: AskHours[]; words: string; kind: 'question' | 'complaint'; before: AskedBefore[] }) {
  const { t, language, zone } = view;
  const states = { open: t('askOpen'), answered: t('askAnswered'), closed: t('askClosed') };
  return (
    <PatientPage view={view} title={t('askTitle')} back="/p/home">
      {answered.length === 0 ? <p>{t('askLead', { hours })}</p> : answered.map((one) => <p>{t('askLeadWindow', one)}</p>)}
      <Form view={view} action="/p/ask">
        <fieldset>
          <legend>{t('askKind')}</legend>
          <label class="choice"><input type="radio" name="kind" value="question" checked={kind === 'question'} /> {t('askQuestion')}</label>
          <label class="choice"><input type="radio" name="kind" value="complaint" checked={kind === 'complaint'} /> {t('askComplaint')}</label>
        </fieldset>
        <label for="words">{t('askWords')}</label>
        <textarea id="words" name="words" rows={5} maxlength={2000} {...(view.problem ? { 'aria-describedby': 'problem', 'aria-invalid': 'true' } : {})}>{words}</textarea>
        <button type="submit">{t('askSend')}</button>
      </Form>
      {before.length > 0 ? (
        <>
          <h2>{t('askMine')}</h2>
          <ul class="plain">{before.map(({ href, text, at, state }) => <Line href={href} title={text.slice(0, 40)} note={`${states[state]} · ${sayMoment(at, language, zone)}`} urgent={state === 'answered'} />)}</ul>
        </>
      ) : null}
    </PatientPage>
  );
}

export type Spoken = { by: 'you' | 'hospital'; at: string; text: string };

export function ThreadPage({ view, action, spoken, closed }: { view: PatientView; action: string; spoken: Spoken[]; closed: boolean }) {
  const { t, language, zone } = view;
  return (
    <PatientPage view={view} title={t('threadTitle')} back="/p/ask">
      <ol class="plain">
        {spoken.map(({ by, at, text }) => <li class={`card ${by === 'hospital' ? 'reply' : ''}`}><p class="quiet">{t(by === 'you' ? 'youWrote' : 'hospitalWrote')} · {sayMoment(at, language, zone)}</p><p class="article">{text}</p></li>)}
      </ol>
      {closed ? <p class="quiet">{t('threadClosed')}</p> : null}
      <Form view={view} action={action}>
        <label for="words">{t('threadAdd')}</label>
        <textarea id="words" name="words" rows={4} maxlength={2000}></textarea>
        <button type="submit">{t('askSend')}</button>
      </Form>
    </PatientPage>
  );
}
