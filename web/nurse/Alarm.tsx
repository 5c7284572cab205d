/** The alarm: on a page of its own, and within every other page, so that it and the numbers to call are there without a network. */
import type { NurseView } from './shell.js';

/** An alarm goes out without a place rather than late. ms, C. */
const waitInDanger = 1_500;

export function AlarmForm({ view: { t, account, alarmKey }, occurrence }: { view: NurseView; occurrence: string | null }) {
  return (
    <>
      <form method="post" action="/nurse/alarm" data-alarm={account}>
        <input type="hidden" name="key" value={alarmKey} />
        {occurrence === null ? null : <input type="hidden" name="occurrence" value={occurrence} />}
        <input type="hidden" name="lat" data-location="lat" data-wait={waitInDanger} />
        <input type="hidden" name="lng" data-location="lng" />
        <button class="danger" type="submit">{t('alarmSend')}</button>
        {/* Shown by the script that sends it; without script the page that follows says it. */}
        <p class="card warn" role="status" data-alarm-is="sending" hidden>{t('alarmSending')}</p>
        <p class="card error" role="alert" data-alarm-is="not-sent" hidden>{t('alarmNotSent')}</p>
        <p class="card good" role="alert" data-alarm-is="sent" hidden>{t('alarmSent')}</p>
      </form>
      <div class="row">
        <a class="button call" href="tel:110">{t('call110')}</a>
        <a class="button call" href="tel:120">{t('call120')}</a>
      </div>
      <button type="button" class="second" data-alarm-stop hidden>{t('alarmStop')}</button>
    </>
  );
}

/** Opened by the alarm of the bar; where that cannot be, the bar leads to the page. */
export const AlarmInPlace = ({ view, occurrence }: { view: NurseView; occurrence: string | null }) => (
  <dialog id="alarm" aria-labelledby="alarm-title" hidden>
    <h2 id="alarm-title">{view.t('alarmTitle')}</h2>
    <p>{view.t('alarmIntro')}</p>
    <AlarmForm view={view} occurrence={occurrence} />
    <button type="button" class="second" data-alarm-close>{view.t('alarmClose')}</button>
  </dialog>
);
