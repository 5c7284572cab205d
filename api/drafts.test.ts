/** A department changes a number of a package: from the catalogue over check, preview and stories to the signed next version. */
import { builtInPathways, loadDefinitionOrThrow } from '../cli/load-definition.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testApi, type TestApi } from '../test/support/api.js';
import type { PackageView } from './package-view.js';
import type { Preview, StoryVerdict, ToldStory } from './draft-trials.js';

let api: TestApi;
beforeAll(async () => {
  api = await testApi();
});
afterAll(() => api.close());

type Files = { path: string; text: string }[];
const main = 'hip-home-rehab/v2.yaml';
const start = async (): Promise<{ draftId: string; files: Files }> => {
  const { status, body } = await api.call('POST', '/drafts', { as: 'head', body: { packageId: 'hip-home-rehab', version: 1 } });
  expect(status).toBe(201);
  const { draftId } = body as { draftId: string };
  const { files } = (await api.call('GET', `/drafts/${draftId}`)).body as { files: Files };
  return { draftId, files };
};
const edit = (files: Files, path: string, from: string, to: string): Files => {
  expect(files.find((file) => file.path === path)?.text).toContain(from);
  return files.map((file) => (file.path === path ? { path, text: file.text.replace(from, to) } : file));
};

describe('The catalogue', () => {
  it('lists every package with title, units, versions and what is missing before it may run', async () => {
    const { items } = (await api.call('GET', '/packages/catalogue?language=en')).body as { items: { packageId: string; title: string; versions: { version: number; missingSignature: string | null }[] }[] };
    expect(items.map(({ packageId }) => packageId)).toEqual([...new Set(builtInPathways().map((file) => loadDefinitionOrThrow(file).plan.id))].sort());
    expect(items.find(({ packageId }) => packageId === 'hip-home-rehab')?.versions).toMatchObject([{ version: 1, missingSignature: expect.stringContaining('signature') as string }]);
  });

  it('shows one version in words', async () => {
    const { body } = await api.call('GET', '/packages/hip-home-rehab/versions/1/view?language=zh-CN');
    const view = body as PackageView;
    expect(view).toMatchObject({ packageId: 'hip-home-rehab', version: 1, durationDays: 90, mainAnchor: 'discharge' });
    expect(view.parameters.find(({ name }) => name === 'tugRisk')).toMatchObject({ value: '13.5', unit: 's', source: 'C', override: null, usedIn: ['rules.O-2'] });
    expect(view.rules.find(({ rule }) => rule === 'H-2')).toMatchObject({ level: 'red', condition: expect.stringContaining('“髋部有没有突然剧烈疼痛？”为是') as string });
    expect((await api.call('GET', '/packages/hip-home-rehab/versions/9/view')).status).toBe(404);
  });
});

describe('An edit', () => {
  it('with a mistake is told file, line and column', async () => {
    const { draftId, files } = await start();
    const wrong = edit(files, main, 'at: $visitTime', 'at: $visitTimes');
    const { status, body } = await api.call('POST', `/drafts/${draftId}/check`, { body: { files: wrong, language: 'en' } });
    expect(status).toBe(200);
    expect(body).toMatchObject({ ok: false, view: null, diagnostics: [{ file: main, line: expect.any(Number) as number, column: expect.any(Number) as number, message: 'no parameter `visitTimes`', fix: expect.stringContaining('visitTime') as string }] });
    expect((await api.call('POST', `/drafts/${draftId}/preview`, { body: { files: wrong } })).body).toMatchObject({ code: 'invalid', reason: 'does-not-compile' });
  });

  it('shows what it does to a sample patient and to a story', async () => {
    const { draftId, files } = await start();
    const later = edit(files, main, 'rehabDays: { value: [3, 5, 8, 10, 13]', 'rehabDays: { value: [3, 5, 8, 11, 13]');
    const preview = (await api.call('POST', `/drafts/${draftId}/preview`, { body: { files: later, anchor: '2026-03-02', language: 'en' } })).body as Preview;
    expect(preview.calendar.moved.filter(({ after }) => after.what === 'step')).toMatchObject([{ before: { id: 'rehab#4', day: 10 }, after: { id: 'rehab#4', day: 11 } }]);
    expect(preview.changes).toMatchObject([{ part: 'parameter', id: 'rehabDays' }, { part: 'step', id: 'rehab', change: 'changed' }]);
    const told = (await api.call('POST', `/drafts/${draftId}/story`, { body: { files: later, path: 'hip-home-rehab/stories/01-five-visits.story.yaml' } })).body as ToldStory;
    expect(told.verdict).not.toBe('same');
    const { items } = (await api.call('POST', `/drafts/${draftId}/stories`, { body: { files: later } })).body as { items: StoryVerdict[] };
    expect(items.length).toBeGreaterThanOrEqual(8);
    expect(items.some(({ verdict }) => verdict === 'same')).toBe(true);
  });

  it('of files that are not the package\'s is refused', async () => {
    const { draftId, files } = await start();
    for (const path of ['../../etc/passwd', 'hip-wound-care/v1.yaml', '_shared/x.sh', 'hip-home-rehab/v3.yaml']) {
      expect((await api.call('POST', `/drafts/${draftId}/check`, { body: { files: [...files, { path, text: 'a: 1' }] } })).status).toBe(422);
    }
  });

  it('is saved once; the second writer of a revision is told', async () => {
    const { draftId, files } = await start();
    const save = () => api.call('PUT', `/drafts/${draftId}/files`, { as: 'head', body: { revision: 1, files: edit(files, main, '# Exercises', '# Exercises at home') } });
    expect(await save()).toMatchObject({ status: 200, body: { revision: 2 } });
    expect(await save()).toMatchObject({ status: 409, body: { reason: 'draft-stale' } });
    expect((await api.call('GET', `/drafts/${draftId}`)).body).toMatchObject({ entries: [{ act: 'edited', detail: { changed: [main], removed: [] } }, { act: 'created' }] });
    expect((await api.call('PUT', `/drafts/${draftId}/files`, { as: 'case-manager', body: { revision: 2, files } })).status).toBe(403);
  });
});

