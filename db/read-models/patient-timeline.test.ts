import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { entryKinds, type EntryKind } from '../../pathways/chart/entry.js';
import { createSetting, wound, type TestSetting } from '../testing/setting.js';
import { household } from '../testing/household.js';
import { createWorld, launchEpisode, type World } from '../testing/world.js';
import { patientTimeline, type EntryRow } from './patient-timeline.js';

let setting: TestSetting;
let world: World;
let [hip, stroke] = ['', ''];
const read = (more: Partial<Parameters<typeof patientTimeline>[1]> = {}) =>
  patientTimeline(setting.sql, { hospitalId: world.hospitalId, patientId: world.patientId, kinds: entryKinds, limit: 1000, ...more });

beforeAll(async () => {
  setting = await createSetting();
  world = await createWorld(setting.sql, { packages: ['hip-wound-care', 'stroke-rehab'] });
  hip = await launchEpisode(setting.sql, world);
  stroke = await launchEpisode(setting.sql, world, 'stroke-rehab');
  const home = await household(setting.sql, setting.activities, [hip, stroke]);
  const send = (episodeId: string, kind: string, input: object, at: string) =>
    home.send({ hospitalId: world.hospitalId, episodeId, by: world.accountId, kind, input: { commandId: `${kind}-${at}`, ...input } } as never, at);
  await home.runUntil('2026-03-02T09:00:00.000Z');
  await send(hip, 'visit-booked', { occurrence: `${hip}/dressing/1`, from: '2026-03-04T06:00:00.000Z', until: '2026-03-04T07:00:00.000Z' }, '2026-03-02T10:00:00.000Z');
  await send(stroke, 'reading-received', { reading: 'bloodPressure', values: { systolic: '150', diastolic: '90' }, measuredAt: '2026-03-03T00:30:00.000Z' }, '2026-03-03T00:40:00.000Z');
  await send(hip, 'visit-checked-in', { occurrence: `${hip}/dressing/1` }, '2026-03-04T06:05:00.000Z');
  const nothing = { respiration: '16', spo2: '98', spo2Scale: '1', oxygen: false, systolic: '125', pulse: '72', consciousness: 'alert', temperature: '36.8' };
  await send(hip, 'visit-completed', { occurrence: `${hip}/dressing/1`, record: { ...wound(), vitals: nothing, hip: { calf: false, suddenPain: false }, teachBack: {} }, photos: [] }, '2026-03-04T06:50:00.000Z');
  await send(hip, 'answer-received', { answers: wound({ redness: 'over-2cm' }), answeredBy: 'patient' }, '2026-03-05T02:30:00.000Z');
  await send(hip, 'opt-out', {}, '2026-03-06T03:00:00.000Z');
  await home.runUntil('2026-03-07T00:00:00.000Z');
});
afterAll(() => setting.close());

const one = (rows: EntryRow[], id: string): EntryRow => {
  const found = rows.find((row) => row.id === id);
  if (!found) throw new Error(`no ${id} among ${rows.map((r) => r.id).join(' ')}`);
  return found;
};

describe('One timeline of everything', () => {
  it('shows what was planned beside what came of it', async () => {
    const { items } = await read();
    expect(one(items, `${hip}/dressing/1`)).toMatchObject({
      kind: 'visit', state: 'happened', status: 'completed', plannedAt: '2026-03-04T02:00:00.000Z', at: '2026-03-04T06:05:00.000Z', actualAt: '2026-03-04T06:05:00.000Z', detail: { moves: 1, slotFrom: expect.stringContaining('2026-03-04') as unknown },
    });
    expect(one(items, `${hip}/first-call/1`)).toMatchObject({ kind: 'call', plannedAt: '2026-03-03T02:00:00.000Z', actualAt: null });
  });

  it('pairs a measurement with the request that it answers', async () => {
    const { items } = await read({ kinds: ['reading'] });
    expect(one(items, `${stroke}/pressure-morning/1`)).toMatchObject({
      state: 'happened', plannedAt: '2026-03-03T00:00:00.000Z', actualAt: '2026-03-03T00:30:00.000Z', detail: { reading: 'bloodPressure', values: { systolic: '150', diastolic: '90' } },
    });
    expect(items.filter(({ detail }) => detail['reading'] === 'bloodPressure')).toHaveLength(1);
    expect(one(items, `${stroke}/pressure-evening/1`)).toMatchObject({ state: 'not', reason: 'missed', actualAt: null });
  });

  it('holds answers, messages with their outcome, cases and what happened to the episode', async () => {
    const { items } = await read();
    const kinds = new Set(items.map(({ kind }) => kind));
    expect([...kinds].sort()).toEqual(['call', 'case', 'change', 'form', 'message', 'reading', 'staff-message', 'visit']);
    expect(items.find(({ kind }) => kind === 'case')).toMatchObject({ level: 'orange', state: 'planned', detail: { rules: ['W-2'] } });
    const form = items.find(({ kind, actualAt }) => kind === 'form' && actualAt === '2026-03-05T02:30:00.000Z');
    expect(form?.detail['answers']).toHaveLength(1);
    expect(items.find(({ kind, state }) => kind === 'message' && state === 'happened')?.actualAt).not.toBeNull();
    expect(items.find(({ kind, reason }) => kind === 'message' && reason === 'opted-out')).toMatchObject({ state: 'left-out', actualAt: null });
  });

  it('says a fact of the person once, although both episodes heard it', async () => {
    const { items } = await read({ kinds: ['change'] });
    expect(items.filter(({ detail }) => detail['type'] === 'OptedOut')).toHaveLength(1);
    expect(items.filter(({ detail }) => detail['type'] === 'EpisodeStarted')).toHaveLength(2);
  });

  it('pages without skipping or repeating, newest first', async () => {
    const all = (await read()).items;
    const paged: EntryRow[] = [];
    for (let after: string | undefined; ;) {
      const page = await read({ limit: 7, after });
      paged.push(...page.items);
      if (page.next === null) break;
      after = page.next;
    }
    expect(paged.map(({ id }) => id)).toEqual(all.map(({ id }) => id));
    expect([...paged].sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : a.id < b.id ? 1 : -1)).map(({ id }) => id)).toEqual(paged.map(({ id }) => id));
  });

  it.each(entryKinds.map((kind) => [kind] as [EntryKind]))('filters by kind: %s', async (kind) => {
    const [whole, some] = [(await read()).items, (await read({ kinds: [kind] })).items];
    expect(some.map(({ id }) => id)).toEqual(whole.filter((row) => row.kind === kind).map(({ id }) => id));
  });

  it('keeps to one episode, to days, and to the hospital', async () => {
    expect((await read({ episodeId: stroke })).items.every(({ episodeId }) => episodeId === stroke)).toBe(true);
    const day = (await read({ from: '2026-03-05T00:00:00.000Z', until: '2026-03-06T00:00:00.000Z' })).items;
    expect(day.length).toBeGreaterThan(0);
    expect(day.every(({ at, plannedAt }) => [at, plannedAt ?? at].some((t) => t >= '2026-03-05') && [at, plannedAt ?? at].some((t) => t < '2026-03-06'))).toBe(true);
    expect((await read({ hospitalId: '019355e2-7a50-7c4e-9d61-0f5f0f6a1b2c' })).items).toEqual([]);
  });
});
