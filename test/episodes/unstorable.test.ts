import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { intake, type IntakeCommand } from '../../db/intake.js';
import { inboxState, putInbox } from '../../db/inbox.js';
import type { EpisodeId } from '../../pathways/engine/vocabulary.js';
import { createCareClient, type CareClient } from '../../temporal/client.js';
import { plainDataConverter } from '../../temporal/data-converter.js';
import { realCare, type RealCare } from './real-care.js';
import { storyOf } from './stories.js';

describe('an input that the database does not take', () => {
  let care: RealCare;
  let client: CareClient;
  let id: EpisodeId;
  beforeAll(async () => {
    care = await realCare(['cancer-care']);
    client = createCareClient({ connection: care.raw.connection as never, namespace: 'default', dataConverter: plainDataConverter });
    id = (await care.launch(storyOf('cancer-care/stories/onc-1-38.3'))).values().next().value ?? '';
    await care.until('2026-03-02T09:00:00.000Z');
  });
  afterAll(() => care.stop());
  const reading = (commandId: string, measuredAt: string) =>
    ({ hospitalId: care.world.hospitalId, episodeId: id, kind: 'reading-received', by: 'device', input: { commandId, reading: 'temperature', values: { celsius: '37.0' }, measuredAt } }) as IntakeCommand;
  const row = async () => [...(await care.setting.sql`select status, (select array_agg(code) from alarm where ref = ${id} and cleared_at is null) as alarms from episode where id = ${id}`)];

  it('because its calendar has no year 0 is refused at the door; one that an older build let in is refused by the relay, and what came after it is taken', async () => {
    const { sql } = care.setting;
    const command = reading('r-0', '0000-01-01T00:00:00.000Z');
    expect(await intake(sql, command)).toMatchObject({ outcome: 'refused', code: 'unstorable' });
    await putInbox(sql, { hospitalId: command.hospitalId, episodeId: id, commandId: 'r-0', kind: command.kind, payload: { ...command.input, by: 'device' }, tryAfterSeconds: 0 });
    await care.send({ hospitalId: care.world.hospitalId, episodeId: id, kind: 'escalation-raised', by: 'nurse-1', input: { commandId: 'red-1', level: 'red', reason: 'found on the floor' } });
    expect(await inboxState(sql, id, 'r-0')).toMatchObject({ state: 'rejected', rejection: expect.stringContaining('year 0') as string });
    expect(await inboxState(sql, id, 'red-1')).toMatchObject({ state: 'applied' });
  });

  it('for any other reason halts the episode with an alarm after two minutes; after the repair it is written, and the alarm is over', async () => {
    const { sql } = care.setting;
    await sql`alter table reading add constraint broken check (kind <> 'temperature')`;
    const command = reading('r-1', '2026-03-02T08:30:00.000Z');
    expect(await intake(sql, command)).toMatchObject({ outcome: 'accepted' });
    expect(await client.sendUpdate('reading-received', id, { ...command.input, by: 'device' } as never, 1_000)).toEqual({ kind: 'pending' });
    await sql`update inbox set state = 'rejected' where command_id = 'r-1'`; // so that the harness does not wait for it
    await care.until('2026-03-02T09:10:00.000Z');
    expect(await row()).toEqual([{ status: 'halted', alarms: ['unstorable'] }]);
    await sql`alter table reading drop constraint broken`;
    await client.nudge(id);
    await care.until('2026-03-02T09:20:00.000Z');
    expect(await row()).toEqual([{ status: 'active', alarms: null }]);
    expect(await sql`select kind from reading where episode_id = ${id}`).toHaveLength(1);
  });
});
