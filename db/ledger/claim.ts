/**
 * The claim: under the patient's lock, consent, death, opt-out, quiet hours, budget and expiry are checked now, the words are rendered and
 * the attempt is written as `sending` with a lease. The caller commits BEFORE it posts. Idempotent: what is settled or on its way stays so.
 */
import type { DeliverRequest } from '../../activities/port.js';
import type { Channel } from '../../channels/channel.js';
import { Unrenderable } from '../../messages/render.js';
import type { Obligation } from '../../pathways/engine/events.js';
import type { MessageOutcome } from '../../pathways/engine/inputs.js';
import type { ChannelName, FailureReason, Instant, ObligationId, StaffRole, SuppressionReason } from '../../pathways/engine/vocabulary.js';
import { judge, type Tried, type Verdict } from '../../pathways/patient/claim.js';
import { messagePolicy } from '../../pathways/patient/message-policy.js';
import { withoutPhotos } from '../../pathways/patient/without-photos.js';
import { raiseAlarm } from '../alarms.js';
import { together, type Tx } from '../client.js';
import { standing } from '../halt.js';
import { planOf, type PlanKey } from '../plans.js';
import { beforeJudging } from './before-judging.js';
import { compose, type Composed } from './compose.js';
import type { ChannelAsk, LedgerDeps } from './deps.js';
import { circuitOpen, mostAttempts, waitFor } from './limits.js';
import { open, type Claiming, type Claims } from './open.js';
import { blameless, heldChannels, leastPauseMs } from './patience.js';
import { contactAddress, staffAddress, staffRole, type Addressee } from './people.js';
import { attemptsFor, lockObligations, type AttemptRow, type ObligationRow } from './rows.js';
import { loadSharedFacts } from './shared-facts.js';
import { spendCapReached } from './spend-cap.js';
import { openTask } from './task.js';

/** `channels`: those that may be tried now. `refusedBy`: the provider that would carry it refuses everybody. `waits`: others were asked to wait, longer than this message does. */
type Candidate = { row: ObligationRow; channels: ChannelName[]; attempts: AttemptRow[]; nobody: boolean; refusedBy: string | null; waits: boolean };

export async function claimIn(tx: Tx, deps: LedgerDeps, request: DeliverRequest, patientId: string): Promise<Claims> {
  const claims: Claims = { posts: [], deferred: [], waiting: [] };
  const [rows, attempts] = await together([lockObligations(tx, request.hospitalId, request.obligations), attemptsFor(tx, request.obligations)]);
  const candidates = rows.filter((row) => row.state === 'released').map((row) => candidate(row, attempts)).filter((c): c is Candidate => c !== null);
  if (candidates.length === 0) return claims;
  const context = await contextOf(tx, request);
  const facts = await loadSharedFacts(tx, { hospitalId: request.hospitalId, patientId }, context.at, candidates.map((c) => c.row.id));
  if (candidates.some(costsAndYields) && (await spendCapReached(tx, request.hospitalId))) facts.spendCapReached = true;
  const claiming: Claiming = { tx, deps, hospital: { id: request.hospitalId, kind: context.kind }, at: context.at, facts, claims };
  await decideAll(claiming, await withoutPhotoRequests(claiming, context.plan, await withoutEndedEpisodes(claiming, context.status, candidates)));
  return claims;
}

const costsAndYields = ({ channels, row }: Candidate): boolean => channels.includes('sms') && messagePolicy[row.spec.class].spendCap === 'stops';

/** null: an attempt is on its way, or a vendor asks for a wait that this message can bear. */
function candidate(row: ObligationRow, all: AttemptRow[]): Candidate | null {
  const attempts = all.filter((attempt) => attempt.carries.includes(row.id));
  if (attempts.some((attempt) => attempt.verdict === null)) return null;
  const held = heldChannels(attempts, row.spec.class);
  if (held.some(({ tooLong }) => !tooLong)) return null;
  const channels = row.spec.channels.filter((name) => !held.some(({ channel }) => channel === name));
  return { row, channels, attempts, nobody: false, refusedBy: null, waits: held.length > 0 };
}

