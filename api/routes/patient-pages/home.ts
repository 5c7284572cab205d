/** `/p/home` and `/p/ahead`: what is to do and what comes, in plain words, as the engine itself sees it. */
import { ratingsOf } from '../../../db/inquiries/rating.js';
import { inquiriesOfPerson } from '../../../db/read-models/inquiry-list.js';
import { comingUp, promisedCalls, type Ahead, type PageEpisode, type PageItem } from '../../../db/read-models/patient-page.js';
import type { Step } from '../../../pathways/engine/plan.js';
import { addHours, addLocalDays, fromMs, localDateOf } from '../../../pathways/time.js';
import { AheadPage, HomePage, type Coming, type Todo, type Unbooked } from '../../../web/patient/HomePage.js';
import type { PatientView } from '../../../web/patient/shell.js';
import { wholeName } from '../../../pathways/people/whole-name.js';
import { windowDays } from '../../../pathways/visits/window-days.js';
import { sendPage } from '../../../web/phone/page.js';
import { sayClock, sayDay, sayMoment, saySpan } from '../../../web/phone/when.js';
import type { ApiDeps } from '../../deps.js';
import { patientMeetings } from '../../meetings.js';
import { callPath } from './calls.js';
import { readingTitle } from './care.js';
import { careOf, personOf, type Care, type Visitor } from './context.js';
import { pageRoutes, saidOf } from './guard.js';
import { isAsked, labelOf } from './labels.js';
import { newComments } from './pictures.js';
import { questionsOf } from './questions.js';
import { isRateable } from './visits.js';

/** Conventions (C) of the first screen: visits without a time show this long ahead and so many at once; booked ones stand first so many hours before; so many lines of what comes. */
const bookAheadDays = 7;
const shownToBook = 2;
const soonHours = 36;
const shownAhead = 6;
/** Questions an elderly person answers in a minute. C. */
const questionsAMinute = 4;

const visitKeys = { home: 'kindVisitHome', online: 'kindVisitOnline', clinic: 'kindVisitClinic' } as const;

function todoOf(item: PageItem, { view: { t, language, zone }, patient: { consents } }: Visitor): Todo[] {
  const { step, status, episode, ref, dueAt, slot } = item;
  const label = labelOf(episode, step, consents, t('listed'));
  const since = item.overdue || localDateOf(dueAt, zone) < localDateOf(episode.now, zone) ? t('overdueSince', { when: sayDay(dueAt, language, zone) }) : null;
  switch (step.kind) {
    case 'form': {
      if (status !== 'open') return [];
      const count = questionsOf(item, {}, consents).length;
      if (count === 0 && !isAsked(episode, step, consents)) return [];
      const note = t('todoFormNote', { count, minutes: Math.max(1, Math.round(count / questionsAMinute)) });
      return [{ href: `/p/f/${ref}`, title: t('todoForm', { label }), note: since ? `${note} · ${since}` : note, urgent: since !== null }];
    }
    case 'reading':
      return status === 'open' ? [{ href: `/p/reading/${step.reading}`, title: t('todoReading', { label: readingTitle(episode, step.reading, step.label) }), note: since, urgent: since !== null }] : [];
    case 'message':
      return status === 'open' && step.tick ? [{ href: `/p/learn/${ref}`, title: t('todoTick', { label }), note: since, urgent: false }] : [];
    case 'visit': {
      if (status === 'planned') {
        const soon = item.windowFrom <= addLocalDays(episode.now, bookAheadDays, zone);
        return soon ? [{ href: `/p/visits/${ref}`, title: t('todoBook', { label }), note: t('todoBookNote', sayWindow(item, language, zone)), urgent: false }] : [];
      }
      return isSoon(item) && slot !== null ? [{ href: '/p/visits', title: t(visitKeys[step.place], { label }), note: t('visitBooked', { when: `${sayDay(slot.from, language, zone)} ${saySpan(slot.from, slot.until, language, zone)}` }), urgent: false }] : [];
    }
    case 'call':
    case 'task':
      return [];
  }
}

/** Somebody is coming, and today or tomorrow: that stands first. */
const isSoon = ({ step, status, slot, episode }: PageItem): boolean => step.kind === 'visit' && status === 'booked' && slot !== null && slot.from <= addHours(episode.now, soonHours);
/** What must be done comes before what may be chosen. */
const order: Record<Step['kind'], number> = { form: 0, reading: 1, message: 2, visit: 3, call: 4, task: 5 };
const placeOf = (item: PageItem): number => (isSoon(item) ? -1 : order[item.step.kind]);

/** Answers go to every package that asks for them, so a form that another open one contains is not shown a second time. */
function withoutRepeats(items: PageItem[]): PageItem[] {
  const open = items.filter(({ step, status }) => step.kind === 'form' && status === 'open');
  const forms = ({ step }: PageItem): string[] => (step.kind === 'form' ? step.forms : []);
  const contained = (item: PageItem): boolean =>
    open.some((other) => other !== item && forms(item).every((id) => forms(other).includes(id)) && (forms(other).length > forms(item).length || other.occurrence < item.occurrence));
  return items.filter((item) => !open.includes(item) || !contained(item));
}

function todosOf(items: PageItem[], visitor: Visitor): Todo[] {
  const sorted = withoutRepeats(items).sort((a, b) => placeOf(a) - placeOf(b));
  const toBook = sorted.filter(({ step, status }) => step.kind === 'visit' && status === 'planned').slice(0, shownToBook);
  return sorted.filter((item) => item.step.kind !== 'visit' || item.status !== 'planned' || toBook.includes(item)).flatMap((item) => todoOf(item, visitor));
}

