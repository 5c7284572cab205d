import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ownCommandId } from '../pathways/patient/share.js';
import { intake, takeIn, type IntakeCommand } from './intake.js';
import { inboxState, markRejected, takeInbox } from './inbox.js';
import { household } from './testing/household.js';
import { createSetting, wound, type TestSetting } from './testing/setting.js';
import { createPatient, createWorld, launchEpisode, type World } from './testing/world.js';

let setting: TestSetting;
let world: World;
let other: string;
let care: string;
let rehab: string;
beforeAll(async () => {
  setting = await createSetting();
  world = await createWorld(setting.sql, { packages: ['hip-wound-care', 'hip-home-rehab'] });
  [care, rehab] = [await launchEpisode(setting.sql, world), await launchEpisode(setting.sql, world, 'hip-home-rehab')];
  other = await launchEpisode(setting.sql, { ...world, ...(await createPatient(setting.sql, world.hospitalId)) });
  await (await household(setting.sql, setting.activities, [care, rehab, other])).runUntil('2026-03-05T03:00:00.000Z');
});
afterAll(() => setting.close());

const answer = (input: Partial<Extract<IntakeCommand, { kind: 'answer-received' }>['input']> = {}, episodeId = care): IntakeCommand =>
  ({ hospitalId: world.hospitalId, episodeId, by: 'patient', kind: 'answer-received', input: { commandId: 'c-1', answers: wound(), answeredBy: 'patient', ...input } });
const code = async (command: IntakeCommand): Promise<string> => {
  const result = await intake(setting.sql, command);
  return result.outcome === 'refused' ? result.code : result.outcome;
};