type Context = { at: Instant; status: string; kind: 'real' | 'training'; plan: PlanKey };

/** The later of what the workflow's clock said and what the database's clock says now: a retry may run hours after it was scheduled. */
async function contextOf(tx: Tx, { episodeId, hospitalId, episodeNow }: DeliverRequest): Promise<Context> {
  const [row] = await tx<Context[]>`select greatest(episode_of(e.clock, now()), ${episodeNow}::timestamptz)::timestamptz(3) as at, ${standing(tx)} as status, h.kind,
      jsonb_build_object('id', e.plan_id, 'version', e.plan_version, 'hash', e.plan_hash) as plan
    from episode e join hospital h on h.id = e.hospital_id where e.id = ${episodeId} and e.hospital_id = ${hospitalId}`;
  if (!row) throw new Error(`There is no episode ${episodeId} in this hospital`);
  return row;
}

async function withoutEndedEpisodes(claiming: Claiming, status: string, candidates: Candidate[]): Promise<Candidate[]> {
  const kept: Candidate[] = [];
  for (const c of candidates) {
    const reason = beforeJudging(status, c.row.spec);
    if (reason === null) kept.push(c);
    else await settleAs(claiming, c.row.id, 'suppressed', reason, null);
  }
  return kept;
}

/** A patient who said no to photos meanwhile is asked in other words, or not at all; what the record keeps as planned stays as it was. */
async function withoutPhotoRequests(claiming: Claiming, planKey: PlanKey, candidates: Candidate[]): Promise<Candidate[]> {
  const { tx, hospital, facts } = claiming;
  if (facts.consents.photos || candidates.length === 0) return candidates;
  const { plan } = await planOf(tx, hospital.id, planKey);
  const kept: Candidate[] = [];
  for (const c of candidates) {
    const spec = withoutPhotos(plan, facts.consents, c.row.spec);
    if (spec === null) await settleAs(claiming, c.row.id, 'suppressed', 'no-consent', null);
    else kept.push({ ...c, row: { ...c.row, spec } });
  }
  return kept;
}

/** Each round judges what is left; an obligation whose channel turns out to have no way drops that channel and is judged again. */
async function decideAll(claiming: Claiming, candidates: Candidate[]): Promise<void> {
  let left = candidates;
  while (left.length > 0) {
    const [ready, spent] = [left.filter((c) => c.channels.length > 0), left.filter((c) => c.channels.length === 0)];
    for (const c of spent) await giveUp(claiming, c);
    const due: Obligation[] = ready.map(({ row, channels }) => ({ ...row.spec, channels }));
    const tried: Tried = Object.fromEntries(ready.map(({ row, channels }) => [row.id, row.spec.channels.filter((name) => !channels.includes(name))]));
    left = [];
    for (const verdict of ready.length === 0 ? [] : judge(claiming.facts, due, claiming.at, tried)) left.push(...(await follow(claiming, verdict, ready)));
  }
}

/** Returns those to be judged again. */
async function follow(claiming: Claiming, verdict: Verdict, ready: Candidate[]): Promise<Candidate[]> {
  const named = verdict.kind === 'send' ? verdict.carries : [verdict.obligation];
  const about = named.map((id) => ready.find((c) => c.row.id === id)).filter((c): c is Candidate => c !== undefined);
  const [first, ...others] = about;
  if (!first) throw new Error(`judge spoke of an obligation that was not asked about: ${named.join(', ')}`);
  switch (verdict.kind) {
    case 'defer':
      if (hasFailed(first)) return (await waitForMorning(claiming, verdict, first)) ? [] : about;
      claiming.claims.deferred.push(deferral(first.row, verdict.until));
      return [];
    case 'suppress':
      await (isFailure(first, verdict.reason) ? giveUp(claiming, first) : settleAs(claiming, first.row.id, 'suppressed', verdict.reason, verdict.by ?? null));
      return [];
    case 'fail':
      await (verdict.reason === 'all-channels-failed' ? giveUp(claiming, first) : settleAs(claiming, first.row.id, 'failed', verdict.reason, null));
      return [];
    case 'send':
      return (await send(claiming, verdict, [first, ...others])) ? [] : about;
  }
}

