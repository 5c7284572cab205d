/** Packages as people read them: the catalogue, and one version in words. */
import { createRoute, z } from '@hono/zod-openapi';
import { packageCatalogue } from '../../db/read-models/package-catalogue.js';
import { versionSource } from '../../db/read-models/version-source.js';
import type { Plan } from '../../pathways/engine/plan.js';
import { durationDays } from '../../pathways/outline/outline.js';
import { missingSignature } from '../../db/sign.js';
import { needs } from '../auth.js';
import type { ApiDeps } from '../deps.js';
import { principalOf } from '../env.js';
import { packageView } from '../package-view.js';
import { CatalogueItem, FileItem, ViewItem } from '../package-rows.js';
import { Problem } from '../problem.js';
import { router } from '../router.js';
import { json, OrdinalInPath, refusals } from '../schemas.js';

export const language = z.enum(['zh-CN', 'en']).default('zh-CN');
const VersionParam = z.object({ packageId: z.string().max(80), version: OrdinalInPath });
const Language = z.object({ language });

const catalogue = createRoute({
  method: 'get', path: '/packages/catalogue', tags: ['Packages'], summary: 'Every package with its versions, signatures, running episodes and open drafts', ...needs('package:read'),
  request: { query: Language }, responses: { 200: json(z.object({ items: z.array(CatalogueItem) }), 'By package id'), ...refusals },
});
const view = createRoute({
  method: 'get', path: '/packages/{packageId}/versions/{version}/view', tags: ['Packages'], summary: 'One version in words: timeline, rules, parameters, forms, texts', ...needs('package:read'),
  request: { params: VersionParam, query: Language }, responses: { 200: json(ViewItem, 'The version'), ...refusals },
});
const files = createRoute({
  method: 'get', path: '/packages/{packageId}/versions/{version}/files', tags: ['Packages'], summary: 'The files that a version was made of', ...needs('package:read'),
  request: { params: VersionParam }, responses: { 200: json(z.object({ files: z.array(FileItem) }), 'Pathway, fragments, texts, stories'), ...refusals },
});
const unknown = (packageId: string, version: number): Problem => new Problem('not-found', `There is no published version ${packageId}@${version} in this hospital; /packages/catalogue lists what there is.`);

export function packageCatalogueRoutes({ sql }: ApiDeps) {
  const app = router();
  app.openapi(catalogue, async (c) => {
    const rows = await packageCatalogue(sql, { hospitalId: principalOf(c).hospitalId, language: c.req.valid('query').language });
    return c.json({ items: rows.map(({ plan, ...row }) => ({ ...row, durationDays: durationDays(JSON.parse(plan) as Plan), versions: row.versions.map((one) => ({ ...one, missingSignature: missingSignature(one.signatures) })) })) }, 200);
  });
  app.openapi(view, async (c) => {
    const { packageId, version } = c.req.valid('param');
    const found = await versionSource(sql, { hospitalId: principalOf(c).hospitalId, packageId, version });
    if (!found) throw unknown(packageId, version);
    return c.json(packageView(found.definition, found.files ?? [], c.req.valid('query').language), 200);
  });
  app.openapi(files, async (c) => {
    const { packageId, version } = c.req.valid('param');
    const found = await versionSource(sql, { hospitalId: principalOf(c).hospitalId, packageId, version });
    if (!found) throw unknown(packageId, version);
    if (!found.files) throw new Problem('not-found', `The files of ${packageId}@${version} were not kept when it was published; publish it once more from its files with wuyou publish, which keeps them.`, { reason: 'files-not-kept' });
    return c.json({ files: found.files }, 200);
  });
  return app;
}
