/** Alarm and incident: what must be reachable in one touch and must not get lost. */
import { AlarmForm } from './Alarm.js';
import { ActForm, NursePage, type NurseView } from './shell.js';
import type { Clip } from './model.js';
import { sayMoment } from '../phone/when.js';

export function AlarmPage({ view, occurrence }: { view: NurseView; occurrence: string | null }) {
  const { t } = view;
  return (
    <NursePage view={view} title={t('alarmTitle')} alarmInPlace={false}>
      <p>{t('alarmIntro')}</p>
      <AlarmForm view={view} occurrence={occurrence} />
      <a class="button second" href="/nurse/">{t('back')}</a>
    </NursePage>
  );
}

const kinds = ['needlestick', 'fall', 'dispute', 'other'] as const;
export function IncidentPage({ view, occurrence, now, formKey }: { view: NurseView; occurrence: string | null; /** `2026-03-02T09:00`, local. */ now: string; formKey: string }) {
  const { t } = view;
  return (
    <NursePage view={view} title={t('incident')}>
      <ActForm action="/nurse/incident" submitKey={formKey}>
        {occurrence === null ? null : <input type="hidden" name="occurrence" value={occurrence} />}
        <fieldset>
          <legend>{t('incidentKind')}</legend>
          {kinds.map((kind) => <label class="choice"><input type="radio" name="kind" value={kind} required />{t(`incident.${kind}`)}</label>)}
        </fieldset>
        <label for="when">{t('incidentWhen')}</label>
        <input id="when" name="when" type="datetime-local" value={now} max={now} required />
        <label for="what">{t('incidentWhat')}</label>
        <textarea id="what" name="what" rows={5} maxlength={2000} required />
        <button type="submit">{t('send')}</button>
      </ActForm>
      <a class="button second" href="/nurse/">{t('back')}</a>
    </NursePage>
  );
}

/** Clips that patients sent, oldest unanswered first, each with a comment. */
export function ClipsPage({ view, clips, formKey }: { view: NurseView; clips: Clip[]; formKey: string }) {
  const { t, language, zone } = view;
  return (
    <NursePage view={view} title={t('clips')}>
      {clips.length === 0 ? <p class="card quiet">{t('noClips')}</p> : null}
      {clips.map((clip) => (
        <article class="card">
          <h2>{clip.displayName} · {sayMoment(clip.at, language, zone)}</h2>
          {/* A patient's own exercise clip; nobody can write captions for it before the nurse has seen it. */}
          <video controls preload="none" src={`/files/${clip.fileId}`} aria-label={`${t('clips')} ${clip.displayName}`}></video>
          {clip.comments.map((comment) => <p class="quiet">{sayMoment(comment.at, language, zone)} {comment.text}</p>)}
          <ActForm action={`/nurse/clips/${clip.fileId}`} submitKey={`${formKey}-${clip.fileId}`}>
            <label for={`c-${clip.fileId}`}>{t('comment')}</label>
            <textarea id={`c-${clip.fileId}`} name="comment" rows={3} maxlength={1000} required />
            <button type="submit">{t('commentSend')}</button>
          </ActForm>
        </article>
      ))}
      <a class="button second" href="/nurse/">{t('back')}</a>
    </NursePage>
  );
}
