/** Readings, pictures, things to read and to tick. */
import type { PageEpisode, PageItem } from '../../../db/read-models/patient-page.js';
import { isDecimal, isWithin } from '../../../pathways/engine/decimal.js';
import type { ReadingKind } from '../../../pathways/engine/plan.js';
import { addressed } from '../../../pathways/people/courtesy.js';
import { addHours } from '../../../pathways/time.js';
import { largestClip, largestPicture } from '../../../files/kinds.js';
import { ArticlePage, LearnPage, ReadingPage, ReadingsPage, UploadPage, type Article, type ReadingField } from '../../../web/patient/CarePages.js';
import type { Say } from '../../../web/patient/shell.js';
import { sendPage } from '../../../web/phone/page.js';
import { submitAs } from '../../commands.js';
import type { ApiDeps } from '../../deps.js';
import { serveFile } from '../../serve-file.js';
import { careOf, once, senderOf, type Visitor } from './context.js';
import { notFound, pageRoutes, saidOf, type C, type Fields } from './guard.js';
import { picturesOf, viewerOf } from './pictures.js';
import { receiveUpload } from './receive-upload.js';

const most = { photo: largestPicture, xray: largestPicture, clip: largestClip } as const;
/** Hours ago that the form offers. */
const agos = ['0', '1', '3', '6', '12'];

/** A kind of reading without a title of its own is called as the step that asks for it. */
export const readingTitle = ({ say, meta }: PageEpisode, kind: string, label: string): string => say(meta.readings[kind]?.title) || say(label);

/** Values that a plan names without wording are said as on the device. */
const onDevices = ['systolic', 'diastolic', 'pulse'] as const;
/** In the order in which devices show and people say them. */
const placeOn = (id: string): number => onDevices.findIndex((name) => name === id);
function componentWords({ say, meta }: PageEpisode, kind: string, id: string, t: Say): string {
  const known = onDevices.find((name) => name === id);
  return say(meta.readings[kind]?.components[id]?.label) || (known ? t(`component_${known}`) : '');
}

type Kind = { episode: PageEpisode; kind: ReadingKind; title: string };

/** One of each kind: intake hands a value on to every package that asks for it. */
function kindsOf(episodes: PageEpisode[]): Kind[] {
  const found = new Map<string, Kind>();
  for (const episode of episodes.filter(({ running }) => running)) {
    for (const step of episode.plan.steps) {
      const kind = step.kind === 'reading' ? episode.plan.readings[step.reading] : undefined;
      if (kind && !found.has(kind.id)) found.set(kind.id, { episode, kind, title: readingTitle(episode, kind.id, step.label) });
    }
  }
  return [...found.values()];
}