/** After a real attempt, the want of another way, or of time because its vendor took nothing, is a failure that a person must hear of, not a reason to stay silent. */
const unreachable: readonly SuppressionReason[] = ['no-contact', 'quarantined', 'no-consent', 'expired'];
/** The same once the vendor has said that it failed: the engine counted it as sent and would read past a reason, but never past a failure. */
const tooLate: readonly SuppressionReason[] = ['opted-out', 'spend-cap'];

const hasFailed = ({ attempts }: Candidate): boolean => attempts.some(({ verdict }) => verdict === 'next');
const isFailure = (candidate: Candidate, reason: SuppressionReason): boolean =>
  (candidate.attempts.length > 0 && unreachable.includes(reason)) || (hasFailed(candidate) && tooLate.includes(reason)) || (candidate.row.waitsFor !== null && reason === 'expired');

type Deferring = Extract<Verdict, { kind: 'defer' }>;

/**
 * Failed at night, and of use in the morning: it goes on then by the way that is left. The engine may have closed it as sent, so the ledger remembers the time
 * by itself (sweep and workflow ask again at `check_at`). False: this channel has no way left, so there is nothing to wait for and the candidate lost it.
 */
async function waitForMorning(claiming: Claiming, verdict: Deferring, candidate: Candidate): Promise<boolean> {
  const { tx, claims } = claiming;
  const { row, attempts } = candidate;
  const composed = await tryCompose(claiming, [row], verdict.channel, null);
  if (composed === null) await settleAs(claiming, row.id, 'failed', 'poison', null);
  else if (!(await wayTo(claiming, verdict, [candidate], composed.textKey))) {
    lose(candidate, verdict.channel);
    return false;
  } else {
    const [asked] = await tx<{ checkAt: Instant }[]>`update attempt a set check_at = wall_of(e.clock, ${verdict.until}) from episode e
      where a.id = ${attempts.at(-1)?.id ?? ''} and e.id = ${row.episodeId} returning a.check_at`;
    claims.waiting.push({ obligation: row.id, until: asked?.checkAt ?? null });
  }
  return true;
}

function lose(candidate: Candidate, channel: ChannelName): void {
  candidate.channels = candidate.channels.filter((name) => name !== channel && !(candidate.nobody && name !== 'phone-task'));
}

function deferral({ id: obligation, spec: { occurrence, escalation, purpose, class: messageClass, recipient } }: ObligationRow, until: Instant): MessageOutcome {
  return { obligation, occurrence, escalation, purpose, class: messageClass, recipient, outcome: 'deferred', until, reason: 'quiet-hours' };
}

async function settleAs({ tx }: Claiming, id: ObligationId, state: 'suppressed' | 'failed', reason: SuppressionReason | FailureReason, by: ObligationId | null): Promise<void> {
  await tx`update obligation set state = ${state}, reason = ${reason}, carried_by = ${by}, settled_at = now(), told = false where id = ${id}`;
}

async function giveUp(claiming: Claiming, { row, attempts, nobody, refusedBy, waits }: Candidate): Promise<void> {
  // A provider is out of credentials or money, or asks to wait: wait for it, until the obligation expires.
  if (refusedBy !== null) return waitFor(claiming.tx, row, refusedBy);
  if (waits && !nobody && claiming.at < row.spec.expiresAt) return;
  const last = attempts.at(-1);
  const refusedContent = last?.state === 'rejected' && last.detail === 'content';
  await settleAs(claiming, row.id, 'failed', nobody ? 'nobody-on-duty' : refusedContent ? 'provider-rejected' : 'all-channels-failed', null);
}

type Sending = Extract<Verdict, { kind: 'send' }>;

