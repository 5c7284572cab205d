/** The whole HTTP API, as a value: tests call `app.request(...)`, `server.ts` listens. A route parses, makes one call, replies. */
import type { OpenAPIHono } from '@hono/zod-openapi';
import { bodyLimit } from 'hono/body-limit';
import { compress } from 'hono/compress';
import { requestId } from 'hono/request-id';
import { doorway } from './at-the-door.js';
import { authenticate } from './auth.js';
import { browserSessions } from './browser-session.js';
import { createDenialLog } from './denials.js';
import type { ApiDeps } from './deps.js';
import { bareByDefault } from './edge/bare-by-default.js';
import { safeHeaders } from './edge/safe-headers.js';
import type { Env } from './env.js';
import { recordLooks } from './looks.js';
import { ownApi } from './own-api.js';
import { noRoute, writtenOutFirst } from './methods.js';
import { observe } from './observe.js';
import { answerProblem } from './problem-page.js';
import { Problem, toProblem } from './problem.js';
import { limitRates } from './rate-limit.js';
import { router } from './router.js';
import { shedLoad } from './shed.js';
import { signInCounter } from './sign-in-counter.js';
import { careTeamRoutes } from './routes/care-teams.js';
import { changeRoutes } from './routes/changes.js';
import { chartActRoutes } from './routes/chart-acts.js';
import { chartRoutes } from './routes/chart.js';
import { bulkRoutes } from './routes/bulk.js';
import { caseWorkRoutes } from './routes/case-work.js';
import { assessmentRoutes } from './routes/assessments.js';
import { careCommandRoutes } from './routes/commands-care.js';
import { clipRoutes } from './routes/clips.js';
import { codecRoutes } from './routes/codec.js';
import { staffCommandRoutes } from './routes/commands-staff.js';
import { consentRoutes } from './routes/consents.js';
import { contactRoutes } from './routes/contacts.js';
import { dischargeInboxRoutes } from './routes/discharge-inbox.js';
import { dischargeRoutes } from './routes/discharges.js';
import { mountDocs } from './routes/docs.js';
import { duplicateRoutes } from './routes/duplicates.js';
import { downtimeRoutes } from './routes/downtime.js';
import { explainRoutes } from './routes/explain.js';
import { fileRoutes } from './routes/files.js';
import { handoverRoutes } from './routes/handovers.js';
import { healthRoutes } from './routes/health.js';
import { inquiryRoutes } from './routes/inquiries.js';
import { launchSheetRoutes } from './routes/launch-sheet.js';
import { launchRoutes } from './routes/launch.js';
import { nurseDayRoutes } from './routes/nurse-pages/day.js';
import { nurseVisitRoutes } from './routes/nurse-pages/visit.js';
import { draftRoutes } from './routes/drafts.js';
import { draftTrialRoutes } from './routes/draft-trials.js';
import { packageCatalogueRoutes } from './routes/package-catalogue.js';
import { meetingRoutes } from './routes/meetings.js';
import { packageRoutes } from './routes/packages.js';
import { pageRoutes } from './routes/pages.js';
import { photoRoutes } from './routes/photos.js';
import { patientAccessRoutes } from './routes/patient-access.js';
import { patientPages } from './routes/patient-pages.js';
import { patientRoutes } from './routes/patients.js';
import { readingRoutes } from './routes/reading.js';
import { providerSignIn } from './routes/provider-sign-in.js';
import { rosterRoutes } from './routes/roster.js';
import { searchRoutes } from './routes/search.js';
import { sessionRoutes } from './routes/session.js';
import { signInCodeRoutes } from './routes/sign-in-code.js';
import { taskRoutes } from './routes/tasks.js';
import { trainingRoutes } from './routes/training.js';
import { visitDraftRoutes } from './routes/visit-drafts.js';
import { myAccountRoutes } from './routes/my-account.js';
import { mySecondFactorRoutes } from './routes/my-second-factor.js';
import { myVisitRoutes } from './routes/my-visits.js';
import { staffRoutes } from './routes/staff.js';
import { visitRoutes } from './routes/visits.js';
import { visitSafetyRoutes } from './routes/visit-safety.js';
import { waitlistRoutes } from './routes/waitlist.js';
import { webRoutes } from './routes/web.js';
import { webhookRoutes } from './routes/webhooks.js';
import { entitlementRoutes } from './routes/entitlements.js';
import { operationRoutes } from './routes/operations.js';
import { reviewRoutes } from './routes/review.js';
import { orderRoutes } from './routes/orders.js';
import { priceRoutes } from './routes/prices.js';
import { refundRoutes } from './routes/refunds.js';
import { takingsRoutes } from './routes/takings.js';
import { wechatPayWebhook } from './routes/wechat-pay-webhook.js';
import { worklistRoutes } from './routes/worklist.js';

