/** Pages of one visit. Each form post makes one call of the API and shows what came of it. */
import type { Context } from 'hono';
import { formList, type OpenForm } from '../../../db/read-models/form-list.js';
import { visitRecord } from '../../../db/read-models/visit-record.js';
import { visitPhotos } from '../../../db/read-models/visit-photos.js';
import { removeDraft } from '../../../db/visit-drafts.js';
import type { Draft, MyVisit, RiskItem, VisitCall } from '../../../web/nurse/model.js';
import { gapsOf } from '../../../web/nurse/record-gaps.js';
import { isOver, visitApi, visitPath } from '../../../web/nurse/model.js';
import { RecordPage, RedeemPage } from '../../../web/nurse/RecordPage.js';
import type { NurseView } from '../../../web/nurse/shell.js';
import { AbnormalPage, MissPage, RiskPage, VisitPage } from '../../../web/nurse/VisitPage.js';
import { sendPage } from '../../../web/phone/page.js';
import { fromMs } from '../../../pathways/time.js';
import { authorise } from '../../auth.js';
import { principalOf, type Env } from '../../env.js';
import { largestPicture } from '../../../files/kinds.js';
import { isRefusal, refusalWords } from '../../../files/refusal.js';
import { nurseTexts } from '../../../web/nurse/texts.js';
import { speaker, type Language } from '../../../web/text.js';
import { Problem } from '../../problem.js';
import { router } from '../../router.js';
import { takePhoto } from '../../nurse-photo.js';
import { answersOf } from './answers.js';
import { field, goTo, languageOf, newFormKey, readForm, viewOf, words, type Desk, type Form } from './desk.js';

type Ctx = Context<Env>;
type Page = (view: NurseView, visit: MyVisit) => Promise<Response>;
const path = '/nurse/visits/:episodeId/:step/:n';
/** Why somebody acts in place of whoever has the visit; nothing when it is their own. */
const inTheirPlace = (form: Form): { standInReason?: string } => (field(form, 'standInReason') === '' ? {} : { standInReason: field(form, 'standInReason') });

/** Why a photo was not taken, in the nurse's language. */
function photoWords({ reason, message }: Problem, language: Language): string {
  if (isRefusal(reason)) return refusalWords(reason, language);
  const t = speaker(nurseTexts, language);
  return reason === 'no-photo' ? t('photoMissing') : reason === 'no-photo-consent' ? t('photoNoConsent') : message;
}

