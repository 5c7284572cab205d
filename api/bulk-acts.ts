/** Carrying out an act on many visits, and taking it back: each visit by its own command with its own key, so that a second click or a crash acts once. */
import { announceAct, beginAct, beginUndo, rowsOf, settleRow, standingOf, type BulkKind, type BulkRow, type Placed, type Standing } from '../db/bulk/bulk-rows.js';
import { toldByEngine } from '../db/bulk/move-preview.js';
import { dropTellTask, openTellTask } from '../db/bulk/tell-task.js';
import { hospitalOf } from '../db/hospitals.js';
import { reassign } from '../db/visits/reassign.js';
import type { Principal } from '../db/accounts.js';
import { submit } from './commands.js';
import type { ApiDeps } from './deps.js';
import { Problem } from './problem.js';

type Deps = Pick<ApiDeps, 'sql' | 'care' | 'starting' | 'hook' | 'now'>;
type Act = { actId: string; kind: BulkKind; reason: string };

/** Episodes side by side, the visits of one episode one after the other. */
const atOnce = 4;

/** False: there is no such preview, or it was undone. */
export async function applyAct(deps: Deps, principal: Principal, act: Act, leave: readonly string[]): Promise<boolean> {
  const { hospitalId, accountId: by } = principal;
  if (!(await beginAct(deps.sql, { hospitalId, actId: act.actId, by, leave }))) return false;
  const { zone } = await hospitalOf(deps.sql, hospitalId);
  await perEpisode(await rowsOf(deps.sql, hospitalId, act.actId), async (row) => {
    if (row.state !== 'previewed' || row.after === null) return;
    const now = await standingOf(deps.sql, hospitalId, row.occurrence);
    const failed = stands(now, row.before, act.kind) ? await carryOut(deps, principal, act, row, row.after, 'act') : alreadyAt(now, row.after, act.kind) ? null : 'changed-since';
    if (failed === null && act.kind === 'move-visits' && !toldByEngine(row.consequences)) await openTellTask(deps.sql, { hospitalId, actId: act.actId, ...row, after: row.after, reason: act.reason, zone, back: false });
    await settleRow(deps.sql, act.actId, row.occurrence, failed === null ? 'applied' : 'refused', failed);
  });
  await announceAct(deps.sql, hospitalId, act.actId);
  return true;
}

/** Only what still stands where the act put it goes back; whatever was changed since is somebody's decision. False: it was never carried out. */
export async function undoAct(deps: Deps, principal: Principal, act: Act): Promise<boolean> {
  const { hospitalId, accountId: by } = principal;
  if (!(await beginUndo(deps.sql, { hospitalId, actId: act.actId, by }))) return false;
  const { zone } = await hospitalOf(deps.sql, hospitalId);
  await perEpisode(await rowsOf(deps.sql, hospitalId, act.actId), async (row) => {
    if (row.state !== 'applied' || row.after === null) return;
    const now = await standingOf(deps.sql, hospitalId, row.occurrence);
    const failed = alreadyAt(now, row.after, act.kind) ? await carryOut(deps, principal, act, row, row.before, 'undo') : 'changed-since';
    if (failed === null && act.kind === 'move-visits' && !(await dropTellTask(deps.sql, hospitalId, act.actId, row.occurrence))) {
      await openTellTask(deps.sql, { hospitalId, actId: act.actId, occurrence: row.occurrence, episodeId: row.episodeId, before: row.after, after: row.before, reason: act.reason, zone, back: true });
    }
    await settleRow(deps.sql, act.actId, row.occurrence, failed === null ? 'undone' : 'undo-refused', failed);
  });
  await announceAct(deps.sql, hospitalId, act.actId);
  return true;
}

async function perEpisode(rows: readonly BulkRow[], work: (row: BulkRow) => Promise<void>): Promise<void> {
  const episodes = [...new Set(rows.map(({ episodeId }) => episodeId))].map((id) => rows.filter(({ episodeId }) => episodeId === id));
  let next = 0;
  await Promise.all(Array.from({ length: atOnce }, async () => {
    for (let visits = episodes[next++]; visits; visits = episodes[next++]) for (const row of visits) await work(row);
  }));
}

const stands = (now: Standing | null, placed: Placed, kind: BulkKind): boolean =>
  now !== null && now.status === 'booked' && now.from === placed.from && now.until === placed.until && now.revision === placed.revision && (kind === 'move-visits' || now.accountId === placed.accountId);
const alreadyAt = (now: Standing | null, placed: Placed, kind: BulkKind): boolean =>
  now !== null && now.status === 'booked' && (kind === 'move-visits' ? now.from === placed.from && now.until === placed.until : now.accountId === placed.accountId);

/** null: done. Else why not: a code that the page has words for, or the engine's own words. */
async function carryOut(deps: Deps, principal: Principal, { actId, kind, reason }: Act, { occurrence, episodeId }: BulkRow, to: Placed, as: 'act' | 'undo'): Promise<string | null> {
  if (kind === 'reassign-visits') {
    const { refused: [refused] } = await reassign(deps.sql, { hospitalId: principal.hospitalId, moves: [{ occurrence, toAccountId: to.accountId }], by: principal.accountId, as });
    return refused?.refusal.code ?? null;
  }
  try {
    await submit(deps, principal, `${as === 'act' ? 'bulk' : 'bulk-undo'}/${actId}/${occurrence}`, { episodeId, kind: 'visit-moved', input: { occurrence, from: to.from, until: to.until, reason } });
    return null;
  } catch (error) {
    if (error instanceof Problem && (error.code === 'refused' || error.code === 'not-found' || error.code === 'invalid')) return error.message;
    throw error;
  }
}