const largestJson = 5 * 1024 * 1024;
/** What goes through a workflow: Temporal refuses a payload of 2 MB, and a history holds many (docs/reliability.md). By convention (C). */
const largestCommand = 256 * 1024;
const commands = /^\/episodes\/[^/]+\/./;
const largestImport = 20 * 1024 * 1024;
const imports = /^\/discharges\/import$/;
/** What screens read in bulk. Patients' pages stay as they are: they hold secrets beside what a stranger may write (BREACH). */
const lists = /^(application\/(problem[+])?json|text\/css)\b/;
/** These count for themselves while they stream (files/intake.ts): the limit below would hold a chunked body in memory. */
const uploads = /^\/(files|patients\/[^/]+\/files|(p|nurse)\/(.+\/)?upload)$/;

/** Whoever comes here is not known yet: these find out themselves whose hospital it is. */
const answersStrangers = ['/webhooks/*', '/p', '/p/*', '/sign-in', '/sign-in/code'];

export function buildApp(deps: ApiDeps): OpenAPIHono<Env> {
  const app = router();
  const logDenial = createDenialLog(deps);
  app.onError(async (error, c) => {
    const problem = toProblem(error);
    await logDenial(c, problem.code).catch((failure: unknown) => deps.log.error({ requestId: c.get('requestId'), error: String(failure) }, 'a denial could not be written down'));
    if (problem.code === 'internal' || problem.code === 'file-store-unavailable') deps.log.error({ requestId: c.get('requestId'), path: c.req.routePath, error: error instanceof Error ? error.stack : String(error) }, 'unexpected error');
    return answerProblem(c, problem);
  });
  app.notFound((c) => answerProblem(c, noRoute(app, c.req.method, c.req.path)));
  app.use(requestId(), safeHeaders(), bareByDefault, observe(deps.metrics));
  const inBulk = compress({ encoding: 'gzip', contentTypeFilter: lists });
  app.use((c, next) => (c.req.method === 'GET' ? inBulk(c, next) : next())); // what a change answers is short
  app.use(shedLoad());
  const limit = (maxSize: number) =>
    bodyLimit({ maxSize, onError: () => { throw new Problem('too-large', `The body is larger than ${maxSize < 1024 * 1024 ? `${maxSize / 1024} KB` : `${maxSize / 1024 / 1024} MB`}; send less at once.`); } });
  const [ofJson, ofImport, ofCommand] = [limit(largestJson), limit(largestImport), limit(largestCommand)];
  app.use((c, next) => (c.req.method === 'POST' && uploads.test(c.req.path) ? next() : imports.test(c.req.path) ? ofImport(c, next) : commands.test(c.req.path) ? ofCommand(c, next) : ofJson(c, next)));
  app.use(authenticate(deps.sql, deps.publicUrl, deps.temporalUi));
  for (const path of answersStrangers) app.use(path, doorway);
  app.on('POST', ['/session', '/session/code'], doorway);
  app.use(limitRates(deps), writtenOutFirst(() => app), recordLooks(deps));
  const sessions = browserSessions(deps);
  const countTry = signInCounter(deps.now);
  const desk = { deps, ask: ownApi(() => app) };
  for (const routes of [
    healthRoutes(deps),
    webRoutes(deps),
    sessionRoutes(deps, sessions, countTry),
    signInCodeRoutes(deps, sessions, countTry),
    myAccountRoutes(deps, sessions, countTry),
    mySecondFactorRoutes(deps, sessions, countTry),
    providerSignIn(deps, sessions),
    pageRoutes(deps),
    dischargeRoutes(deps),
    dischargeInboxRoutes(deps),
    assessmentRoutes(deps),
    careTeamRoutes(deps),
    launchSheetRoutes(deps),
    launchRoutes(deps),
    priceRoutes(deps),
    orderRoutes(deps),
    refundRoutes(deps),
    entitlementRoutes(deps),
    takingsRoutes(deps),
    wechatPayWebhook(deps),
    searchRoutes(deps),
    duplicateRoutes(deps),
    consentRoutes(deps),
    contactRoutes(deps),
    readingRoutes(deps),
    careCommandRoutes(deps),
    staffCommandRoutes(deps),
    worklistRoutes(deps),
    caseWorkRoutes(deps),
    handoverRoutes(deps),
    bulkRoutes(deps),
    downtimeRoutes(deps),
    rosterRoutes(deps),
    packageRoutes(deps),
    packageCatalogueRoutes(deps),
    draftRoutes(deps),
    draftTrialRoutes(deps),
    operationRoutes(deps),
    reviewRoutes(deps),
    patientRoutes(deps),
    webhookRoutes(deps),
    explainRoutes(deps),
    codecRoutes(deps),
    taskRoutes(deps),
    visitRoutes(deps),
    myVisitRoutes(deps),
    staffRoutes(deps),
    waitlistRoutes(deps),
    visitSafetyRoutes(deps),
    trainingRoutes(deps),
    visitDraftRoutes(deps),
    clipRoutes(deps),
    nurseDayRoutes(desk),
    nurseVisitRoutes(desk),
    fileRoutes(deps),
    photoRoutes(deps),
    meetingRoutes(deps),
    changeRoutes(deps),
    chartRoutes(deps),
    chartActRoutes(deps),
    patientAccessRoutes(deps),
    inquiryRoutes(deps),
    patientPages(deps),
  ]) {
    app.route('/', routes);
  }
  mountDocs(app);
  return app;
}
