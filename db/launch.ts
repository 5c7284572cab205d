/** A package is launched: the episode row is written first, as `launching`; a starter makes the workflow. Twice returns the running one. */
import { v7 as uuidv7 } from 'uuid';
import { calendarFor, bundledCalendar } from '../pathways/calendar/calendar-for.js';
import { semantics } from '../pathways/engine/semantics.js';
import { spreadOf } from '../pathways/engine/spread.js';
import type { Calendar, PatientFacts, PersonalValues } from '../pathways/engine/inputs.js';
import type { Plan } from '../pathways/engine/plan.js';
import type { Anchor, Instant, LocalDate } from '../pathways/engine/vocabulary.js';
import { addDays, addMonths, localDateOf } from '../pathways/time.js';
import type { CarePathwayStart, EpisodeClock } from '../workflows/contract.js';
import { announceChanges } from './changes.js';
import { json, together, transact, type Sql, type Tx } from './client.js';
import { embed, outerOf, type Outer } from './embedding.js';
import { launchContext, type LaunchContext } from './launch-context.js';
import { refusalsOf, type LaunchRefusal } from './launch-refusals.js';
import { launchOrder, openEntitlements, type LaunchOrder } from './orders/launch-order.js';
import { tellPackageFacts } from './package-facts.js';
import { lockOwner, patientOfDischarge } from './patient-lock.js';

export type LaunchRequest = {
  hospitalId: string;
  dischargeId: string;
  packageId: string;
  /** Absent: the newest version that may run in this hospital. */
  version?: number;
  /** The order that was paid for; the same order never launches twice. Empty when it is started within another episode. */
  orderNo: string;
  /** The episode of another package within which it is started: nothing is ordered, one of its units is taken. */
  within?: string;
  /** The account; null: the system itself (a demonstration). */
  by: string | null;
  /** Override what the discharge says, e.g. the date of surgery. */
  anchors?: Partial<Record<Anchor, LocalDate>>;
  /** Numbers and times of this patient that the package asks for, by parameter. */
  personal?: PersonalValues;
  /** Episode time at which it begins, in a training hospital only; absent: now. */
  startsAt?: Instant;
  /** In a training hospital only: this patient's clock runs at this pace (1: real time, moved on by hand); absent: the hospital's. */
  pace?: number;
};

export type Launch =
  | { outcome: 'launched'; episodeId: string; start: CarePathwayStart }
  | { outcome: 'already-running'; episodeId: string; status: string }
  | { outcome: 'refused'; refusals: LaunchRefusal[] };

export function launch(sql: Sql, request: LaunchRequest): Promise<Launch> {
  return transact(sql, async (tx): Promise<Launch> => {
    const patientId = await lockOwner(tx, () => patientOfDischarge(tx, request.hospitalId, request.dischargeId));
    if (patientId === null) return { outcome: 'refused', refusals: [unknownDischarge(request)] };
    const [running, order] = await together([runningEpisode(tx, request), request.within === undefined ? launchOrder(tx, request.hospitalId, request.orderNo) : null]);
    if (running) return { outcome: 'already-running', ...running };
    const outer = request.within === undefined ? null : await outerOf(tx, { hospitalId: request.hospitalId, patientId, episodeId: request.within });
    const bought = { ...request, ...(request.version === undefined && order?.packageVersion ? { version: order.packageVersion } : {}) };
    const context = await launchContext(tx, bought, patientId);
    const refusals = await refusalsOf(tx, bought, context, order, outer);
    if (refusals.length > 0 || !context.version) return { outcome: 'refused', refusals };
    return write(tx, bought, context, context.version, order, outer);
  });
}

export const unknownDischarge = ({ dischargeId }: Pick<LaunchRequest, 'dischargeId'>): LaunchRefusal =>
  ({ code: 'unknown-discharge', message: `There is no discharge ${dischargeId} in this hospital: import it first` });

async function runningEpisode(tx: Tx, r: LaunchRequest): Promise<{ episodeId: string; status: string } | null> {
  const [row] = await tx<{ episodeId: string; status: string }[]>`select id as episode_id, status from episode
    where hospital_id = ${r.hospitalId} and discharge_id = ${r.dischargeId} and plan_id = ${r.packageId}
      and ${r.within === undefined ? tx`order_no = ${r.orderNo}` : tx`within = ${r.within} and status not in ('stopped', 'completed')`}`;
  return row ?? null;
}