export function nurseVisitRoutes(desk: Desk) {
  const { deps, ask } = desk;
  const app = router();
  const mine = authorise('visit:write');

  async function visitOf(c: Ctx): Promise<MyVisit> {
    const occurrence = `${c.req.param('episodeId')}/${c.req.param('step')}/${c.req.param('n')}`;
    const list = await ask<{ items: MyVisit[] }>(c, 'GET', `/my/visits?occurrence=${encodeURIComponent(occurrence)}&language=${languageOf(c)}`);
    if (!list.ok) throw new Problem('conflict', list.detail);
    const found = list.body.items.find((visit) => visit.occurrence === occurrence);
    if (!found) throw new Problem('not-found', 'This visit is not on your list (any more): it was moved, given to somebody else, or is over.', { reason: 'not-on-your-list' });
    return found;
  }

  /** A refusal is shown on the page from which the form came. */
  const show = async (c: Ctx, page: Page, problem: string | null = null): Promise<Response> => page(await viewOf(c, desk, problem), await visitOf(c));
  const formsOf = async (c: Ctx, visit: MyVisit, language: string): Promise<OpenForm['forms']> => {
    const [found] = await formList(deps.sql, { hospitalId: principalOf(c).hospitalId, occurrence: visit.occurrence, language, limit: 1 });
    return found?.forms ?? [];
  };
  const draftOf = async (c: Ctx, visit: MyVisit): Promise<Draft | null> => {
    const kept = await ask<{ draft: Draft | null }>(c, 'GET', `${visitApi(visit)}/draft`);
    return kept.ok ? kept.body.draft : null;
  };

  const callOf = async (c: Ctx, { patientId, occurrence }: MyVisit): Promise<VisitCall | null> => {
    const calls = await ask<{ items: (VisitCall & { occurrence: string | null })[] }>(c, 'GET', `/patients/${patientId}/meetings`);
    return calls.ok ? (calls.body.items.find((call) => call.occurrence === occurrence) ?? null) : null;
  };

  const visitPage = (c: Ctx): Page => async (view, visit) => {
    const { hospitalId } = principalOf(c);
    const { occurrence } = visit;
    const [draft, photos, call, record, forms] = await Promise.all([draftOf(c, visit), visitPhotos(deps.sql, hospitalId, occurrence), callOf(c, visit), visitRecord(deps.sql, hospitalId, occurrence), formsOf(c, visit, view.language)]);
    return sendPage(c, <VisitPage view={view} data={{ visit, draft, gaps: draft === null ? [] : gapsOf(forms, draft.answers), record, forms, now: deps.now(), photos, call, needsRecord: visit.record.length > 0, largestPhoto: largestPicture, formKey: newFormKey() }} />);
  };
  const riskPage = (c: Ctx): Page => async (view, visit) => {
    const items = await ask<{ items: RiskItem[] }>(c, 'GET', '/visit-risk/items');
    return sendPage(c, <RiskPage view={view} visit={visit} items={items.ok ? items.body.items : []} formKey={newFormKey()} />);
  };
  const recordPage = (c: Ctx): Page => async (view, visit) =>
    sendPage(c, <RecordPage view={view} visit={visit} forms={await formsOf(c, visit, view.language)} draft={await draftOf(c, visit)} formKey={newFormKey()} />);
  const redeemPage = (c: Ctx): Page => async (view, visit) => sendPage(c, <RedeemPage view={view} visit={visit} formKey={newFormKey()} />);
  const missPage = (c: Ctx): Page => async (view, visit) => sendPage(c, <MissPage view={view} visit={visit} formKey={newFormKey()} />);
  const abnormalPage = (c: Ctx): Page => async (view, visit) => sendPage(c, <AbnormalPage view={view} visit={visit} formKey={newFormKey()} />);

  app.get(path, mine, (c) => show(c, visitPage(c)));
  app.get(`${path}/risk`, mine, (c) => show(c, riskPage(c)));
  app.get(`${path}/record`, mine, async (c) => {
    const visit = await visitOf(c);
    return isOver(visit) ? c.redirect(visitPath(visit), 303) : show(c, recordPage(c));
  });
  app.get(`${path}/redeem`, mine, (c) => show(c, redeemPage(c)));
  app.get(`${path}/miss`, mine, (c) => show(c, missPage(c)));
  app.get(`${path}/abnormal`, mine, (c) => show(c, abnormalPage(c)));

  app.post(`${path}/risk`, mine, async (c) => {
    const visit = await visitOf(c);
    const form = await readForm(c);
    const answers = Object.fromEntries(Object.keys(form).flatMap((name) => (name.startsWith('risk.') ? [[name.slice(5), field(form, name) === 'yes']] : [])));
    const done = await ask(c, 'POST', `${visitApi(visit)}/risk`, { body: { answers }, key: field(form, 'key') });
    return done.ok ? goTo(c, visitPath(visit), 'doneRisk') : show(c, riskPage(c), words(c, done));
  });

  app.post(`${path}/check-in`, mine, async (c) => {
    const visit = await visitOf(c);
    const form = await readForm(c);
    const done = await ask(c, 'POST', `${visitApi(visit)}/check-in`, { body: inTheirPlace(form), key: field(form, 'key') });
    if (!done.ok) return show(c, visitPage(c), words(c, done));
    const [lat, lng, accuracyM] = ['lat', 'lng', 'accuracy'].map((name) => Number(field(form, name) || Number.NaN));
    // The check-in counts without it: a refused or missing location must not keep a nurse at the door.
    if (Number.isFinite(lat) && Number.isFinite(lng)) await ask(c, 'POST', `${visitApi(visit)}/arrival`, { body: { lat, lng, ...(Number.isFinite(accuracyM) ? { accuracyM: Math.round(accuracyM ?? 0) } : {}) }, key: `${field(form, 'key')}-arrival` });
    return goTo(c, visitPath(visit), 'status.checked-in');
  });

  app.post(`${path}/call`, mine, async (c) => {
    const visit = await visitOf(c);
    const done = await ask(c, 'POST', `${visitApi(visit)}/meeting`, { key: field(await readForm(c), 'key') });
    return done.ok ? goTo(c, visitPath(visit), 'callArranged') : show(c, visitPage(c), words(c, done));
  });

  app.post(`${path}/record`, mine, async (c) => {
    const visit = await visitOf(c);
    const form = await readForm(c);
    const answers = answersOf(form, await formsOf(c, visit, 'zh-CN'));
    const done = await ask<{ outcome: 'saved' | 'older' }>(c, 'PUT', `${visitApi(visit)}/draft`, { body: { answers, writtenAt: fromMs(deps.now()), basedOn: field(form, 'basedOn') || null } });
    if (!done.ok) return show(c, recordPage(c), words(c, done));
    return done.body.outcome === 'saved' ? goTo(c, visitPath(visit), 'saved') : show(c, recordPage(c), speaker(nurseTexts, languageOf(c))('recordOlder'));
  });

  app.post(`${path}/upload`, mine, async (c) => {
    const visit = await visitOf(c);
    try {
      await takePhoto(c, deps, visit);
      return goTo(c, visitPath(visit), 'donePhoto');
    } catch (error) {
      if (error instanceof Problem) return show(c, visitPage(c), photoWords(error, languageOf(c)));
      throw error;
    }
  });

  app.post(`${path}/redeem`, mine, async (c) => {
    const visit = await visitOf(c);
    const form = await readForm(c);
    const [how, note] = [field(form, 'how'), field(form, 'note')];
    const body = how === 'exception' ? { how, reason: field(form, 'reason'), ...(note ? { note } : {}) } : { how: how === 'scan' ? 'scan' : 'code', code: field(form, 'code') };
    const done = await ask(c, 'POST', `${visitApi(visit)}/redeem`, { body: { ...body, ...inTheirPlace(form) }, key: field(form, 'key') });
    return done.ok ? goTo(c, visitPath(visit), isOver(visit) ? 'doneRedeemLate' : 'doneRedeem') : show(c, redeemPage(c), words(c, done));
  });

  app.post(`${path}/complete`, mine, async (c) => {
    const visit = await visitOf(c);
    const form = await readForm(c);
    const { hospitalId } = principalOf(c);
    const [draft, photos] = await Promise.all([draftOf(c, visit), visitPhotos(deps.sql, hospitalId, visit.occurrence)]);
    const done = await ask(c, 'POST', `${visitApi(visit)}/complete`, { body: { record: draft?.answers ?? {}, photos: photos.map(({ id }) => id), ...inTheirPlace(form) }, key: field(form, 'key') });
    if (!done.ok) return show(c, visitPage(c), words(c, done));
    await removeDraft(deps.sql, hospitalId, visit.occurrence);
    return goTo(c, '/nurse/', 'completed');
  });

  app.post(`${path}/miss`, mine, async (c) => {
    const visit = await visitOf(c);
    const form = await readForm(c);
    const done = await ask(c, 'POST', `${visitApi(visit)}/miss`, { body: { reason: field(form, 'reason'), ...inTheirPlace(form) }, key: field(form, 'key') });
    return done.ok ? goTo(c, '/nurse/', 'doneMiss') : show(c, missPage(c), words(c, done));
  });

  app.post(`${path}/abnormal`, mine, async (c) => {
    const visit = await visitOf(c);
    const form = await readForm(c);
    const done = await ask(c, 'POST', `/episodes/${visit.episodeId}/escalations`, { body: { level: field(form, 'level'), reason: field(form, 'what') }, key: field(form, 'key') });
    return done.ok ? goTo(c, visitPath(visit), 'doneAbnormal') : show(c, abnormalPage(c), words(c, done));
  });
  return app;
}