/** False: this channel has no way, so the candidates lost it. */
async function send(claiming: Claiming, verdict: Sending, about: [Candidate, ...Candidate[]]): Promise<boolean> {
  const [first] = about;
  const rows: [ObligationRow, ...ObligationRow[]] = [first.row, ...about.slice(1).map((c) => c.row)];
  const composed = await tryCompose(claiming, rows, verdict.channel, null);
  if (composed === null || first.attempts.filter((attempt) => !blameless(attempt)).length >= mostAttempts) {
    for (const { row } of about) await settleAs(claiming, row.id, 'failed', 'poison', null);
    return true;
  }
  if (verdict.channel === 'phone-task') {
    await openTask({ ...claiming, rows, composed });
    return true;
  }
  const way = await wayTo(claiming, verdict, about, composed.textKey);
  if (!way) {
    for (const c of about) lose(c, verdict.channel);
    return false;
  }
  // Now that it is known whose number it goes to, the words can name that person's code.
  const worded = staffRole(first.row.spec.recipient) === null ? await tryCompose(claiming, rows, verdict.channel, way.address.contactId) : composed;
  const n = first.attempts.filter((a) => a.channel === verdict.channel && a.obligationId === first.row.id).length + 1;
  await open(claiming, { rows, ...way, composed: worded ?? composed, n, leastPauseMs: leastPauseMs(first.attempts, verdict.channel, first.row.spec.class) });
  return true;
}

async function tryCompose({ tx, deps, hospital }: Claiming, rows: [ObligationRow, ...ObligationRow[]], channel: ChannelName, contactId: string | null): Promise<Composed | null> {
  try {
    return await compose(tx, rows, channel, contactId === null ? null : { contactId, crypt: deps.crypt });
  } catch (error) {
    if (!(error instanceof Unrenderable)) throw error;
    await raiseAlarm(tx, { hospitalId: hospital.id, code: 'unrenderable', ref: rows[0].spec.text, detail: error.message });
    return null;
  }
}

type Way = { address: Addressee; channel: Channel };

/** The first of the people to try on this channel whom some provider can still reach. */
async function wayTo(claiming: Claiming, { channel: name, to }: Pick<Sending, 'channel' | 'to'>, about: [Candidate, ...Candidate[]], templateKey: string): Promise<Way | null> {
  const [{ row }] = about;
  const role = staffRole(row.spec.recipient);
  const addresses = role === null ? to.map((contact) => contactAddress(claiming.tx, row.patientId, contact)) : [dutyAddress(claiming, role, name, about)];
  for (const pending of addresses) {
    const address = await pending;
    const channel = address && (await providerFor(claiming, { name, to: address.to, templateKey }, address, about));
    if (channel) return { address, channel };
  }
  return null;
}

async function dutyAddress({ tx, hospital }: Claiming, role: StaffRole, channel: ChannelName, about: Candidate[]): Promise<Addressee | null> {
  const found = await staffAddress(tx, hospital.id, role, channel);
  if (found === 'nobody') {
    for (const c of about) c.nobody = true;
    await raiseAlarm(tx, { hospitalId: hospital.id, code: 'nobody-on-duty', ref: role, detail: `Nobody is on duty as ${role}, so an alert found no reader: complete the roster` });
  }
  return typeof found === 'string' ? null : found;
}

async function providerFor({ tx, deps, hospital }: Claiming, ask: Omit<ChannelAsk, 'hospital' | 'tried'>, address: Addressee, about: [Candidate, ...Candidate[]]): Promise<Channel | null> {
  const tried = about.flatMap((c) => c.attempts.filter((a) => a.verdict === 'next' && a.channel === ask.name && a.contactId === address.contactId).map((a) => a.provider));
  const channel = deps.channels.channelFor({ ...ask, hospital: hospital.kind, tried });
  if (channel && (await circuitOpen(tx, channel.provider, about[0].row))) {
    for (const c of about) c.refusedBy = channel.provider;
    return null;
  }
  return channel;
}
