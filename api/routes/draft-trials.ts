/** Trying an edited package before anybody gets it: check, preview, stories. Then publishing. The trials change nothing, so they take no key. */
import { createRoute, z } from '@hono/zod-openapi';
import { publishDraft, type Draft } from '../../db/drafts.js';
import { versionSource } from '../../db/read-models/version-source.js';
import { canonicalJson } from '../../pathways/schema/canonical.js';
import { versionChanges } from '../../pathways/outline/version-changes.js';
import type { Definition } from '../../pathways/schema/definition.js';
import { isStory, mainPath, renumber } from '../../pathways/schema/drafting/version-files.js';
import type { SourceFile } from '../../pathways/schema/source/place.js';
import { localDateOf } from '../../pathways/time.js';
import { needs } from '../auth.js';
import { compileFiles, numberOf } from '../compiled-drafts.js';
import type { ApiDeps } from '../deps.js';
import { preview, tellStories, tellStory, type StoryVerdict } from '../draft-trials.js';
import { principalOf, type Database } from '../env.js';
import { idempotent } from '../idempotency.js';
import { Checked, PreviewItem, StoryItem, ToldStoryItem } from '../package-rows.js';
import { packageView } from '../package-view.js';
import { Problem } from '../problem.js';
import { router } from '../router.js';
import { Day, IdempotencyHeader, json, jsonBody, Ordinal, refusals, trimmed } from '../schemas.js';
import { DraftParam, Files, mustFindDraft, refuseForeignFiles, savedOrRefused } from './drafts.js';
import { language } from './package-catalogue.js';

/** `files`: as they stand in the editor, saved or not; absent: as saved. */
const Edited = z.object({ files: Files.optional() }).strict();
const trial = (path: string, summary: string) => ({ method: 'post' as const, path: `/drafts/{draftId}/${path}` as const, tags: ['Packages'], summary, ...needs('package:read') });
const routes = {
  check: createRoute({ ...trial('check', 'What is wrong with the files, with line and column; and the version in words when nothing is'), request: { params: DraftParam, body: jsonBody(Edited.extend({ language })) }, responses: { 200: json(Checked, 'The verdict'), ...refusals } }),
  preview: createRoute({ ...trial('preview', 'What the edit does to a sample patient\'s first 90 days'), request: { params: DraftParam, body: jsonBody(Edited.extend({ language, anchor: Day.optional() })) }, responses: { 200: json(PreviewItem, 'Gained, lost, moved'), ...refusals } }),
  story: createRoute({ ...trial('story', 'One story told by both versions'), request: { params: DraftParam, body: jsonBody(Edited.extend({ path: z.string().max(200) })) }, responses: { 200: json(ToldStoryItem, 'Gained, lost, moved'), ...refusals } }),
  stories: createRoute({ ...trial('stories', 'Every story of the version, told by the edited one'), request: { params: DraftParam, body: jsonBody(Edited) }, responses: { 200: json(z.object({ items: z.array(StoryItem) }), 'One verdict per story'), ...refusals } }),
};
const Publish = z.object({
  revision: Ordinal, newest: Ordinal.openapi({ description: 'The newest version that you have seen; nothing is published when another came meanwhile' }),
  reason: trimmed(3, 500), accepted: z.array(z.string().max(200)).max(300).default([]).openapi({ description: 'Paths of broken stories that you have looked at and accept' }),
}).strict();

export function draftTrialRoutes({ sql, now }: ApiDeps) {
  const app = router();

  async function open(hospitalId: string, draftId: string, files: SourceFile[] | undefined): Promise<{ draft: Draft; files: SourceFile[]; base: Definition; number: number }> {
    const draft = await mustFindDraft(sql, hospitalId, draftId);
    const edited = files ?? draft.files;
    refuseForeignFiles(draft, edited);
    const base = await versionSource(sql, { hospitalId, packageId: draft.packageId, version: draft.baseVersion });
    if (!base) throw new Error(`Draft ${draftId} has lost its base version`);
    return { draft, files: edited, base: base.definition, number: numberOf(draft.packageId, edited) ?? draft.baseVersion + 1 };
  }
  const trialOf = async (hospitalId: string, draftId: string, files: SourceFile[] | undefined) => {
    const opened = await open(hospitalId, draftId, files);
    return { ...opened, definition: mustCompile(opened.draft.packageId, opened.number, opened.files) };
  };

  app.openapi(routes.check, async (c) => {
    const { files, language: said } = c.req.valid('json');
    const opened = await open(principalOf(c).hospitalId, c.req.valid('param').draftId, files);
    const compiled = compileFiles(opened.draft.packageId, opened.number, opened.files);
    return c.json({ ok: compiled.ok, diagnostics: compiled.ok ? compiled.warnings : compiled.diagnostics, view: compiled.ok ? packageView(compiled, opened.files, said) : null }, 200);
  });
  app.openapi(routes.preview, async (c) => {
    const { files, language: said, anchor } = c.req.valid('json');
    const { base, definition } = await trialOf(principalOf(c).hospitalId, c.req.valid('param').draftId, files);
    return c.json(preview(base, definition, anchor ?? localDateOf(new Date(now()).toISOString(), base.plan.zone), said), 200);
  });
  app.openapi(routes.story, async (c) => {
    const { hospitalId } = principalOf(c);
    const { files, path } = c.req.valid('json');
    const { base, definition, files: edited } = await trialOf(hospitalId, c.req.valid('param').draftId, files);
    const file = edited.find((one) => one.path === path && isStory(one));
    if (!file) throw new Problem('not-found', `There is no story ${path} among the files of this draft.`);
    return c.json(await tellStory({ sql, hospitalId, base, draft: definition }, file), 200);
  });
  app.openapi(routes.stories, async (c) => {
    const { hospitalId } = principalOf(c);
    const { base, definition, files } = await trialOf(hospitalId, c.req.valid('param').draftId, c.req.valid('json').files);
    return c.json({ items: await tellStories({ sql, hospitalId, base, draft: definition }, files) }, 200);
  });
  mountPublish(app, sql);
  return app;
}

