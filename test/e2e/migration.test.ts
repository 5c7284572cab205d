/**
 * `wuyou migrate` from beginning to end, as docs/operations.md tells it: three patients on version 1, a version 2 that adds, removes and moves something.
 * One has a visit agreed, one has been written to, and of one something is open that version 2 does not have.
 */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { run as audit } from '../../cli/audit.js';
import { run as migrate } from '../../cli/migrate.js';
import { run as publish } from '../../cli/publish.js';
import { inboxState } from '../../db/inbox.js';
import { moveEpisode } from '../../db/migration/command.js';
import { movedPatients, type MovedPatients, type Printed } from '../support/moved-patients.js';

const edits: [string | RegExp, string][] = [
  [/^version: 1$/m, 'version: 2'],
  [/dressingDays: \{ value: \[2, 6, 12\]/, 'dressingDays: { value: [2, 8, 12]'],
  [/weekFormDays: \{ value: \[7\]/, 'weekFormDays: { value: [7, 10]'],
  [/fortnightFormDays: \{ value: \[14\]/, 'fortnightFormDays: { value: [15]'],
  [/ {2}photoDays: .*\n {2}photoTime: .*\n/, ''],
  [/ {2}wound-photo:\n(?: {4}.*\n)+/, ''],
];
const id = 'hip-wound-care';
const slot = { from: '2026-03-08T01:00:00.000Z', until: '2026-03-08T02:00:00.000Z' };

let house: MovedPatients;
const ids = { agreed: '', written: '', begun: '' };
beforeAll(async () => {
  house = await movedPatients(id, edits);
});
afterAll(() => house.close());

const inHouse = (run: (args: string[]) => Promise<number>, ...args: string[]): Promise<Printed> => house.command(run, ...args, '--hospital', house.world.hospitalId);
const answering = ['--by', 'head', '--reason', 'photos by video instead'];
const forth = [id, '--from', 'v1', '--to', 'v2'];
const back = [id, '--undo', '--to', 'v1'];
/** The lines of one episode. */
const linesOf = ({ out }: Printed, episodeId: string): string[] => {
  const lines = out.split('\n');
  const first = lines.findIndex((line) => line.startsWith(`${episodeId}  `));
  const rest = lines.slice(first + 1);
  return first < 0 ? [] : [(lines[first] ?? '').slice(episodeId.length + 2), ...rest.slice(0, rest.findIndex((line) => !line.startsWith('  ')))];
};
/** What is still to come or under way, without the numbers: what comes back gets a new one. */
const daysOf = async (episodeId: string): Promise<string[]> => Object.values((await house.episode(episodeId)).occurrences).map(({ step, dueAt, status, slot: at, windowFrom, windowUntil }) =>
  [step, dueAt, status, at?.from ?? '-', windowFrom, windowUntil].join(' ')).toSorted();
let asItWas: string[];
const versionsOf = async (): Promise<unknown[]> => (await house.setting.sql<{ v: number }[]>`select plan_version as v from episode where id in ${house.setting.sql(Object.values(ids))} order by array_position(${Object.values(ids)}::uuid[], id)`).map(({ v }) => v);
/** Messages by what they are about, of all attempts that left. */
const sentTo = async (episodeId: string): Promise<string[]> => (await house.setting.sql<{ id: string }[]>`select unnest(carries) as id from attempt where episode_id = ${episodeId} order by 1`).map(({ id: one }) => one.slice(episodeId.length + 1));
const moves = async () => [...(await house.setting.sql`select j.episode_id, e->>'by' as by, e->>'reason' as reason, (e->>'undo')::boolean as undo, e->'from'->'version' as from, e->'to'->'version' as to
  from journal j, jsonb_array_elements(j.events) e where e->>'type' = 'EpisodeMigrated' order by j.wall_at`)];

it('version 1 is published, three patients live by it, version 2 is published', async () => {
  expect(await inHouse(publish, join(house.folder, 'v1.yaml'))).toMatchObject({ code: 0, out: expect.stringContaining(`${id}@1 is published`) as string });
  for (const who of ['agreed', 'written', 'begun'] as const) ids[who] = await house.launch();
  await house.until(ids.agreed, '2026-03-03T01:00:00.000Z');
  await house.send({ episodeId: ids.agreed, kind: 'visit-booked', input: { commandId: 'book', occurrence: `${ids.agreed}/dressing/2`, ...slot } });
  await house.until(ids.written, '2026-03-05T04:00:00.000Z');
  await house.until(ids.begun, '2026-03-06T04:00:00.000Z');
  expect(await sentTo(ids.written)).toContain('follow-up-d3/1/0/invite/patient');
  expect(await inHouse(publish, join(house.folder, 'v2.yaml'))).toMatchObject({ code: 0, out: expect.stringContaining(`${id}@2 is published`) as string });
});

it('the dry run shows what each gains, loses and moves, what a person is asked and what is blocked, and changes nothing', async () => {
  const shown = await inHouse(migrate, ...forth, '--dry-run');
  expect(shown.code).toBe(0);
  const otherwise = '  = from now on otherwise: wound-photo, dressing, follow-up-d7, follow-up-d14';
  const common = ['  + follow-up-d7 #2 2026-03-12 02:00'];
  expect(linesOf(shown, ids.agreed)).toEqual([
    `${id} v1 → v2`, ...common, '  - wound-photo #1 2026-03-06 02:00', '  - wound-photo #2 2026-03-11 02:00', '  > follow-up-d14 #1 2026-03-16 02:00 → 2026-03-17 02:00',
    '  ? dressing #2 2026-03-08 01:00 is agreed with the patient and stays; a person is asked', otherwise,
  ]);
  expect(linesOf(shown, ids.written)).toEqual([
    `${id} v1 → v2`, ...common, '  - wound-photo #1 2026-03-06 02:00', '  - wound-photo #2 2026-03-11 02:00', '  > dressing #2 2026-03-08 02:00 → 2026-03-10 02:00',
    '  > follow-up-d14 #1 2026-03-16 02:00 → 2026-03-17 02:00', otherwise,
  ]);
  expect(linesOf(shown, ids.begun)).toEqual([`${id} v1 → v2  blocked`, expect.stringMatching(/^ {2}x wound-photo #1: the version has no such step, and this one has begun/)]);
  expect(shown.out).toContain('3 episodes, 1 blocked; 2 gained, 4 lost, 3 moved, 1 agreed visits for a person to look at');
  expect([await versionsOf(), await moves()]).toEqual([[1, 1, 1], []]);
});

it('moves those who can be, one after the other, and the journal says by whom and why', async () => {
  const stays = await daysOf(ids.begun);
  asItWas = await daysOf(ids.agreed);
  const sent = await sentTo(ids.written);
  const moved = await inHouse(migrate, ...forth, ...answering, '--batch', '1');
  expect(moved.out.split('\n').filter((line) => /^[✓✗]/u.test(line))).toEqual([`✓ ${ids.agreed}`, `✓ ${ids.written}`]);
  expect([moved.code, await versionsOf()]).toEqual([0, [2, 2, 1]]);
  const by = { by: house.head, reason: 'photos by video instead', undo: false, from: 1, to: 2 };
  expect(await moves()).toEqual([{ episodeId: ids.agreed, ...by }, { episodeId: ids.written, ...by }]);

  const { occurrences } = await house.episode(ids.agreed);
  expect(occurrences[`${ids.agreed}/dressing/2`]).toMatchObject({ status: 'booked', slot, revision: 1 });
  const asked = () => house.setting.sql`select recipient, state, occurrence from obligation where purpose = 'migrated-visit'`;
  await expect.poll(async () => [...(await asked())], { timeout: 30_000 }).toEqual([{ recipient: 'case-manager', state: 'sent', occurrence: `${ids.agreed}/dressing/2` }]);
  expect(await daysOf(ids.agreed)).not.toEqual(asItWas);
  expect(await daysOf(ids.begun)).toEqual(stays);
  expect(await sentTo(ids.written)).toEqual(sent);

  const again = await inHouse(migrate, ...forth, ...answering);
  expect(again.out).toContain('1 episodes, 1 blocked');
  expect([again.code, (await moves()).length]).toEqual([0, 2]);
});

it('lives on by version 2: what was sent does not come again, what it does not have does not come', async () => {
  await house.until(ids.written, '2026-03-06T04:00:00.000Z');
  const sent = await sentTo(ids.written);
  expect(sent.filter((one) => /^follow-up-d3\/.*\/invite\//.test(one))).toEqual(['follow-up-d3/1/0/invite/patient']);
  expect(sent.filter((one) => one.startsWith('wound-photo/'))).toEqual([]);
  expect(new Set(sent).size).toBe(sent.length);
  expect((await house.episode(ids.begun)).occurrences[`${ids.begun}/wound-photo/1`]).toMatchObject({ status: 'open' });
});

it('undo leads back whom nothing has happened to otherwise than by version 1, and says that the other stays', async () => {
  const shown = await inHouse(migrate, ...back, '--dry-run');
  expect([linesOf(shown, ids.agreed)[0], linesOf(shown, ids.written)]).toEqual([`${id} v2 → v1`, []]);
  expect(shown.out).toMatch(/1 episodes, 0 blocked[^\n]*\nx 1 more on v2 cannot be led back: /);

  const undone = await inHouse(migrate, ...back, '--by', 'head', '--reason', 'video does not work');
  expect(undone.out).toContain(`✓ ${ids.agreed}\n`);
  expect([undone.code, await versionsOf()]).toEqual([0, [1, 2, 1]]);
  expect((await moves()).at(-1)).toEqual({ episodeId: ids.agreed, by: house.head, reason: 'video does not work', undo: true, from: 2, to: 1 });
  expect(await daysOf(ids.agreed)).toEqual(asItWas);
  const told = () => house.setting.sql`select purpose, state, occurrence from obligation where purpose like 'migrated-visit%' order by due_at`;
  const about = { state: 'sent', occurrence: `${ids.agreed}/dressing/2` };
  await expect.poll(async () => [...(await told())], { timeout: 30_000 }).toEqual([{ purpose: 'migrated-visit', ...about }, { purpose: 'migrated-visit-void', ...about }]);
});

it('undo is refused for her, by the command and by the run itself', async () => {
  expect(await inHouse(migrate, ...back, '--episode', ids.written, '--by', 'head', '--reason', 'video does not work')).toMatchObject({ code: 1, out: expect.stringContaining('x 1 more on v2 cannot be led back') as string });
  const [v1] = await house.setting.sql<{ hash: string }[]>`select hash from pathway_version where id = ${id} and version = 1`;
  await moveEpisode(house.setting.sql, { hospitalId: house.world.hospitalId, episodeId: ids.written, to: { id, version: 1, hash: v1?.hash ?? '' }, by: house.head, reason: 'video does not work', commandId: 'too-late', undo: true });
  await expect.poll(() => inboxState(house.setting.sql, ids.written, 'too-late'), { timeout: 30_000 }).toMatchObject({ state: 'rejected', rejection: expect.stringContaining('cannot-undo: ') as string });
  expect(await versionsOf()).toEqual([1, 2, 1]);
});

it('and the audit, which asks Temporal, finds every promise kept', async () => {
  const { code, out } = await house.command(audit, '--grace', '0');
  expect(out).toMatch(/Audit clean\.\n$/);
  expect(code).toBe(0);
});
