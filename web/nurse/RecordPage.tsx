/** The visit record: every form of the visit on one page, scores while typing, a draft that survives a dead spot. */
import { sayIn, type Language } from '../text.js';
import { bandTexts } from './bands.js';
import type { QuestionText } from '../../db/read-models/form-list.js';
import { Gaps } from './Gaps.js';
import { gapsOf } from './record-gaps.js';
import { visitPath, type Draft, type MyVisit, type VisitForm } from './model.js';
import { sayMoment } from '../phone/when.js';
import { ActForm, NursePage, WhoseVisit, WhyInTheirPlace, type NurseView } from './shell.js';

/** The words of a score's band, for the script that scores while typing. */
const bandsIn = (language: Language): Record<string, string> => Object.fromEntries(Object.entries(bandTexts).map(([band, said]) => [band, sayIn(language, said)]));

type Given = string | boolean | string[] | undefined;

export function RecordPage({ view, visit, forms, draft, formKey }: { view: NurseView; visit: MyVisit; forms: VisitForm[]; draft: Draft | null; formKey: string }) {
  const { t } = view;
  const gaps = draft === null ? [] : gapsOf(forms, draft.answers);
  return (
    <NursePage view={view} title={t('record')} islands={['nurse-record']} at={visit.occurrence}>
      <Gaps view={view} visit={visit} gaps={gaps} />
      {/* What is kept on the phone says which visit it is by its time, without a name. */}
      <form method="post" action={`${visitPath(visit)}/record`} data-record={visit.occurrence} data-based-on={draft?.writtenAt ?? ''} data-visit={`${sayMoment(visit.from, view.language, view.zone)} ${visit.label}`}>
        <input type="hidden" name="key" value={formKey} />
        <input type="hidden" name="basedOn" value={draft?.writtenAt ?? ''} />
        {forms.map((form) => (
          <fieldset class="card" data-form={form.id} data-instrument={form.instrument ?? ''}>
            <legend><h2>{form.title}</h2></legend>
            {form.questions.filter(({ type }) => type !== 'photo').map((question) => <div id={`f.${form.id}.${question.id}`} class={gaps.some((gap) => gap.form === form.id && gap.question === question.id) ? 'gap' : ''}><QuestionField view={view} form={form.id} question={question} given={draft?.answers[form.id]?.[question.id]} /></div>)}
            {form.instrument ? <p role="status"><strong>{t('score')}{t('colon')}<output data-score={form.id} data-bands={JSON.stringify(bandsIn(view.language))}>–</output></strong></p> : null}
          </fieldset>
        ))}
        <button type="submit">{t('save')}</button>
      </form>
      <a class="button second" href={visitPath(visit)}>{t('back')}</a>
    </NursePage>
  );
}

function QuestionField({ view, form, question, given }: { view: NurseView; form: string; question: QuestionText; given: Given }) {
  const { t } = view;
  const name = `a.${form}.${question.id}`;
  const words = <>{question.text} <span class="quiet">{question.required ? t('required') : t('optional')}</span></>;
  switch (question.type) {
    case 'boolean':
      return <Choices legend={words} name={name} options={[{ id: 'true', text: t('yes') }, { id: 'false', text: t('no') }]} chosen={given === undefined ? [] : [String(given)]} type="radio" beside />;
    case 'choice':
      return <Choices legend={words} name={name} options={question.options} chosen={typeof given === 'string' ? [given] : []} type="radio" />;
    case 'multi':
      return <Choices legend={words} name={name} options={question.options} chosen={Array.isArray(given) ? given : []} type="checkbox" />;
    case 'number':
      return (
        <p>
          <label for={name}>{words}</label>
          <input id={name} name={name} type="text" inputmode="decimal" pattern="-?[0-9]+([.][0-9]+)?" value={typeof given === 'string' ? given : ''} autocomplete="off" />
          {question.min !== null && question.max !== null ? <small class="quiet">{question.min}–{question.max}</small> : null}
        </p>
      );
    default:
      return (
        <p>
          <label for={name}>{words}</label>
          <textarea id={name} name={name} rows={3} maxlength={2000}>{typeof given === 'string' ? given : ''}</textarea>
        </p>
      );
  }
}

const Choices = ({ legend, name, options, chosen, type, beside = false }: { legend: unknown; name: string; options: { id: string; text: string }[]; chosen: string[]; type: 'radio' | 'checkbox'; /** Short answers share a line. */ beside?: boolean }) => (
  <fieldset>
    <legend>{legend}</legend>
    <div class={beside ? 'row' : ''}>{options.map((option) => <label class="choice"><input type={type} name={name} value={option.id} checked={chosen.includes(option.id)} />{option.text}</label>)}</div>
  </fieldset>
);

/** Redeem by scan, typed code, or with a reason. */
export function RedeemPage({ view, visit, formKey }: { view: NurseView; visit: MyVisit; formKey: string }) {
  const { t } = view;
  return (
    <NursePage view={view} title={t('redeem')} islands={['nurse-scan']} at={visit.occurrence}>
      <WhoseVisit view={view} visit={visit} />
      <p>{t('redeemIntro')}</p>
      <section class="card">
        <div data-scanner hidden>
          <button type="button" class="second" data-scan-start>{t('scan')}</button>
          <video data-scan-video playsinline muted hidden></video>
        </div>
        <ActForm action={`${visitPath(visit)}/redeem`} submitKey={formKey}>
          <input type="hidden" name="how" value="code" data-scan-how />
          <label for="code">{t('code')}</label>
          <input id="code" name="code" type="text" inputmode="numeric" autocomplete="off" maxlength={200} required data-scan-code />
          <WhyInTheirPlace view={view} visit={visit} id="code" />
          <button type="submit">{t('redeem')}</button>
        </ActForm>
      </section>
      <details class="card">
        <summary>{t('exception')}</summary>
        <ActForm action={`${visitPath(visit)}/redeem`} submitKey={`${formKey}-exception`}>
          <input type="hidden" name="how" value="exception" />
          <fieldset>
            <legend>{t('exception')}</legend>
            {(['no-phone', 'code-unreadable', 'patient-unable', 'other'] as const).map((reason) => <label class="choice"><input type="radio" name="reason" value={reason} required />{t(`exception.${reason}`)}</label>)}
          </fieldset>
          <label for="redeem-note">{t('note')}</label>
          <textarea id="redeem-note" name="note" rows={2} maxlength={300} />
          <WhyInTheirPlace view={view} visit={visit} id="exception" />
          <button type="submit" class="second">{t('send')}</button>
        </ActForm>
      </details>
      <a class="button second" href={visitPath(visit)}>{t('back')}</a>
    </NursePage>
  );
}