describe('A department\'s own number', () => {
  it('goes with its reason into a draft, through the stories, into a version that two people sign', async () => {
    const { draftId } = await start();
    const override = await api.call('POST', `/drafts/${draftId}/override`, { as: 'doctor', body: { revision: 1, parameter: 'tugRisk', value: '12.0', reason: 'Falls on our ward began at 12 s' } });
    expect(override).toMatchObject({ status: 200, body: { revision: 2, before: '13.5', after: '12.0', path: main } });
    const checked = (await api.call('POST', `/drafts/${draftId}/check`, { body: { language: 'en' } })).body as { ok: boolean; view: PackageView };
    expect(checked.view.rules.find(({ rule }) => rule === 'O-2')?.numbers[0]).toMatchObject({ value: '12.0', source: 'override: Falls on our ward began at 12 s (was 13.5, source C)' });
    expect(checked.view.parameters.find(({ name }) => name === 'tugRisk')?.override).toEqual({ value: '13.5', source: 'C', reason: 'Falls on our ward began at 12 s' });

    const { items } = (await api.call('POST', `/drafts/${draftId}/stories`, { body: {} })).body as { items: StoryVerdict[] };
    const broken = items.filter(({ verdict }) => verdict === 'broken').map(({ path }) => path);
    const publishing = { revision: 2, newest: 1, reason: 'Earlier home safety visits' };
    if (broken.length > 0) expect(await api.call('POST', `/drafts/${draftId}/publish`, { as: 'head', body: publishing })).toMatchObject({ status: 409, body: { reason: 'stories-broken' } });
    expect((await api.call('POST', `/drafts/${draftId}/publish`, { as: 'doctor', body: { ...publishing, accepted: broken } })).status).toBe(403);
    expect(await api.call('POST', `/drafts/${draftId}/publish`, { as: 'head', body: { ...publishing, accepted: broken } })).toMatchObject({ status: 201, body: { packageId: 'hip-home-rehab', version: 2 } });

    const sign = (as: string) => api.call('POST', '/packages/hip-home-rehab/versions/2/signatures', { as });
    expect(await sign('doctor')).toMatchObject({ body: { complete: false } });
    expect(await sign('head')).toMatchObject({ body: { complete: true, missing: null } });
    const { files } = (await api.call('GET', '/packages/hip-home-rehab/versions/2/files')).body as { files: Files };
    expect(files.find(({ path }) => path === main)?.text).toContain('tugRisk: { value: 12.0, unit: s, source: "override: Falls on our ward began at 12 s (was 13.5, source C)" }');
  });

  it('that is no number, or has no reason, is refused', async () => {
    const { draftId } = await start();
    expect((await api.call('POST', `/drafts/${draftId}/override`, { as: 'head', body: { revision: 1, parameter: 'tugRisk', value: 'soon', reason: 'because' } })).status).toBe(422);
    expect((await api.call('POST', `/drafts/${draftId}/override`, { as: 'head', body: { revision: 1, parameter: 'tugRisk', value: '12', reason: ' ' } })).status).toBe(422);
  });

  it('a draft that a newer version overtook, or that changes nothing, is not published', async () => {
    const { draftId } = await start();
    const publishing = { revision: 1, newest: 1, reason: 'nothing at all' };
    expect(await api.call('POST', `/drafts/${draftId}/publish`, { as: 'head', body: { ...publishing, newest: 2 } })).toMatchObject({ status: 409, body: { reason: 'nothing-changed' } });
    const saved = await api.call('POST', `/drafts/${draftId}/override`, { as: 'head', body: { revision: 1, parameter: 'tugRisk', value: '14.0', reason: 'agreed in the ward' } });
    expect(saved.status).toBe(200);
    const { items } = (await api.call('POST', `/drafts/${draftId}/stories`, { body: {} })).body as { items: StoryVerdict[] };
    const accepted = items.filter(({ verdict }) => verdict === 'broken').map(({ path }) => path);
    expect(await api.call('POST', `/drafts/${draftId}/publish`, { as: 'head', body: { ...publishing, revision: 2, accepted } })).toMatchObject({ status: 409, body: { reason: 'draft-overtaken' } });
    expect(await api.call('POST', `/drafts/${draftId}/discard`, { as: 'head', body: { revision: 2 } })).toMatchObject({ status: 204 });
  });
});
