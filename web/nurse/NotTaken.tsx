/** Beside every nurse page: whose drafts this phone may send, and the card of a record that the server did not take (islands/drafts-not-taken.ts). */
import type { NurseView } from './shell.js';

export const PhoneDrafts = ({ view: { t, account } }: { view: NurseView }) => (
  <>
    <p class="card warn" role="status" id="offline" hidden data-account={account} data-synced={t('synced')}>{t('offline')}</p>
    <p class="card warn" role="status" id="of-others" hidden>{t('draftsOfOthers')}</p>
    <div id="not-taken"></div>
    <template id="not-taken-card">
      <article class="card warn">
        <p class="error" role="alert" data-part="why" data-closed={t('notTakenClosed')} data-older={t('notTakenOlder')} data-refused={t('notTakenRefused')}></p>
        {/* The script says where each of the two leads. */}
        <details>
          <summary>{t('notTakenShow')}</summary>
          <ul data-part="lines"></ul>
        </details>
        <a class="button" href="/nurse/" data-part="abnormal">{t('abnormal')}</a>
        <a class="button second" href="/nurse/" data-part="open">{t('notTakenOpen')}</a>
        <button type="button" class="second" data-part="mine">{t('notTakenMine')}</button>
        <details>
          <summary>{t('notTakenDiscard')}</summary>
          <button type="button" class="second" data-part="discard">{t('notTakenDiscardYes')}</button>
        </details>
      </article>
    </template>
  </>
);