async function write(tx: Tx, request: LaunchRequest, context: LaunchContext, version: NonNullable<LaunchContext['version']>, order: LaunchOrder | null, outer: Outer | null): Promise<Launch> {
  const episodeId = uuidv7();
  const { plan } = version;
  const flags = await tellPackageFacts(tx, { ...request, episodeId }, context.patient);
  const start = startOf(episodeId, request, { ...context, patient: { ...context.patient, flags } }, version, outer);
  /** Read beside the order that was paid: the n-th package within it. */
  const orderNo = outer ? `${outer.orderNo}/${outer.embedded + 1}` : request.orderNo;
  const { clock, started } = start;
  await together([
    tx`insert into episode (id, hospital_id, patient_id, discharge_id, order_no, within, plan_id, plan_version, plan_hash, semantics, status, clock, start, launched_by)
      values (${episodeId}, ${request.hospitalId}, ${context.patient.id}, ${request.dischargeId}, ${orderNo}, ${outer?.episodeId ?? null}, ${plan.id}, ${plan.version}, ${version.hash},
        ${semantics}, 'launching', ${json(tx, clock)}, ${json(tx, start)}, ${request.by})`.execute(),
    openEntitlements(tx, { hospitalId: request.hospitalId, patientId: context.patient.id, episodeId, packageId: plan.id, version: plan.version, at: started.at, order, within: outer?.episodeId ?? null }),
  ]);
  if (outer) await embed(tx, outer, { hospitalId: request.hospitalId, patientId: context.patient.id, episodeId, plan, at: started.at, by: request.by });
  await announceChanges(tx, request.hospitalId, [{ topic: 'episode', ref: episodeId }]);
  return { outcome: 'launched', episodeId, start };
}

/** How the episode begins: also what a preview before launch is made from. */
export function startOf(episodeId: string, request: Pick<LaunchRequest, 'hospitalId' | 'pace' | 'personal' | 'by'>, context: LaunchContext, { plan, hash }: NonNullable<LaunchContext['version']>, outer: Outer | null): FirstStart {
  const at = context.at ?? context.now;
  const clock: EpisodeClock = context.siblingClock ?? { wallAnchor: context.now, episodeAnchor: at, pace: request.pace ?? Number(context.hospital.pace) };
  const { personal = {}, by } = request;
  return {
    v: 1, hospitalId: request.hospitalId, episodeId, plan: { id: plan.id, version: plan.version, hash }, semantics, clock,
    started: { kind: 'episode-started', at, anchors: context.anchors, zone: context.zone, calendar: calendarOf(context, plan, at), facts: factsOf(context, at), ...(Object.keys(personal).length > 0 && { personal: { values: personal, by: by ?? 'system' } }), ...(outer && { within: { episode: outer.episodeId, plan: outer.plan.id } }) },
  };
}
export type FirstStart = CarePathwayStart & { started: NonNullable<CarePathwayStart['started']> };

/** A year more than the plan's last offset: moved anchors and rolls stay inside. */
function calendarOf({ hospital, zone }: LaunchContext, plan: Plan, at: Instant): Calendar {
  const from = addDays(localDateOf(at, zone), -30);
  const days = plan.steps.map(({ schedule }) =>
    schedule.kind === 'repeat' || schedule.kind === 'after' ? longestUntil(plan, schedule) : schedule.kind === 'onRequest' ? schedule.untilDay : schedule.kind === 'offsets' ? Math.max(...schedule.offsets) * { day: 1, week: 7, month: 31 }[schedule.unit] : 0);
  return calendarFor(from, addDays(addMonths(from, 12), Math.max(0, ...days)), hospital.calendar ?? bundledCalendar());
}

/** A patient's own end may be given, or moved, as far as its bound. */
function longestUntil({ personal }: Plan, schedule: Extract<Plan['steps'][number]['schedule'], { kind: 'repeat' | 'after' }>): number {
  const name = schedule.personal?.untilDay;
  return Number((name === undefined ? undefined : personal?.[name]?.max) ?? schedule.untilDay ?? 0);
}

function factsOf({ patient, zone }: LaunchContext, at: Instant): PatientFacts {
  const today = localDateOf(at, zone);
  const age = patient.birthDate === null ? null : Number(today.slice(0, 4)) - Number(patient.birthDate.slice(0, 4)) - (today.slice(5) < patient.birthDate.slice(5) ? 1 : 0);
  return {
    ...(age === null ? {} : { age }),
    flags: patient.flags, hasFamilyContact: patient.hasFamilyContact, optedOut: patient.optedOutAt !== null, away: patient.away, spreadSeconds: spreadOf(patient.id),
  };
}
