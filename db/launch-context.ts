/** Everything that decides whether and how a package starts, read in the launch transaction. */
import type { Calendar } from '../pathways/engine/inputs.js';
import type { Plan } from '../pathways/engine/plan.js';
import type { Anchor, Instant, LocalDate } from '../pathways/engine/vocabulary.js';
import type { Consents } from '../pathways/patient/facts.js';
import type { EpisodeClock } from '../workflows/contract.js';
import { isInstant } from '../pathways/time.js';
import { json, together, type Tx } from './client.js';
import type { LaunchRequest } from './launch.js';

export type LaunchContext = {
  /** Wall time, by the database's clock. */
  now: Instant;
  /** Episode time at which the new episode begins; null when `startsAt` is not an instant. */
  at: Instant | null;
  hospital: { kind: 'real' | 'training'; zone: string; pace: string; calendar: Calendar | null; requiresPayment: boolean };
  patient: {
    id: string;
    birthDate: LocalDate | null;
    flags: Record<string, boolean>;
    optedOutAt: Instant | null;
    diedAt: Instant | null;
    consents: Consents;
    away: { from: LocalDate; until: LocalDate }[];
    hasFamilyContact: boolean;
    reachable: boolean;
  };
  /** Patient's zone, else the hospital's. */
  zone: string;
  anchors: Partial<Record<Anchor, LocalDate>>;
  /** null: no such package or version. */
  version: { hash: string; plan: Plan } | null;
  /** In a training hospital all open episodes of a patient share one clock, or their days would drift apart. */
  siblingClock: EpisodeClock | null;
};

type DischargeDates = { dischargedOn?: LocalDate | null; surgeryOn?: LocalDate | null };

async function hospitalOf(tx: Tx, id: string): Promise<LaunchContext['hospital'] & { now: Instant }> {
  const [row] = await tx<(LaunchContext['hospital'] & { now: Instant })[]>`select kind, zone, pace, calendar, requires_payment, now()::timestamptz(3) as now from hospital where id = ${id}`;
  if (!row) throw new Error(`There is no hospital ${id}`);
  return row;
}

async function patientOf(tx: Tx, patientId: string): Promise<LaunchContext['patient'] & { zone: string | null }> {
  const [row] = await tx<(LaunchContext['patient'] & { zone: string | null })[]>`
    select id, birth_date, flags, opted_out_at, died_at, consents, away, zone,
      exists (select 1 from contact c where c.patient_id = p.id and c.owner = 'family' and c.quarantined_at is null) as has_family_contact,
      exists (select 1 from contact c where c.patient_id = p.id and c.quarantined_at is null and c.kind <> 'email') as reachable
    from patient p where id = ${patientId}`;
  if (!row) throw new Error(`There is no patient ${patientId}`);
  return row;
}

type Asked = { hospitalId: string; packageId: string; version?: number };
type Version = { hash: string; plan: string; signers: number };

/** The newest version that may run here: signed by two in a real hospital, any in a training hospital. */
export const versionOf = async (tx: Tx, asked: Asked, kind: 'real' | 'training'): Promise<LaunchContext['version']> => newestThatRuns(await versionsOf(tx, asked), kind);

/** Newest first. */
const versionsOf = (tx: Tx, { hospitalId, packageId, version }: Asked): Promise<Version[]> =>
  tx<Version[]>`
    select v.hash, v.plan, (select count(distinct s.account_id) from version_signature s where (s.hospital_id, s.id, s.version, s.hash) = (v.hospital_id, v.id, v.version, v.hash)) as signers
    from pathway_version v where v.hospital_id = ${hospitalId} and v.id = ${packageId} and (${version ?? null}::int is null or v.version = ${version ?? null})
    order by v.version desc`;

function newestThatRuns(rows: readonly Version[], kind: 'real' | 'training'): LaunchContext['version'] {
  const chosen = rows.find((row) => kind === 'training' || row.signers >= 2) ?? rows[0];
  return chosen ? { hash: chosen.hash, plan: JSON.parse(chosen.plan) as Plan } : null;
}

async function beginning(tx: Tx, otherwise: Instant, siblingClock: EpisodeClock | null): Promise<Instant | null> {
  if (!siblingClock) return isInstant(otherwise) ? otherwise : null;
  const [row] = await tx<{ at: Instant }[]>`select episode_of(${json(tx, siblingClock)}, now())::timestamptz(3) as at`;
  return row?.at ?? null;
}

export async function launchContext(tx: Tx, request: LaunchRequest, patientId: string): Promise<LaunchContext> {
  const [{ now, ...hospital }, { zone, ...patient }, [discharge], [sibling], versions] = await together([
    hospitalOf(tx, request.hospitalId),
    patientOf(tx, patientId),
    tx<{ clinical: DischargeDates }[]>`select clinical from discharge where id = ${request.dischargeId}`,
    tx<{ clock: EpisodeClock }[]>`select clock from episode where patient_id = ${patientId} and status not in ('stopped', 'completed') order by launched_at desc limit 1`,
    versionsOf(tx, request),
  ]);
  const { dischargedOn, surgeryOn } = discharge?.clinical ?? {};
  const siblingClock = hospital.kind === 'training' && request.startsAt === undefined && sibling ? sibling.clock : null;
  return {
    now, at: await beginning(tx, request.startsAt ?? now, siblingClock), hospital, patient, zone: zone ?? hospital.zone,
    anchors: { ...(dischargedOn ? { discharge: dischargedOn } : {}), ...(surgeryOn ? { surgery: surgeryOn } : {}), ...request.anchors },
    version: newestThatRuns(versions, hospital.kind),
    siblingClock,
  };
}
