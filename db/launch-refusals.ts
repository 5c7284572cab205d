/** Why a package does not start, one sentence each: what is wrong, and what to do. */
import { launchRefusals } from '../discharges/refusals.js';
import { alertedRoles } from '../pathways/engine/alerted-roles.js';
import { personalMissing, personalProblems } from '../pathways/engine/personal.js';
import type { Plan } from '../pathways/engine/plan.js';
import type { Anchor, StaffRole } from '../pathways/engine/vocabulary.js';
import { isLocalDate, localDateOf } from '../pathways/time.js';
import { together, type Tx } from './client.js';
import { outerRefusals, type Outer, type OuterRefusal } from './embedding.js';
import type { LaunchContext } from './launch-context.js';
import type { LaunchRequest } from './launch.js';
import { orderRefusals, type LaunchOrder, type OrderRefusal } from './orders/launch-order.js';
import { rolesWithoutDuty } from './roster.js';
import { missingSignature, signatures } from './sign.js';

export type LaunchRefusalCode =
  | 'unknown-discharge' | 'unknown-package' | 'unsigned' | 'nobody-on-duty' | 'consent-missing' | 'anchor-missing' | 'anchor-invalid' | 'personal-missing' | 'personal-invalid' | 'starts-at' | 'pace'
  | 'dead' | 'not-discharged' | 'discharge-in-future' | 'discharge-long-past' | 'no-contact' | OrderRefusal['code'] | OuterRefusal['code'];
export type LaunchRefusal = { code: LaunchRefusalCode; message: string };

export async function refusalsOf(tx: Tx, request: LaunchRequest, context: LaunchContext, order: LaunchOrder | null, outer: Outer | null): Promise<LaunchRefusal[]> {
  if (!context.version) return [unknownPackage(request)];
  const { plan } = context.version;
  return [
    ...aboutPatient(request, context),
    ...aboutAnchors(plan, context),
    ...aboutPersonal(plan, request),
    ...(request.within === undefined ? orderRefusals(order, request, context.hospital.requiresPayment) : await outerRefusals(tx, outer, { within: request.within, plan })),
    ...(context.hospital.kind === 'real' ? await aboutRealHospital(tx, request, plan) : []),
  ];
}

const unknownPackage = ({ packageId, version }: LaunchRequest): LaunchRefusal => ({
  code: 'unknown-package',
  message: `There is no published package ${packageId}${version === undefined ? '' : `@${version}`} in this hospital: publish it first, or choose one from the list of packages`,
});

function aboutPatient(request: LaunchRequest, { patient, hospital, anchors, zone, at }: LaunchContext): LaunchRefusal[] {
  const { startsAt } = request;
  if (at === null) return [{ code: 'starts-at', message: `"${startsAt}" is not an instant: write it like 2026-03-02T08:00:00.000Z` }];
  if (startsAt !== undefined && hospital.kind === 'real') return [{ code: 'starts-at', message: 'A real hospital starts a package now: leave the start time out' }];
  if (request.pace !== undefined && hospital.kind === 'real') return [{ code: 'pace', message: 'A real hospital\'s clock cannot be changed: leave the pace out' }];
  const dischargedOn = anchors.discharge ?? null;
  const facts = { dead: patient.diedAt !== null, dischargedOn, reachable: patient.reachable };
  const refusals: LaunchRefusal[] = launchRefusals(facts, localDateOf(at, zone)).map(({ code, detail }) => ({ code, message: detail }));
  if (!patient.consents.sms) {
    refusals.push({ code: 'consent-missing', message: 'The patient has not agreed to be contacted: record the consent to messages first' });
  }
  return refusals;
}

function aboutAnchors(plan: Plan, { anchors }: LaunchContext): LaunchRefusal[] {
  const needed = Object.entries(plan.anchors).filter(([, need]) => need === 'required').map(([anchor]) => anchor as Anchor);
  const missing = needed.filter((anchor) => anchors[anchor] === undefined && anchor !== 'discharge');
  const invalid = Object.entries(anchors).filter(([, date]) => !isLocalDate(date));
  return [
    ...missing.map((anchor): LaunchRefusal => ({ code: 'anchor-missing', message: `${plan.id} counts from the date of ${anchor}, which the discharge does not give: enter it` })),
    ...invalid.map(([anchor, date]): LaunchRefusal => ({ code: 'anchor-invalid', message: `The date of ${anchor} "${date}" is not a date: write it like 2026-03-02` })),
  ];
}

function aboutPersonal(plan: Plan, { personal = {} }: LaunchRequest): LaunchRefusal[] {
  return [...personalMissing(plan, personal), ...personalProblems(plan, personal)].map(({ code, message }) => ({ code: `personal-${code}`, message }));
}

async function aboutRealHospital(tx: Tx, request: LaunchRequest, plan: Plan): Promise<LaunchRefusal[]> {
  const version = { hospitalId: request.hospitalId, id: plan.id, version: plan.version };
  const [signed, uncovered] = await together([signatures(tx, version), rolesWithoutDuty(tx, request.hospitalId, alertedRoles(plan).flatMap(({ role, red }) => (red ? [role] : [])))]);
  const missing = missingSignature(signed);
  return [
    ...(missing === null ? [] : [{ code: 'unsigned' as const, message: `${plan.id}@${plan.version} may not run for real patients yet: it needs ${missing}` }]),
    ...(uncovered.length === 0 ? [] : [{ code: 'nobody-on-duty' as const, message: `Nobody is on duty now as ${uncovered.join(', ')}, who must answer a RED case: complete the roster first` }]),
  ];
}

export type LaunchWarning = { code: 'nobody-on-duty'; roles: StaffRole[]; message: string };

/** What does not stop a launch and should be seen before it: nobody on duty for a role that ORANGE or YELLOW reaches (RED too, where it is not refused). */
export async function launchWarnings(tx: Tx, hospitalId: string, plan: Plan, refused: readonly LaunchRefusal[]): Promise<LaunchWarning[]> {
  const known = refused.some(({ code }) => code === 'nobody-on-duty');
  const roles = await rolesWithoutDuty(tx, hospitalId, alertedRoles(plan).flatMap(({ role, red }) => (red && known ? [] : [role])));
  return roles.length === 0 ? [] : [{ code: 'nobody-on-duty', roles, message: `Nobody is on duty now as ${roles.join(', ')}, whom this package alerts: complete the roster` }];
}