describe('An answer', () => {
  it('is committed to the inbox of every open episode that asks for it, each under its own command id', async () => {
    const core = { pain: '1' };
    const result = await intake(setting.sql, answer({ commandId: 'shared-1', answers: { core } }));
    expect(result).toMatchObject({ outcome: 'accepted', deliveries: [{ episodeId: care, commandId: 'shared-1', ended: false }, { episodeId: rehab, commandId: `shared-1@${rehab}`, payload: { sharedFrom: care } }] });
    expect(await inboxState(setting.sql, rehab, `shared-1@${rehab}`)).toMatchObject({ state: 'accepted' });
  });

  it('that its own episode refuses is not shared either', async () => {
    await intake(setting.sql, answer({ commandId: 'refused-1', answers: { core: { pain: '1' } } }));
    await markRejected(setting.sql, { episodeId: care, commandId: 'refused-1', reason: 'wrong-state: too early' });
    expect(await inboxState(setting.sql, rehab, `refused-1@${rehab}`)).toMatchObject({ state: 'rejected', rejection: 'not shared: wrong-state: too early' });
  });

  it('sent twice is taken once; fifty times at once as well', async () => {
    const results = await Promise.all(Array.from({ length: 50 }, () => intake(setting.sql, answer({ commandId: 'twice' }))));
    expect(results.map(({ outcome }) => outcome).sort()).toEqual(['accepted', ...Array.from({ length: 49 }, () => 'duplicate')]);
  });

  it('goes to its run after what was accepted before it, also when its own transaction began first', async () => {
    await setting.sql`update inbox set state = 'applied' where episode_id = ${other}`;
    await setting.sql.begin(async (tx) => {
      await tx`select now()`;
      await intake(setting.sql, answer({ commandId: 'accepted-first' }, other));
      await takeIn(tx, answer({ commandId: 'accepted-second' }, other));
    });
    await setting.sql`update inbox set next_try_at = now() - interval '1 second' where episode_id = ${other}`;
    const taken = (await takeInbox(setting.sql, { limit: 25, leaseSeconds: 60 })).filter(({ episodeId }) => episodeId === other);
    expect(taken.map(({ commandId }) => commandId)).toEqual(['accepted-first', 'accepted-second']);
  });

  it('under a used command id with other content is refused', async () => {
    await intake(setting.sql, answer({ commandId: 'used' }));
    expect(await code(answer({ commandId: 'used', answers: wound({ pus: true }) }))).toBe('command-reused');
  });

  it('to another patient\'s form is refused and not stored', async () => {
    const command = answer({ commandId: 'wrong-form', occurrence: `${other}/follow-up-d3/1` });
    expect(await intake(setting.sql, command)).toMatchObject({ outcome: 'refused', code: 'other-patient', message: expect.stringMatching(/belongs to another patient: nothing was stored/) });
    expect(await inboxState(setting.sql, care, 'wrong-form')).toBeNull();
  });

  it.each<[string, () => IntakeCommand]>([
    ['unknown-form', () => answer({ answers: { wounds: { redness: 'none' } } })],
    ['unknown-form', () => answer({ answers: { wound: { reddness: 'none' } } })],
    ['unknown-occurrence', () => answer({ occurrence: `${care}/follow-up-d3/9` })],
    ['other-episode', () => answer({ occurrence: `${care}/follow-up-d3/1` }, rehab)],
    ['unknown-episode', () => answer({}, '0198c2f0-0000-7000-8000-000000000000')],
    ['unknown-episode', () => answer({}, 'not-an-id')],
    ['unknown-episode', () => ({ ...answer(), hospitalId: '0198c2f0-0000-7000-8000-000000000000' })],
    ['bad-answers', () => answer({ commandId: 'bad', answers: { wound: { redness: 'purple' } } })],
    ['unstorable', () => ({ hospitalId: world.hospitalId, episodeId: care, by: world.accountId, kind: 'escalation-raised', input: { commandId: 'nul', level: 'yellow', reason: 'a\u0000b' } })],
  ])('that does not belong there is refused as %s', async (expected, command) => {
    expect(await code(command())).toBe(expected);
  });

  it('under the id of a copy is no answer of anybody: "@" is ours alone', async () => {
    await expect(intake(setting.sql, answer({ commandId: 'call@ward5' }))).rejects.toThrow('is that of a copy');
    expect(await code(answer({ commandId: ownCommandId('his', 'call@ward5') }))).toBe('accepted');
  });

  it('to an ended episode is taken for a late run, anything else is refused', async () => {
    await setting.sql`update episode set status = 'completed', ended_at = now() where id = ${other}`;
    expect(await intake(setting.sql, answer({ commandId: 'late' }, other))).toMatchObject({ outcome: 'accepted', deliveries: [{ ended: true }] });
    expect(await code({ hospitalId: world.hospitalId, episodeId: other, by: 'x', kind: 'pause', input: { commandId: 'p', reason: 'staff' } })).toBe('episode-ended');
    await setting.sql`update inbox set next_try_at = now() - interval '1 second'`;
    expect((await takeInbox(setting.sql, { limit: 100, leaseSeconds: 60 })).find((row) => row.commandId === 'late')).toMatchObject({ ended: true });
  });

  it('goes with the older ones of its episode, also with those that wait for a later try', async () => {
    const pause = async (commandId: string): Promise<void> => {
      await intake(setting.sql, { hospitalId: world.hospitalId, episodeId: care, by: world.accountId, kind: 'pause', input: { commandId, reason: 'staff' } });
    };
    await setting.sql`update inbox set state = 'applied' where state = 'accepted'`;
    for (const commandId of ['older', 'younger']) await pause(commandId);
    await setting.sql`update inbox set next_try_at = now() + interval '1 minute' where command_id = 'older'`;
    await setting.sql`update inbox set next_try_at = now() - interval '1 second' where command_id = 'younger'`;
    const rows = await takeInbox(setting.sql, { limit: 25, leaseSeconds: 60 });
    expect(rows.map(({ commandId }) => commandId).toSorted()).toEqual(['older', 'younger']);
    expect(await takeInbox(setting.sql, { limit: 25, leaseSeconds: 60 })).toEqual([]);
    await setting.sql`update inbox set next_try_at = now() - interval '1 second' where command_id = 'younger'`;
    expect((await takeInbox(setting.sql, { limit: 1, leaseSeconds: 60 })).map(({ commandId }) => commandId)).toEqual(['older']);
  });
});

