/** Values, pictures, things to read and to tick. */
import { FileInput } from '../phone/FileInput.js';
import { sayMoment } from '../phone/when.js';
import { Form, Line, PatientPage, type PatientView } from './shell.js';

export type ReadingField = { id: string; label: string; unit: string; min: string; max: string; decimals: number; value: string };

export const ReadingsPage = ({ view, kinds }: { view: PatientView; kinds: { href: string; title: string }[] }) => (
  <PatientPage view={view} title={view.t('readingsTitle')} back="/p/home">
    {kinds.length === 0 ? <p class="card">{view.t('noReadings')}</p> : <ul class="plain">{kinds.map(({ href, title }) => <Line href={href} title={title} />)}</ul>}
  </PatientPage>
);

/** `odd`: values outside what is plausible; sending them needs one more yes. */
export function ReadingPage({ view, action, title, fields, odd, ago }: { view: PatientView; action: string; title: string; fields: ReadingField[]; odd: string[]; ago: string }) {
  const { t } = view;
  const when: [string, string][] = [['0', t('readingNow')], ['1', t('readingHour')], ['3', t('readingHours', { n: 3 })], ['6', t('readingHours', { n: 6 })], ['12', t('readingHours', { n: 12 })]];
  return (
    <PatientPage view={view} title={t('readingTitle', { label: title })} back="/p/home">
      <Form view={view} action={action}>
        {fields.map(({ id, label, unit, decimals, value }) => (
          <>
            <label for={id}>{label || title}{unit ? ` (${unit})` : ''}</label>
            <input id={id} name={`value.${id}`} type="text" inputmode={decimals > 0 ? 'decimal' : 'numeric'} autocomplete="off" maxlength={12} class="code" value={value}
              {...(view.problem || odd.length > 0 ? { 'aria-describedby': view.problem ? 'problem' : 'odd' } : {})} />
          </>
        ))}
        <label for="ago">{t('readingWhen')}</label>
        <select id="ago" name="ago">{when.map(([hours, words]) => <option value={hours} selected={hours === ago}>{words}</option>)}</select>
        {odd.length > 0 ? (
          <div class="card warn" role="alert" id="odd">
            {odd.map((words) => <p>{words}</p>)}
            <label class="choice"><input type="checkbox" name="sure" value="yes" /> {t('readingSure')}</label>
          </div>
        ) : null}
        <button type="submit">{t('send')}</button>
      </Form>
    </PatientPage>
  );
}

/** `comments`: what nurses and therapists said about a clip, newest first. */
export type SentFile = { id: string; at: string; thumb: boolean; kind: string; comments: { at: string; text: string }[] };

export const Pictures = ({ view: { t, language, zone }, files }: { view: PatientView; files: SentFile[] }) => (
  <ul class="plain pictures">
    {files.map(({ id, at, thumb, kind, comments }) => (
      <li class="card" id={`file-${id}`}>
        {thumb ? <img src={`/p/files/${id}/thumb`} alt={sayMoment(at, language, zone)} loading="lazy" width={240} /> : null}
        <a class="change" href={`/p/files/${id}`}>{t(kind === 'clip' ? 'uploadClip' : kind === 'photo' ? 'uploadPhoto' : 'uploadXray')} · {sayMoment(at, language, zone)}</a>
        {comments.map((comment) => <div class="reply"><p class="quiet">{t('clipComment')} · {sayMoment(comment.at, language, zone)}</p><p class="article">{comment.text}</p></div>)}
      </li>
    ))}
  </ul>
);

type UploadProps = { view: PatientView; kind: 'photo' | 'clip' | 'xray' | null; files: SentFile[]; /** Bytes that are taken. */ most: Record<'photo' | 'clip' | 'xray', number>; /** To photos and clips of her; a report or an X-ray is part of the treatment. */ agreed: boolean };

/** What is asked for nowhere is explained here: what agreeing would allow, and that it is her choice. */
const NotAgreed = ({ view: { t, phone } }: { view: PatientView }) => (
  <div class="card">
    <p><strong>{t('photosNotAgreed')}</strong></p>
    <p>{t('photosAgreeing')}</p>
    {phone === null ? null : <a class="button second" href={`tel:${phone}`}>{t('callHospital')}</a>}
  </div>
);

export function UploadPage({ view, kind, files, most, agreed }: UploadProps) {
  const { t } = view;
  const kinds = ([['photo', t('uploadPhoto')], ['clip', t('uploadClip')], ['xray', t('uploadXray')]] as const).filter(([id]) => agreed || id === 'xray');
  return (
    <PatientPage view={view} title={t('uploadTitle')} back={kind === null ? '/p/home' : '/p/upload'} islands={['phone-shrink']}>
      {kind === null ? (
        <>
          <h2>{t('uploadKind')}</h2>
          <ul class="plain">{kinds.map(([id, words]) => <Line href={`/p/upload?kind=${id}`} title={words} />)}</ul>
          {agreed ? null : <NotAgreed view={view} />}
          {files.length > 0 ? <><h2>{t('mine')}</h2><Pictures view={view} files={files} /></> : null}
        </>
      ) : !agreed && kind !== 'xray' ? <NotAgreed view={view} /> : (
        <Form view={view} action="/p/upload" upload>
          <input type="hidden" name="kind" value={kind} />
          <label for="file">{kinds.find(([id]) => id === kind)?.[1]}</label>
          <p class="quiet" id="upload-hint">{kind === 'clip' ? t('uploadFile') : t('uploadHint')}</p>
          <FileInput id="file" kind={kind} most={most[kind]} words={{ preview: t('uploadPreview'), tooLarge: t('uploadTooLarge', { mb: most[kind] / 1024 / 1024 }) }} describedBy={view.problem ? 'problem upload-hint' : 'upload-hint'} />
          <button type="submit">{t('uploadSend')}</button>
        </Form>
      )}
    </PatientPage>
  );
}

export type Article = { href: string; label: string; at: string; text: string; tick: 'open' | 'done' | null };

export const LearnPage = ({ view, articles }: { view: PatientView; articles: Article[] }) => (
  <PatientPage view={view} title={view.t('learnTitle')} back="/p/home">
    {articles.length === 0 ? <p class="card">{view.t('learnNothing')}</p> : (
      <ul class="plain">{articles.map(({ href, label, at, tick }) => <Line href={href} title={label} note={`${sayMoment(at, view.language, view.zone)}${tick === 'done' ? ` · ${view.t('tickedBefore')}` : ''}`} />)}</ul>
    )}
  </PatientPage>
);

export function ArticlePage({ view, article }: { view: PatientView; article: Article }) {
  const { t } = view;
  return (
    <PatientPage view={view} title={article.label} back="/p/learn">
      <p class="card article">{article.text}</p>
      {article.tick === 'done' ? <p class="good">{t('tickedBefore')}</p> : null}
      {article.tick === 'open' ? (
        <>
          <h2>{t('tickAsk')}</h2>
          <Form view={view} action={`${article.href}/tick`}><button type="submit">{t('tickDo')}</button></Form>
        </>
      ) : null}
    </PatientPage>
  );
}

