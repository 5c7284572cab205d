/** Records, entitlements, badges, and the code that the nurse scans at the door. For the patient alone, the code apart. */
import { knownCode } from '../../../db/patient-access/codes.js';
import { redemptionToken } from '../../../db/patient-access/redemption-token.js';
import type { PageEpisode } from '../../../db/read-models/patient-page.js';
import { answeredSteps, patientAnswers, patientBadges, patientReadings, patientUnits } from '../../../db/read-models/patient-records.js';
import { serviceLabel } from '../../../pathways/entitlements/service-label.js';
import { fromMs, toMs } from '../../../pathways/time.js';
import { BadgesPage, QrPage, RecordsPage, UnitsPage, type AnswerRecord, type ReadingRecord } from '../../../web/patient/OwnPages.js';
import type { Say } from '../../../web/patient/shell.js';
import { sendPage } from '../../../web/phone/page.js';
import type { ApiDeps } from '../../deps.js';
import { readingTitle } from './care.js';
import { badgesOf } from './badges.js';
import { careOf, personOf } from './context.js';
import { pageRoutes } from './guard.js';
import { labelOf } from './labels.js';
import { picturesOf } from './pictures.js';
import { answerWords } from './questions.js';

const ownOnly = { ownOnly: true };

export function ownRoutes(deps: ApiDeps) {
  const { sql, crypt, now } = deps;
  const { app, get } = pageRoutes(deps);

  get('/p/records', async (c, visitor) => {
    const { patient, view } = visitor;
    const { episodes } = await careOf(deps, visitor);
    const answers = (await patientAnswers(sql, patient)).flatMap((row): AnswerRecord[] => {
      const episode = episodes.find(({ episodeId }) => episodeId === row.episodeId);
      return episode ? [{ at: row.at, by: row.answeredBy, ...saidIn(episode, row.answers, view.t) }] : [];
    });
    const readings = (await patientReadings(sql, patient)).sort((a, b) => (a.at < b.at ? 1 : -1)).map(({ episodeId, kind, at, vals, plausible }): ReadingRecord => {
      const episode = episodes.find((one) => one.episodeId === episodeId);
      const of = episode?.plan.readings[kind];
      const units = Object.values(of?.components ?? {}).map(({ unit }) => unit);
      return { at, label: episode ? readingTitle(episode, kind, episode.plan.steps.find((step) => step.kind === 'reading' && step.reading === kind)?.label ?? '') : '', value: `${Object.values(vals).join('/')} ${units[0] ?? ''}`.trim(), plausible };
    });
    return sendPage(c, RecordsPage({ view, answers, readings, files: await picturesOf(deps, visitor) }));
  }, ownOnly);

  get('/p/units', async (c, visitor) => {
    const { episodes } = await careOf(deps, visitor);
    const units = await patientUnits(sql, visitor.patient);
    const named = (episode: PageEpisode, service: string): string => episode.say(serviceLabel(episode.plan, service) ?? undefined) || service;
    const packages = episodes.map((episode) => ({ title: episode.title, units: units.filter(({ episodeId }) => episodeId === episode.episodeId).map((row) => ({ ...row, service: named(episode, row.service) })) }));
    return sendPage(c, UnitsPage({ view: visitor.view, packages }));
  }, ownOnly);

  get('/p/badges', async (c, visitor) => {
    const { patient, view } = visitor;
    const { items } = await careOf(deps, visitor);
    const badges = badgesOf(items, await patientBadges(sql, patient), await answeredSteps(sql, patient), ({ episode, step }) => labelOf(episode, step, patient.consents, view.t('listed')));
    return sendPage(c, BadgesPage({ view, badges }));
  }, ownOnly);

  get('/p/qr', async (c, visitor) => {
    const at = now();
    const { token, expiresAt } = redemptionToken(crypt, visitor.session.patientId, fromMs(at));
    return sendPage(c, QrPage({ view: visitor.view, token, minutes: Math.floor((toMs(expiresAt) - at) / 60_000), code: await knownCode(sql, crypt, personOf(visitor)) }));
  });
  return app;
}

function saidIn(episode: PageEpisode, answers: Record<string, Record<string, string | boolean | string[]>>, t: Say): { title: string; pairs: { question: string; answer: string }[] } {
  const titles = Object.keys(answers).map((form) => episode.say(episode.meta.forms[form]?.title)).filter((title) => title !== '');
  const pairs = Object.entries(answers).flatMap(([form, values]) => Object.entries(values).flatMap(([id, value]) => {
    const question = episode.plan.forms[form]?.questions.find((q) => q.id === id);
    const words = episode.say(episode.meta.forms[form]?.questions[id]?.text);
    const answer = question && words ? answerWords({ episode }, form, question, value, t) : null;
    return answer === null ? [] : [{ question: words, answer }];
  }));
  return { title: titles.join(t('listed')), pairs };
}