describe('A fact about the patient', () => {
  it('holds from the moment it was taken, before any workflow has seen it', async () => {
    await intake(setting.sql, { hospitalId: world.hospitalId, episodeId: care, by: world.accountId, kind: 'opt-out', input: { commandId: 'opt-out-1' } });
    const [patient] = await setting.sql`select opted_out_at is not null as out from patient where id = ${world.patientId}`;
    expect(patient).toEqual({ out: true });
  });

  it('told to an ended episode reaches the running ones, and itself as long as a case of its own is open', async () => {
    await setting.sql`update episode set status = 'completed', ended_at = now() where id = ${care}`;
    const result = await intake(setting.sql, { hospitalId: world.hospitalId, episodeId: care, by: world.accountId, kind: 'patient-died', input: { commandId: 'died-1' } });
    expect(result).toMatchObject({ outcome: 'accepted', deliveries: [{ episodeId: care, commandId: 'died-1', ended: true }, { episodeId: rehab, commandId: `died-1@${rehab}`, ended: false }] });
  });
  describe.each(['runs', 'has ended', 'has ended, as all of them'])('told to a package that %s', (how) => {
    const at = '2026-03-03T03:00:00.000Z';
    const told = async () => {
      const own = { ...world, ...(await createPatient(setting.sql, world.hospitalId)) };
      const [to, beside] = [await launchEpisode(setting.sql, own), await launchEpisode(setting.sql, own, 'hip-home-rehab')];
      const home = await household(setting.sql, setting.activities, [to, beside]);
      const tell = (command: object, episodeId = to) => home.send({ hospitalId: own.hospitalId, episodeId, by: own.accountId, ...command } as IntakeCommand, at);
      await home.runUntil(at);
      for (const episodeId of how === 'runs' ? [] : how === 'has ended' ? [to] : [to, beside]) await tell({ kind: 'stop', input: { commandId: 'stop', reason: 'wrong-package' } }, episodeId);
      return { tell, beside: () => home.drivers.get(beside)?.episode(), row: async () => (await setting.sql`select flags, zone, away, opted_out_at is not null as out, died_at is not null as dead from patient where id = ${own.patientId}`)[0] };
    };

    it('is kept for whatever is launched later, and told to whatever runs', async () => {
      const { tell, beside, row } = await told();
      const away = [{ from: '2026-03-10', until: '2026-03-12' }];
      for (const command of [
        { kind: 'facts-changed', input: { commandId: 'f', flags: { anticoagulant: true }, hasFamilyContact: true } }, { kind: 'zone-changed', input: { commandId: 'z', zone: 'America/New_York' } },
        { kind: 'away-set', input: { commandId: 'a', away } }, { kind: 'opt-out', input: { commandId: 'o' } },
      ]) expect(await tell(command)).toMatchObject({ outcome: 'accepted' });
      expect(await row()).toMatchObject({ flags: { anticoagulant: true }, zone: 'America/New_York', away, out: true, dead: false });
      if (!how.endsWith('all of them')) expect(beside()).toMatchObject({ zone: 'America/New_York', facts: { flags: { anticoagulant: true }, optedOut: true, away } });
      await tell({ kind: 'opt-in', input: { commandId: 'i' } });
      await tell({ kind: 'patient-died', input: { commandId: 'd' } });
      expect(await row()).toMatchObject({ out: false, dead: true });
    });

    it('is a readmission: it pauses whatever runs, and is refused where it would be kept nowhere', async () => {
      const { tell, beside } = await told();
      const result = await tell({ kind: 'patient-readmitted', input: { commandId: 'r' } });
      if (how.endsWith('all of them')) expect(result).toMatchObject({ outcome: 'refused', code: 'episode-ended' });
      else expect([result, beside()]).toMatchObject([{ outcome: 'accepted' }, { status: 'paused' }]);
    });
  });
});

describe('A case that another package of the patient holds', () => {
  it('is acted on where it is held, whichever of the two staff look at', async () => {
    const own = { ...world, ...(await createPatient(setting.sql, world.hospitalId)) };
    const ids = [await launchEpisode(setting.sql, own), await launchEpisode(setting.sql, own, 'hip-home-rehab')];
    const home = await household(setting.sql, setting.activities, ids);
    const core = { chestPain: false, breathless: false, faint: false, strokeSigns: ['none'], bleeding: 'none', pain: '8', fall: false, missedDoses: '0' };
    await home.send({ hospitalId: own.hospitalId, episodeId: ids[0] ?? '', by: 'patient', kind: 'answer-received', input: { commandId: 'pain', answers: { core }, answeredBy: 'patient' } }, '2026-03-05T02:00:00.000Z');
    const [joined] = await setting.sql<{ id: string; episodeId: string; heldBy: string }[]>`select id, episode_id, held_by from escalation where patient_id = ${own.patientId} and status = 'joined' and 'CORE-5' = any(rules)`;
    if (!joined) throw new Error('nothing joined');
    const result = await home.send({ hospitalId: own.hospitalId, episodeId: joined.episodeId, by: own.accountId, kind: 'escalation-acknowledged', input: { commandId: 'ack', escalation: joined.id } }, '2026-03-05T02:05:00.000Z');
    expect(result).toMatchObject({ outcome: 'accepted', deliveries: [{ payload: { escalation: joined.heldBy } }] });
    expect([...(await setting.sql`select status from escalation where id = ${joined.heldBy}`)]).toEqual([{ status: 'acknowledged' }]);
  });
});
