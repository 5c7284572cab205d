/** What a launch would do, before it is done: the refusals it would meet, and the first thirty days of the episode, found by the engine itself. */
import { decide } from '../pathways/engine/decide.js';
import { evolve } from '../pathways/engine/evolve.js';
import type { Episode } from '../pathways/engine/episode.js';
import type { Plan } from '../pathways/engine/plan.js';
import { transact, type Sql } from './client.js';
import { launchContext } from './launch-context.js';
import { outerOf } from './embedding.js';
import { startOf, unknownDischarge, type LaunchRequest } from './launch.js';
import { launchWarnings, refusalsOf, type LaunchRefusal, type LaunchWarning } from './launch-refusals.js';
import { patientOfDischarge } from './patient-lock.js';
import { openFrom } from './replay.js';

export type LaunchPreview = {
  refusals: LaunchRefusal[];
  warnings: LaunchWarning[];
  /** As it would stand right after its start; null: it cannot be imagined (no such package, a date is missing). */
  begun: { plan: Plan; hash: string; episode: Episode } | null;
};

/** Stands for the episode that is not there yet. */
const imagined = '00000000-0000-7000-8000-000000000000';
/** Without these nothing can be laid out; every other refusal still lets one see what would happen. */
const blind: readonly LaunchRefusal['code'][] = ['unknown-package', 'unknown-discharge', 'anchor-invalid', 'anchor-missing', 'starts-at', 'not-discharged', 'personal-invalid'];
/** What the page asks for in the same breath: not held against the preview. */
const orderCodes: readonly LaunchRefusal['code'][] = ['unpaid'];

export const previewLaunch = (sql: Sql, asked: Omit<LaunchRequest, 'orderNo' | 'by'>): Promise<LaunchPreview> =>
  transact(sql, async (tx): Promise<LaunchPreview> => {
    const request: LaunchRequest = { ...asked, orderNo: '', by: null };
    const patientId = await patientOfDischarge(tx, request.hospitalId, request.dischargeId);
    if (patientId === null) return { refusals: [unknownDischarge(request)], warnings: [], begun: null };
    const context = await launchContext(tx, request, patientId);
    const outer = request.within === undefined ? null : await outerOf(tx, { hospitalId: request.hospitalId, patientId, episodeId: request.within });
    const refusals = (await refusalsOf(tx, request, context, null, outer)).filter(({ code }) => !orderCodes.includes(code));
    const warnings = context.version ? await launchWarnings(tx, request.hospitalId, context.version.plan, refusals) : [];
    if (!context.version || refusals.some(({ code }) => blind.includes(code))) return { refusals, warnings, begun: null };
    const { plan, hash } = context.version;
    const start = startOf(imagined, request, context, context.version, outer);
    const episode = decide(plan, openFrom(start), start.started).reduce(evolve, openFrom(start));
    return { refusals, warnings, begun: { plan, hash, episode } };
  });
