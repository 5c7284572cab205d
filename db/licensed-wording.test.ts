import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { instruments } from '../pathways/instruments/instruments.js';
import { canonicalJson } from '../pathways/schema/canonical.js';
import { compilePathway } from '../pathways/schema/compile.js';
import type { LicensedWording } from '../pathways/schema/licensed-wording.js';
import { broken } from '../pathways/schema/testing/broken.js';
import { paths, sourcesOf, validFiles } from '../pathways/schema/testing/valid.js';
import { installedWording, installWording, removeWording } from './licensed-wording.js';
import { publish } from './publish.js';
import { createSetting, type TestSetting } from './testing/setting.js';
import { pageEpisodes } from './read-models/patient-page.js';
import { createWorld, launchEpisode, type World } from './testing/world.js';
import { wordingOf } from './wording.js';

let setting: TestSetting;
let world: World;
let hash: string;

beforeAll(async () => {
  setting = await createSetting();
  world = await createWorld(setting.sql);
  const form = /instrument: phq2\n {4}questions:\n(?: {6}.*\n)+/.exec(validFiles[paths.pathway] ?? '')?.[0] ?? '';
  const items = Object.keys(instruments['cat']?.questions ?? {}).map((item) => `      ${item}: { type: choice, options: ["0", "1", "2", "3", "4", "5"] }\n`).join('');
  const compiled = compilePathway(sourcesOf(broken([paths.pathway, form, `instrument: cat\n    questions:\n${items}`])));
  if (!compiled.ok) throw new Error(compiled.diagnostics.map(({ message }) => message).join('; '));
  ({ hash } = compiled);
  await publish(setting.sql, { hospitalId: world.hospitalId, id: 'knee', version: 1, hash, plan: canonicalJson(compiled.plan), texts: compiled.texts, meta: JSON.parse(JSON.stringify(compiled.meta)), source: '', files: [], by: null });
});
afterAll(() => setting.close());

const file = (first: string, until?: string): LicensedWording => ({
  instrument: 'cat', licence: { holder: 'the owner', reference: 'P-1', ...(until ? { until } : {}) },
  wording: { 'zh-CN': Object.fromEntries(Object.keys(instruments['cat']?.questions ?? {}).map((item) => [item, { text: item === 'item1' ? first : item, options: { 0: '能', 1: '不太能', 2: '很少能', 3: '不能', 4: '从不', 5: '绝不' } }])) },
});
const label = async (): Promise<string[]> => {
  const wording = await wordingOf(setting.sql, world.hospitalId, { id: 'knee', version: 1, hash }, 'zh-CN');
  return [wording.pathLabel('mood.item1'), wording.answer('mood.item1', '3')];
};

describe('The wording of a licensed instrument', () => {
  it('is not there until the hospital installs it, changes no version, and is taken away again', async () => {
    expect(await label()).toEqual(['mood.item1', '3']);
    await installWording(setting.sql, world.hospitalId, file('我能笑'));
    expect(await label()).toEqual(['我能笑', '不能']);
    await installWording(setting.sql, world.hospitalId, file('我能够笑'));
    expect(await label()).toEqual(['我能够笑', '不能']);
    const onPage = async (language: string) => {
      const [episode] = await pageEpisodes(setting.sql, world, language);
      const item = episode?.meta.forms['mood']?.questions['item1'];
      return [episode?.say(item?.text), episode?.say(item?.options['2'])];
    };
    await launchEpisode(setting.sql, world, 'knee');
    expect([await onPage('zh-CN'), await onPage('en')]).toEqual([['我能够笑', '很少能'], ['我能够笑', '很少能']]);
    const [stored] = await setting.sql<{ texts: string }[]>`select texts::text || meta::text as texts from pathway_version where hospital_id = ${world.hospitalId} and id = 'knee'`;
    expect(stored?.texts).not.toContain('我能');
    expect(await removeWording(setting.sql, world.hospitalId, 'cat')).toBe(true);
    expect(await label()).toEqual(['mood.item1', '3']);
    expect(await removeWording(setting.sql, world.hospitalId, 'cat')).toBe(false);
  });

  it('is this hospital\'s alone, and ends with the licence', async () => {
    await installWording(setting.sql, world.hospitalId, file('我能笑', '2999-12-31'));
    expect(Object.keys(await installedWording(setting.sql, world.hospitalId))).toEqual(['cat']);
    expect(await installedWording(setting.sql, (await createWorld(setting.sql)).hospitalId)).toEqual({});
    await installWording(setting.sql, world.hospitalId, file('我能笑', '2020-12-31'));
    expect(await installedWording(setting.sql, world.hospitalId)).toEqual({});
  });
});
