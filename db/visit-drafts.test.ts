import { describe, expect, it } from 'vitest';
import type { Answers } from '../pathways/engine/inputs.js';
import { eachInServiceWorld } from './testing/each-in-service-world.js';
import { confirm } from './testing/service-steps.js';
import { act, createEpisode, createNurse, dressing, type Patient } from './testing/service-world.js';
import type { TestSetting } from './testing/setting.js';
import type { World } from './testing/world.js';
import { draftOf, saveDraft } from './visit-drafts.js';

let setting: TestSetting;
let world: World;
let patient: Patient;
let nurse: string;
eachInServiceWorld(async (made) => {
  ({ setting, world } = made);
  nurse = await createNurse(setting, world);
  patient = await createEpisode(setting, world);
  await confirm(setting.sql, patient);
});

const at = (clock: string): string => `2026-03-04T${clock}.000Z`;
const healthy: Answers = { wound: { redness: 'none', pus: false } };
const infected: Answers = { wound: { redness: 'over-2cm', pus: true } };
const save = (answers: Answers, writtenAt: string, { basedOn = null, now = at('03:00:00') }: { basedOn?: string | null; now?: string } = {}) =>
  saveDraft(setting.sql, setting.deps.crypt, { hospitalId: world.hospitalId, episodeId: patient.episodeId, occurrence: dressing(patient), accountId: nurse, answers, writtenAt, basedOn, now });
const kept = async () => (await draftOf(setting.sql, setting.deps.crypt, world.hospitalId, dressing(patient)))?.answers;

describe('The draft of a visit record', () => {
  it('of a clock that runs ahead shuts out nothing that is written after it', async () => {
    expect(await save(healthy, '2026-03-05T03:00:00.000Z')).toEqual({ outcome: 'saved', writtenAt: at('03:00:00') });
    expect(await save(infected, at('03:01:00'), { now: at('03:01:00') })).toMatchObject({ outcome: 'saved' });
    expect(await kept()).toEqual(infected);
  });

  it('replaces the one that its page was rendered from, whatever the clocks of two devices say', async () => {
    const tablet = await save(healthy, at('02:59:00'));
    const basedOn = tablet.outcome === 'saved' ? tablet.writtenAt : '';
    expect(await save(infected, at('02:56:00'), { basedOn })).toMatchObject({ outcome: 'saved' });
    expect(await kept()).toEqual(infected);
    // The tablet goes on from what it had: it has not seen the other one.
    expect(await save(healthy, at('02:59:00'), { basedOn })).toMatchObject({ outcome: 'older' });
    expect(await kept()).toEqual(infected);
  });

  it('that is older than a kept one which its page has not seen changes nothing, and is not called saved', async () => {
    await save(infected, at('02:58:00'));
    expect(await save(healthy, at('02:50:00'))).toEqual({ outcome: 'older', writtenAt: at('02:58:00') });
    expect(await save(healthy, at('02:50:00'), { basedOn: at('02:40:00') })).toMatchObject({ outcome: 'older' });
    expect(await kept()).toEqual(infected);
  });

  it('sent twice is saved, also when the first answer got lost on the way', async () => {
    const before = await save(healthy, at('02:59:00'));
    const basedOn = before.outcome === 'saved' ? before.writtenAt : '';
    const first = await save(infected, at('02:50:00'), { basedOn });
    expect(await save(infected, at('02:50:00'), { basedOn })).toEqual(first);
  });

  it('of a closed visit is refused', async () => {
    await act(patient, { kind: 'visit-missed', reason: 'staff' });
    expect(await save(infected, at('02:50:00'))).toMatchObject({ outcome: 'refused', code: 'not-open' });
  });
});