export function careRoutes(deps: ApiDeps) {
  const { sql } = deps;
  const { app, get, post, upload } = pageRoutes(deps);
  const kindOf = async (c: C, visitor: Visitor): Promise<Kind | null> => kindsOf((await careOf(deps, visitor)).episodes).find(({ kind }) => kind.id === c.req.param('kind')) ?? null;

  const fieldsFor = ({ episode, kind }: Kind, { view: { t } }: Visitor, given: Fields | null): ReadingField[] =>
    Object.entries(kind.components).sort(([a], [b]) => placeOn(a) - placeOn(b)).map(([id, { unit, min, max, decimals }]) =>
      ({ id, label: componentWords(episode, kind.id, id, t), unit, min, max, decimals, value: (given?.one(`value.${id}`) ?? '').normalize('NFKC').replace('，', '.').replace(',', '.').trim() }));
  const showReading = (c: C, { view }: Visitor, of: Kind, fields: ReadingField[], more: { problem?: string; odd?: string[]; ago?: string }) =>
    sendPage(c, ReadingPage({ view: { ...view, problem: more.problem ?? null }, action: `/p/reading/${of.kind.id}`, title: of.title, fields, odd: more.odd ?? [], ago: more.ago ?? '0' }), more.problem || more.odd?.length ? 422 : 200);

  get('/p/reading', async (c, visitor) => {
    const kinds = kindsOf((await careOf(deps, visitor)).episodes);
    return sendPage(c, ReadingsPage({ view: visitor.view, kinds: kinds.map(({ kind, title }) => ({ href: `/p/reading/${kind.id}`, title })) }));
  });
  get('/p/reading/:kind', async (c, visitor) => {
    const of = await kindOf(c, visitor);
    return of ? showReading(c, visitor, of, fieldsFor(of, visitor, null), {}) : notFound(c, visitor);
  });
  post('/p/reading/:kind', async (c, visitor, given) => {
    const of = await kindOf(c, visitor);
    if (!of) return notFound(c, visitor);
    const { view } = visitor;
    const fields = fieldsFor(of, visitor, given);
    const ago = agos.find((hours) => hours === given.one('ago')) ?? '0';
    const unread = fields.find(({ value }) => !isDecimal(value));
    if (unread) return showReading(c, visitor, of, fields, { problem: view.t('about', { what: unread.label || of.title, of: view.t('readingNumber', { example: unread.min }) }), ago });
    const odd = fields.filter((field) => !isWithin(field.value, field)).map(({ label, value, unit }) => view.t('readingOdd', { label: label || of.title, value, unit }));
    if (odd.length > 0 && given.one('sure') !== 'yes') return showReading(c, visitor, of, fields, { odd, ago });
    const { csrf: _, ...said } = given.plain;
    const location = await once(deps, visitor, { ...said, key: given.one('key') }, async (wallAt, key) => {
      const [clock] = await sql<{ at: string }[]>`select episode_of(clock, ${wallAt}::timestamptz)::timestamptz(3) as at from episode where id = ${of.episode.episodeId}`;
      const measuredAt = addHours(clock?.at ?? of.episode.now, -Number(ago));
      await submitAs(deps, senderOf(visitor, key), { episodeId: of.episode.episodeId, kind: 'reading-received', input: { reading: of.kind.id, values: Object.fromEntries(fields.map(({ id, value }) => [id, value])), measuredAt } });
      return `/p/sent/${key}`;
    });
    return c.redirect(location, 303);
  });

  get('/p/upload', async (c, visitor) => {
    const kind = (['photo', 'clip', 'xray'] as const).find((one) => one === c.req.query('kind')) ?? null;
    return sendPage(c, UploadPage({ view: { ...visitor.view, said: saidOf(c, visitor, ['uploadDone']) }, kind, files: kind === null ? await picturesOf(deps, visitor) : [], most, agreed: visitor.patient.consents.photos }));
  });
  upload('/p/upload', async (c, visitor, ours) => {
    const received = await receiveUpload(c, deps, visitor, ours, () => ({ kind: null, episodeId: null, occurrence: null }));
    switch (received.outcome) {
      case 'replied':
        return received.reply;
      case 'kept':
        return c.redirect('/p/upload?said=uploadDone', 303);
      case 'empty':
      case 'refused':
        return sendPage(c, UploadPage({ view: { ...visitor.view, problem: received.problem }, kind: received.kind, files: [], most, agreed: visitor.patient.consents.photos }), 422);
    }
  });
  get('/p/files/:id{[0-9a-f-]{36}}', (c, visitor) => serveFile(c, deps, viewerOf(visitor), c.req.param('id') ?? '', 'whole'));
  get('/p/files/:id{[0-9a-f-]{36}}/thumb', (c, visitor) => serveFile(c, deps, viewerOf(visitor), c.req.param('id') ?? '', 'thumb'));

  const articleOf = (item: PageItem, visitor: Visitor): Article[] => {
    const { step, episode, ref, dueAt, status } = item;
    if (step.kind !== 'message' || (status !== 'open' && status !== 'completed')) return [];
    const { patient, view } = visitor;
    const text = episode.say(step.text).replaceAll('{surname}', addressed(patient.familyName, patient.sex, view.language)).replaceAll('{phone}', view.phone ?? '').replaceAll('{entry}', patient.hospital.entry).replaceAll(/\{\w+\}/g, '');
    return [{ href: `/p/learn/${ref}`, label: episode.say(step.label), at: dueAt, text, tick: !step.tick ? null : status === 'open' ? 'open' : 'done' }];
  };
  get('/p/learn', async (c, visitor) => {
    const { items } = await careOf(deps, visitor);
    return sendPage(c, LearnPage({ view: visitor.view, articles: items.flatMap((item) => articleOf(item, visitor)).reverse().slice(0, 40) }));
  });
  get('/p/learn/:ref', async (c, visitor) => {
    const { items } = await careOf(deps, visitor);
    const item = items.find(({ ref }) => ref === c.req.param('ref'));
    const [article] = item ? articleOf(item, visitor) : [];
    return article ? sendPage(c, ArticlePage({ view: { ...visitor.view, said: saidOf(c, visitor, ['tickDone']) }, article })) : notFound(c, visitor);
  });
  post('/p/learn/:ref/tick', async (c, visitor, fields) => {
    const { items } = await careOf(deps, visitor);
    const item = items.find(({ ref, step }) => ref === c.req.param('ref') && step.kind === 'message' && step.tick);
    if (!item) return notFound(c, visitor);
    const location = await once(deps, visitor, { key: fields.one('key'), item: item.ref }, async (_at, key) => {
      if (item.status === 'open') await submitAs(deps, senderOf(visitor, key), { episodeId: item.episodeId, kind: 'step-ticked', input: { occurrence: item.occurrence } });
      return '/p/home?said=tickDone';
    });
    return c.redirect(location, 303);
  });
  return app;
}
