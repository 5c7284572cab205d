/** Drafts of packages: begin, edit, override a number with a reason, discard. What an edit would do is asked in draft-trials.ts. */
import { createRoute, z } from '@hono/zod-openapi';
import { discardDraft, findDraft, saveDraft, startDraft, type Draft, type Saved } from '../../db/drafts.js';
import { draftPage } from '../../db/read-models/draft-page.js';
import { overrideParameter } from '../../pathways/schema/drafting/override.js';
import { needs } from '../auth.js';
import type { ApiDeps } from '../deps.js';
import { principalOf, type Database } from '../env.js';
import { idempotent } from '../idempotency.js';
import { DraftItem, FileItem } from '../package-rows.js';
import { Problem } from '../problem.js';
import { router } from '../router.js';
import { IdempotencyHeader, json, jsonBody, Ordinal, refusals, Uuid, trimmed } from '../schemas.js';
import { numberOf } from '../compiled-drafts.js';

export const DraftParam = z.object({ draftId: Uuid });
const revision = Ordinal;
/** All files of a draft together; a package with its stories has a quarter of that. */
const largestDraft = 2_000_000;
export const Files = z.array(FileItem).min(1).max(300).refine((files) => files.reduce((sum, { text }) => sum + text.length, 0) <= largestDraft, 'is larger than 2 MB in all');
const Revision = z.object({ revision }).openapi('DraftRevision');

export async function mustFindDraft(sql: Database, hospitalId: string, draftId: string): Promise<Draft> {
  const draft = await findDraft(sql, { hospitalId, draftId });
  if (!draft) throw new Problem('not-found', 'This hospital has no such draft; /packages/catalogue lists the open ones.');
  return draft;
}

/** Only what belongs to the package: its pathway file, its fragments, its texts, its stories. */
export function refuseForeignFiles({ packageId }: Pick<Draft, 'packageId'>, files: readonly { path: string }[]): void {
  const own = new RegExp(`^(${packageId}/(v\\d+|(v\\d+\\.)?texts\\.(zh-CN|en)|stories/[a-z0-9-]+\\.story)|_shared/[a-z0-9-]+\\.(v\\d+|(v\\d+\\.)?texts\\.(zh-CN|en)))\\.yaml$`);
  const foreign = files.find(({ path }) => !own.test(path));
  if (foreign) throw new Problem('invalid', `"${foreign.path}" is no file of ${packageId}: use ${packageId}/v<n>.yaml, ${packageId}/texts.<language>.yaml, ${packageId}/stories/<name>.story.yaml or _shared/<fragment>.v<n>.yaml.`);
  if (new Set(files.map(({ path }) => path)).size < files.length) throw new Problem('invalid', 'Two files have the same path; each path may stand once.');
  if (numberOf(packageId, files) === null) throw new Problem('invalid', `A draft has exactly one pathway file, ${packageId}/v<n>.yaml.`);
}

export function savedOrRefused(saved: Saved): number {
  switch (saved.outcome) {
    case 'saved': return saved.revision;
    case 'unknown': throw new Problem('not-found', 'This hospital has no such draft; /packages/catalogue lists the open ones.');
    case 'closed': throw new Problem('refused', `This draft is ${saved.state} and changes no more; begin a new one.`, { reason: 'draft-closed' });
    case 'stale': throw new Problem('refused', `Somebody saved this draft meanwhile (it is at revision ${saved.revision}): read it again, then make your change once more.`, { reason: 'draft-stale' });
  }
}

