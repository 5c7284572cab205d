import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { definitionFiles } from '../cli/definition-files.js';
import { loadDefinitionOrThrow } from '../cli/load-definition.js';
import { canonicalJson } from '../pathways/schema/canonical.js';
import { compilePathway } from '../pathways/schema/compile.js';
import { overrideParameter } from '../pathways/schema/drafting/override.js';
import { mainPath, sourcesOf } from '../pathways/schema/drafting/version-files.js';
import type { SourceFile } from '../pathways/schema/source/place.js';
import { freshDatabase } from '../test/support/postgres.js';
import { connect, type Sql } from './client.js';
import { discardDraft, findDraft, publishDraft, saveDraft, startDraft, type Started } from './drafts.js';
import { publish } from './publish.js';
import { draftPage } from './read-models/draft-page.js';
import { packageCatalogue } from './read-models/package-catalogue.js';
import { sign } from './sign.js';
import { createWorld, launchEpisode, type World } from './testing/world.js';

let sql: Sql;
let drop: () => Promise<void>;
let world: World;
const packageId = 'hip-home-rehab';

beforeAll(async () => {
  const database = await freshDatabase();
  drop = database.drop;
  sql = connect(database.url);
  world = await createWorld(sql, { packages: ['hip-wound-care'] });
  const { plan, texts, meta, hash } = loadDefinitionOrThrow(packageId);
  const files = definitionFiles(packageId, { plan, meta });
  await publish(sql, { hospitalId: world.hospitalId, id: plan.id, version: 1, hash, plan: canonicalJson(plan), texts, meta, source: files[0]?.text ?? '', files, by: null });
});
afterAll(async () => {
  await sql.end();
  await drop();
});

const begin = async (): Promise<string> => idOf(await startDraft(sql, { hospitalId: world.hospitalId, packageId, version: 1, by: world.accountId }));
const idOf = (started: Started): string => {
  if (started.outcome !== 'started') throw new Error(started.message);
  return started.draftId;
};
const filesOf = async (draftId: string): Promise<SourceFile[]> => (await findDraft(sql, { hospitalId: world.hospitalId, draftId }))?.files ?? [];
const compiledOf = (files: SourceFile[], version: number) => {
  const done = compilePathway(sourcesOf(packageId, version, files));
  if (!done.ok) throw new Error(JSON.stringify(done.diagnostics));
  return { id: packageId, version, hash: done.hash, plan: canonicalJson(done.plan), texts: done.texts, meta: done.meta, source: '', files };
};

describe('A draft', () => {
  it('begins as a copy of the version under the next number', async () => {
    const draftId = await begin();
    const files = await filesOf(draftId);
    expect(files.map(({ path }) => path)).toContain(mainPath(packageId, 2));
    expect(compiledOf(files, 2).id).toBe(packageId);
    expect(await draftPage(sql, { hospitalId: world.hospitalId, draftId })).toMatchObject({ baseVersion: 1, newest: 1, revision: 1, state: 'open', entries: [{ act: 'created', by: 'Nurse', detail: { version: 1 } }] });
  });

  it('of a version whose files were not kept cannot begin, and says what to do', async () => {
    expect(await startDraft(sql, { hospitalId: world.hospitalId, packageId: 'hip-wound-care', version: 1, by: world.accountId })).toMatchObject({ outcome: 'refused', code: 'files-not-kept' });
    expect(await startDraft(sql, { hospitalId: world.hospitalId, packageId, version: 7, by: world.accountId })).toMatchObject({ outcome: 'refused', code: 'unknown-version' });
  });

  it('refuses the second of two people who save the same revision', async () => {
    const draftId = await begin();
    const save = (text: string) => saveDraft(sql, { hospitalId: world.hospitalId, draftId, revision: 1, files: [{ path: 'a', text }], by: world.accountId, act: 'edited', detail: {} });
    const results = await Promise.all([save('mine'), save('theirs')]);
    expect(results.map(({ outcome }) => outcome).toSorted()).toEqual(['saved', 'stale']);
    expect(await filesOf(draftId)).toHaveLength(1);
  });

  it('of another hospital is not there', async () => {
    const draftId = await begin();
    expect(await saveDraft(sql, { hospitalId: crypto.randomUUID(), draftId, revision: 1, files: [], by: world.accountId, act: 'edited', detail: {} })).toEqual({ outcome: 'unknown' });
  });

  it('that was discarded takes no more changes', async () => {
    const draftId = await begin();
    expect(await discardDraft(sql, { hospitalId: world.hospitalId, draftId, revision: 1, by: world.accountId })).toMatchObject({ outcome: 'saved' });
    expect(await saveDraft(sql, { hospitalId: world.hospitalId, draftId, revision: 1, files: [], by: world.accountId, act: 'edited', detail: {} })).toEqual({ outcome: 'closed', state: 'discarded' });
  });
});

describe('Publishing a draft', () => {
  it('makes the next version once; a draft begun before it is told, and nothing of it is published', async () => {
    const [first, second] = [await begin(), await begin()];
    const changed = overrideParameter(await filesOf(first), { parameter: 'tugRisk', value: '12.0', reason: 'agreed in the ward' });
    if (!changed.ok) throw new Error(changed.message);
    const publishing = { hospitalId: world.hospitalId, revision: 1, newest: 1, by: world.accountId, reason: 'Earlier home safety visits', accepted: ['o-2'] };
    expect(await publishDraft(sql, { ...publishing, draftId: first, compiled: compiledOf(changed.files, 2) })).toEqual({ outcome: 'published', version: 2 });
    expect(await publishDraft(sql, { ...publishing, draftId: second, compiled: compiledOf(await filesOf(second), 2) })).toEqual({ outcome: 'overtaken', newest: 2 });
    expect(await publishDraft(sql, { ...publishing, draftId: first, compiled: compiledOf(changed.files, 2) })).toEqual({ outcome: 'closed', state: 'published' });
    expect(idOf(await startDraft(sql, { hospitalId: world.hospitalId, packageId, version: 2, by: world.accountId }))).toBeTruthy();
  });

  it('shows in the catalogue with its reason, its override and its signatures; running episodes stay on their version', async () => {
    await launchEpisode(sql, world, packageId, { version: 1 });
    await sign(sql, { hospitalId: world.hospitalId, id: packageId, version: 2, accountId: world.accountId });
    const [row, wound] = await packageCatalogue(sql, { hospitalId: world.hospitalId, language: 'en' });
    expect(row).toMatchObject({
      packageId, units: [{ service: 'rehab-visit', count: 5 }, { service: 'home-safety-visit', count: 1 }],
      versions: [
        { version: 2, reason: 'Earlier home safety visits', publishedBy: 'Nurse', overrides: 1, running: 0, signatures: [{ displayName: 'Nurse', role: 'nurse' }] },
        { version: 1, reason: null, publishedBy: null, overrides: 0, running: 1, ended: 0, signatures: [] },
      ],
    });
    expect(row?.title).toMatch(/[A-Z]/);
    expect(row?.drafts.length).toBeGreaterThan(0);
    expect(wound).toMatchObject({ packageId: 'hip-wound-care', versions: [{ version: 1 }] });
    expect(await packageCatalogue(sql, { hospitalId: crypto.randomUUID(), language: 'en' })).toEqual([]);
  });
});