/** Two packages that plan the same for the same time say it once. */
const once = <T extends { what: string }>(coming: T[], when: (one: T) => string): T[] => [...new Map(coming.map((item) => [`${when(item)} ${item.what}`, item])).values()];

/** What has its time, and visits whose time nobody has chosen: a day for those would be a promise that nobody made. */
function aheadFor({ view: { t, language, zone }, patient: { consents } }: Visitor, ahead: Ahead[]): { coming: Coming[]; unbooked: Unbooked[] } {
  const asked = ahead.filter(({ episode, step }) => isAsked(episode, step, consents));
  const words = ({ step, episode }: Ahead): string => {
    const keys = { form: 'kindForm', call: 'kindCall', reading: 'kindReading', message: 'kindMessage' } as const;
    return t(step.kind === 'visit' ? visitKeys[step.place] : keys[step.kind], { label: labelOf(episode, step, consents, t('listed')) });
  };
  const open = ({ step, slot }: Ahead): boolean => step.kind === 'visit' && slot === null;
  return {
    coming: once(asked.filter((one) => !open(one)).map((one) => ({ at: one.slot?.from ?? one.at, what: words(one) })), ({ at }) => at),
    unbooked: once(asked.filter(open).map((one) => ({ what: words(one), window: t('windowWords', sayWindow(one, language, zone)) })), ({ window }) => window),
  };
}

const sayWindow = (of: { windowFrom: string; windowUntil: string }, language: PatientView['language'], zone: string): { from: string; until: string } => {
  const { from, until } = windowDays(of);
  return { from: sayDay(from, language, zone), until: sayDay(until, language, zone) };
};

export function homeRoutes(deps: ApiDeps) {
  const { sql, crypt } = deps;
  const { app, get } = pageRoutes(deps);

  /** By the clock of the care; by the wall when none runs. */
  const todayOf = (running: PageEpisode[]): string => running[0]?.now ?? fromMs(deps.now());

  /** What the hospital said stands before what is to do; what nobody must do stands after it. */
  async function extras(visitor: Visitor, { items }: Care): Promise<{ news: Todo[]; wishes: Todo[] }> {
    const { view, patient } = visitor;
    const answered = (await inquiriesOfPerson(sql, crypt, personOf(visitor))).filter(({ state }) => state === 'answered');
    const rated = new Set((await ratingsOf(sql, crypt, patient.hospitalId, patient.patientId)).map(({ occurrence }) => occurrence));
    const calls = (await patientMeetings(deps, patient)).filter(({ open }) => open);
    const toRate = items.filter((item) => isRateable(item) && !rated.has(item.occurrence));
    const [comment] = await newComments(deps, visitor);
    return {
      news: [
        ...calls.map((call): Todo => ({ href: callPath(call), title: view.t('callNow'), note: view.t('until', { when: sayClock(call.closesAt, view.language, view.zone) }), urgent: true })),
        ...(comment ? [{ href: `/p/upload#file-${comment.fileId}`, title: view.t('todoClipComment'), note: comment.text.slice(0, 30), urgent: false }] : []),
        ...answered.map(({ inquiryId, text }): Todo => ({ href: `/p/ask/${inquiryId}`, title: view.t('todoAnswer'), note: text.slice(0, 30), urgent: true })),
      ],
      wishes: toRate.map((item): Todo => ({ href: `/p/visits/${item.ref}/rate`, title: view.t('todoRate', { label: item.episode.say(item.step.label) }), note: sayDay(item.slot?.from ?? item.dueAt, view.language, view.zone), urgent: false })),
    };
  }

  get('/p/home', async (c, visitor) => {
    const { view, patient } = visitor;
    const care = await careOf(deps, visitor);
    const running = care.episodes.filter((episode) => episode.running);
    const todos = todosOf(care.items.filter(({ episode }) => episode.running), visitor);
    const today = todayOf(running);
    const { news, wishes } = await extras(visitor, care);
    const promised = (await promisedCalls(sql, patient)).filter(({ contacted }) => !contacted).map(({ contactBy, late }) => view.t(late ? 'promisedLate' : 'promised', { when: sayMoment(contactBy, view.language, view.zone) }));
    const { coming, unbooked } = aheadFor(visitor, await comingUp(sql, care.episodes));
    const note = patient.died ? view.t('diedWords') : running.length === 0 && care.episodes.length > 0 ? view.t('endedWords') : null;
    const said = saidOf(c, visitor, ['readingDone', 'uploadDone', 'tickDone', 'rateDone', 'rateDoneLow', 'awayDone', 'quietDone']);
    return sendPage(c, HomePage({
      view: { ...view, said }, name: wholeName(patient), today, promised: promised.slice(0, 1), note,
      todos: patient.died ? [] : [...news, ...todos, ...wishes], coming: patient.died ? [] : coming.slice(0, shownAhead), unbooked: patient.died ? [] : unbooked.slice(0, shownToBook),
    }));
  });
  get('/p/ahead', async (c, visitor) => {
    const { episodes } = await careOf(deps, visitor);
    return sendPage(c, AheadPage({ view: visitor.view, ...(visitor.patient.died ? { coming: [], unbooked: [] } : aheadFor(visitor, await comingUp(sql, episodes))) }));
  });
  return app;
}