export function draftRoutes({ sql }: ApiDeps) {
  const app = router();
  const access = needs('package:draft');
  const writing = { ...access, middleware: [...access.middleware, idempotent(sql)] };
  const start = createRoute({
    method: 'post', path: '/drafts', tags: ['Packages'], summary: 'Begin a draft of the next version', ...writing,
    request: { headers: IdempotencyHeader, body: jsonBody(z.object({ packageId: z.string().max(80), version: Ordinal }).strict()) }, responses: { 201: json(DraftParam, 'Begun'), ...refusals },
  });
  const read = createRoute({
    method: 'get', path: '/drafts/{draftId}', tags: ['Packages'], summary: 'A draft with its files and what was done to it', ...needs('package:read'),
    request: { params: DraftParam }, responses: { 200: json(DraftItem, 'The draft'), ...refusals },
  });
  const save = createRoute({
    method: 'put', path: '/drafts/{draftId}/files', tags: ['Packages'], summary: 'Save the edited files; refused when somebody else saved since', ...access,
    request: { params: DraftParam, body: jsonBody(z.object({ revision, files: Files }).strict()) }, responses: { 200: json(Revision, 'Saved'), ...refusals },
  });
  const override = createRoute({
    method: 'post', path: '/drafts/{draftId}/override', tags: ['Packages'], summary: 'Give a parameter the department\'s own value, with the reason', ...writing,
    request: { headers: IdempotencyHeader, params: DraftParam, body: jsonBody(z.object({ revision, parameter: z.string().max(80), value: z.union([z.string().min(1).max(100), z.array(z.string().min(1).max(100)).min(1).max(60)]), reason: trimmed(3, 300) }).strict()) },
    responses: { 200: json(Revision.extend({ before: z.string(), after: z.string(), path: z.string() }), 'The number is changed in the draft'), ...refusals },
  });
  const discard = createRoute({
    method: 'post', path: '/drafts/{draftId}/discard', tags: ['Packages'], summary: 'Give a draft up; it stays readable', ...writing,
    request: { headers: IdempotencyHeader, params: DraftParam, body: jsonBody(z.object({ revision }).strict()) }, responses: { 204: { description: 'Discarded' }, ...refusals },
  });

  app.openapi(start, async (c) => {
    const { hospitalId, accountId } = principalOf(c);
    const started = await startDraft(sql, { hospitalId, ...c.req.valid('json'), by: accountId });
    if (started.outcome === 'refused') throw new Problem(started.code === 'unknown-version' ? 'not-found' : 'refused', `${started.message}.`, { reason: started.code });
    return c.json({ draftId: started.draftId }, 201);
  });
  app.openapi(read, async (c) => {
    const page = await draftPage(sql, { hospitalId: principalOf(c).hospitalId, ...c.req.valid('param') });
    if (!page) throw new Problem('not-found', 'This hospital has no such draft; /packages/catalogue lists the open ones.');
    return c.json(page, 200);
  });
  app.openapi(save, async (c) => {
    const { hospitalId, accountId } = principalOf(c);
    const { draftId } = c.req.valid('param');
    const { revision: from, files } = c.req.valid('json');
    const draft = await mustFindDraft(sql, hospitalId, draftId);
    refuseForeignFiles(draft, files);
    const changed = files.filter(({ path, text }) => draft.files.find((file) => file.path === path)?.text !== text).map(({ path }) => path);
    const removed = draft.files.filter(({ path }) => !files.some((file) => file.path === path)).map(({ path }) => path);
    return c.json({ revision: savedOrRefused(await saveDraft(sql, { hospitalId, draftId, revision: from, files, by: accountId, act: 'edited', detail: { changed, removed } })) }, 200);
  });
  app.openapi(override, async (c) => {
    const { hospitalId, accountId } = principalOf(c);
    const { draftId } = c.req.valid('param');
    const { revision: from, ...wanted } = c.req.valid('json');
    const draft = await mustFindDraft(sql, hospitalId, draftId);
    const done = overrideParameter(draft.files, wanted);
    if (!done.ok) throw new Problem('invalid', `${done.message}.`, { errors: [{ pointer: '/value', detail: done.message }] });
    const { files, ...said } = done;
    const saved = await saveDraft(sql, { hospitalId, draftId, revision: from, files, by: accountId, act: 'overridden', detail: { parameter: wanted.parameter, before: said.before, after: said.after, reason: wanted.reason } });
    return c.json({ revision: savedOrRefused(saved), before: said.before, after: said.after, path: said.path }, 200);
  });
  app.openapi(discard, async (c) => {
    const { hospitalId, accountId } = principalOf(c);
    savedOrRefused(await discardDraft(sql, { hospitalId, ...c.req.valid('param'), ...c.req.valid('json'), by: accountId }));
    return c.body(null, 204);
  });
  return app;
}
