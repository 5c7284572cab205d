/** A visit that is over, to be looked at again: what was recorded, its photos, how it was redeemed. Nothing here begins it anew. */
import type { QuestionText } from '../../db/read-models/form-list.js';
import { sayMoment } from '../phone/when.js';
import { visitPath, type Draft, type MyVisit, type Photo, type VisitForm } from './model.js';
import type { NurseView } from './shell.js';

type Over = { visit: MyVisit; record: { at: string; answers: Draft['answers'] } | null; forms: VisitForm[]; photos: Photo[] };

export function VisitOver({ view, of: { visit, record, forms, photos } }: { view: NurseView; of: Over }) {
  const { t, language, zone } = view;
  return (
    <>
      <section class="card">
        <h2>{t('record')}</h2>
        {record === null ? <p class="quiet">{t('recordNone')}</p> : (
          <>
            <p class="quiet">{t('recordedAt', { time: sayMoment(record.at, language, zone) })}</p>
            {forms.map(({ id, title, questions }) => (
              <details>
                <summary>{title}</summary>
                <dl class="pairs">{questions.filter((question) => question.type !== 'photo').map((question) => <><dt>{question.text}</dt><dd>{sayAnswer(view, question, record.answers[id]?.[question.id])}</dd></>)}</dl>
              </details>
            ))}
          </>
        )}
      </section>
      {photos.length === 0 ? null : (
        <section class="card">
          <h2>{t('photos')}</h2>
          <div class="row">{photos.map(({ id }) => <a href={`/files/${id}`}><img src={`/files/${id}/thumb`} alt={t('photos')} width={96} height={96} /></a>)}</div>
        </section>
      )}
      {visit.status !== 'completed' ? null : (
        <section class="card">
          <h2>{t('redeem')}</h2>
          {visit.redemption ? <p class="good">{t('redeemed', { how: t(`how.${visit.redemption.how}` as 'how.scan') })}</p> : <><p>{t('redeemLate')}</p><a class="button" href={`${visitPath(visit)}/redeem`}>{t('redeem')}</a></>}
        </section>
      )}
    </>
  );
}

function sayAnswer({ t }: NurseView, { type, options, unit }: QuestionText, given: string | boolean | string[] | undefined): string {
  const option = (id: string): string => options.find((one) => one.id === id)?.text ?? id;
  if (given === undefined) return t('notRecorded');
  if (typeof given === 'boolean') return t(given ? 'yes' : 'no');
  if (Array.isArray(given)) return given.map(option).join(t('listComma'));
  return type === 'number' ? `${given} ${sayUnit(unit)}`.trim() : type === 'choice' ? option(given) : given;
}

/** Units that are words of the plan's own language are said by the question itself. */
export const sayUnit = (unit: string | null): string => (unit === null || (/^[a-z]{3,}$/i.test(unit) && unit !== 'mmHg') ? '' : unit);