function mustCompile(packageId: string, number: number, files: readonly SourceFile[]): Definition {
  const compiled = compileFiles(packageId, number, files);
  if (compiled.ok) return compiled;
  const errors = compiled.diagnostics.filter(({ severity }) => severity === 'error');
  throw new Problem('invalid', `The package has ${errors.length} mistake(s); the first: ${errors[0]?.file ?? ''}:${errors[0]?.line ?? ''} ${errors[0]?.message ?? ''}. Correct them, then try again.`,
    { reason: 'does-not-compile', errors: errors.slice(0, 20).map(({ file, line, column, message, fix }) => ({ pointer: `${file}:${line}:${column}`, detail: `${message}. ${fix}` })) });
}

function mountPublish(app: ReturnType<typeof router>, sql: Database): void {
  const access = needs('package:publish');
  const publish = createRoute({
    method: 'post', path: '/drafts/{draftId}/publish', tags: ['Packages'], summary: 'Publish the draft as the next version; it runs for real patients once two people have signed it', ...access, middleware: [...access.middleware, idempotent(sql)],
    request: { headers: IdempotencyHeader, params: DraftParam, body: jsonBody(Publish) }, responses: { 201: json(z.object({ packageId: z.string(), version: z.number() }), 'Published'), ...refusals },
  });
  app.openapi(publish, async (c) => {
    const { hospitalId, accountId } = principalOf(c);
    const { draftId } = c.req.valid('param');
    const { revision, newest, reason, accepted } = c.req.valid('json');
    const draft = await mustFindDraft(sql, hospitalId, draftId);
    const number = numberOf(draft.packageId, draft.files);
    if (number === null) throw new Error(`Draft ${draftId} has no pathway file`);
    const version = newest + 1;
    const files = number === version ? draft.files : renumber(draft.packageId, draft.files, number, version);
    const definition = mustCompile(draft.packageId, version, files);
    const base = await versionSource(sql, { hospitalId, packageId: draft.packageId, version: draft.baseVersion });
    if (!base) throw new Error(`Draft ${draftId} has lost its base version`);
    if (versionChanges(base.definition, definition).length === 0) throw new Problem('refused', `This draft says the same as version ${draft.baseVersion}: change something first.`, { reason: 'nothing-changed' });
    refuseBrokenStories(await tellStories({ sql, hospitalId, base: base.definition, draft: definition }, files), accepted);
    const { plan, texts, meta, hash } = definition;
    const result = await publishDraft(sql, {
      hospitalId, draftId, revision, newest, by: accountId, reason, accepted,
      compiled: { id: plan.id, version, hash, plan: canonicalJson(plan), texts, meta, source: files.find(({ path }) => path === mainPath(plan.id, version))?.text ?? '', files },
    });
    if (result.outcome === 'published') return c.json({ packageId: draft.packageId, version: result.version }, 201);
    if (result.outcome === 'overtaken') {
      throw new Problem('refused', `Version ${result.newest} of ${draft.packageId} was published meanwhile, and this draft does not hold its changes: begin a new draft from it, or look at what differs and publish over it.`, { reason: 'draft-overtaken' });
    }
    savedOrRefused(result);
    throw new Error('a draft was saved instead of published');
  });
}

function refuseBrokenStories(verdicts: readonly StoryVerdict[], accepted: readonly string[]): void {
  const open = verdicts.filter(({ path, verdict }) => verdict === 'broken' && !accepted.includes(path));
  if (open.length === 0) return;
  throw new Problem('refused', `${open.length} stor${open.length === 1 ? 'y does' : 'ies do'} not happen any more as they should: mend the draft or the story, or accept each by its path after looking at it.`,
    { reason: 'stories-broken', errors: open.map(({ path, why }) => ({ pointer: path, detail: why[0] ?? 'broken' })) });
}
