/** The way in: a code, then something only the person knows. Nothing about anybody is shown before both were right. */
import { Form, PatientPage, type PatientView } from './shell.js';

export const EnterPage = ({ view, typed }: { view: PatientView; typed: string }) => (
  <PatientPage view={view} title={view.t('enterTitle')} silent islands={['patient-code']}>
    <CodeForm view={view} typed={typed} />
  </PatientPage>
);

const CodeForm = ({ view, typed }: { view: PatientView; typed: string }) => (
  <Form view={view} action="/p/">
    <label for="code">{view.t('enterLead')}</label>
    <p class="quiet" id="code-hint">{view.t('codeHint')}</p>
    <input id="code" name="code" type="text" inputmode="numeric" autocomplete="one-time-code" maxlength={12} value={typed} class="code" required
      aria-describedby={view.problem ? 'problem code-hint' : 'code-hint'} {...(view.problem ? { 'aria-invalid': 'true' } : {})} />
    <button type="submit">{view.t('next')}</button>
  </Form>
);

/** She sent a form after her session had ended. What she wrote may be an emergency: whom to call comes first, then how to come in and send it. */
export const NotArrivedPage = ({ view }: { view: PatientView }) => {
  const { t, phone } = view;
  return (
    <PatientPage view={view} title={t('notArrivedTitle')} silent islands={['patient-code']}>
      <div class="emergency" role="alert" data-not-arrived>
        <p>{t('notArrivedWords')}</p>
        <a class="button call" href="tel:120">{t('call120')}</a>
        {phone === null ? null : <a class="button second" href={`tel:${phone}`}>{t('callHospital')}</a>}
      </div>
      <h2>{t('notArrivedAgain')}</h2>
      <p>{t('notArrivedHow')}</p>
      <CodeForm view={view} typed="" />
    </PatientPage>
  );
};

type FactorProps = { view: PatientView; kind: 'birth-date' | 'phone-tail' | 'none'; action: string };

export function FactorPage({ view, kind, action }: FactorProps) {
  const { t, problem } = view;
  const notMe = <p><a class="change" href={`${action}/not-me`}>{t('notMe')}</a></p>;
  if (kind === 'none') return <PatientPage view={view} title={t('factorTitle')} silent><p class="card">{t('factorNone')}</p>{notMe}</PatientPage>;
  const described = problem ? 'problem factor-hint' : 'factor-hint';
  const part = (name: 'year' | 'month' | 'day', length: number) => (
    <div>
      <label for={name}>{t(name)}</label>
      <input id={name} name={name} type="text" inputmode="numeric" autocomplete="off" maxlength={length} aria-describedby={described} {...(problem ? { 'aria-invalid': 'true' } : {})} />
    </div>
  );
  return (
    <PatientPage view={view} title={t('factorTitle')} silent>
      <Form view={view} action={action}>
        {kind === 'birth-date' ? (
          <fieldset>
            <legend>{t('factorBirth')}</legend>
            <p class="quiet" id="factor-hint">{t('factorBirthHint')}</p>
            <div class="row">{part('year', 4)}{part('month', 2)}{part('day', 2)}</div>
          </fieldset>
        ) : (
          <>
            <label for="tail">{t('factorPhone')}</label>
            <p class="quiet" id="factor-hint">{t('factorPhoneHint')}</p>
            <input id="tail" name="tail" type="text" inputmode="numeric" autocomplete="off" maxlength={4} class="code" aria-describedby={described} {...(problem ? { 'aria-invalid': 'true' } : {})} />
          </>
        )}
        <label class="choice"><input type="checkbox" name="own" value="yes" /> {t('ownPhone')}</label>
        <button type="submit">{t('open')}</button>
      </Form>
      {notMe}
    </PatientPage>
  );
}

/** One calm sentence and a way on. */
export const WordsPage = ({ view, title, words, on }: { view: PatientView; title: string; words: string; on: { href: string; label: string } | null }) => (
  <PatientPage view={view} title={title} silent>
    <p class="card">{words}</p>
    {on ? <a class="button" href={on.href}>{on.label}</a> : null}
  </PatientPage>
);
