/**
 * What one episode's events mean for the patient's other open episodes, inside the record transaction: written into their inboxes,
 * delivered by the relay. What it means for the episode itself (its case is held by another one) goes back to its own loop.
 */
import type { JournalEntry } from '../activities/port.js';
import type { EpisodeEvent } from '../pathways/engine/events.js';
import type { EpisodeInput } from '../pathways/engine/inputs.js';
import { joiningInputs, type ToEpisode } from '../pathways/patient/cases.js';
import type { OpenCase } from '../pathways/patient/facts.js';
import { handOverCases, partedCases, siblingInputs } from '../pathways/patient/fan-out.js';
import type { UpdateKind } from '../workflows/contract.js';
import type { Tx } from './client.js';
import { putInbox } from './inbox.js';
import type { Projecting } from './read-models/projecting.js';
import { anyTime } from './sharing.js';

/** Nobody sends these but the relay. */
const atOnce = 0;

/** Every case of the patient that is not closed, oldest first. */
export const openCases = (tx: Tx, patientId: string): Promise<OpenCase[]> =>
  tx<OpenCase[]>`select x.id as escalation, x.episode_id as episode, x.level, x.rules, x.prefixes, x.held_by, e.status = 'halted' as stands_still from escalation x join episode e on e.id = x.episode_id
    where x.patient_id = ${patientId} and x.status <> 'closed' order by x.raised_at, x.id`;

/** What a case that another one holds may need although the patient has no other episode: its holder is another patient's since a merge was undone. */
const ofSharedCase: readonly EpisodeEvent['type'][] = ['EscalationJoined', 'EscalationUpdated', 'EscalationUpgraded'];

/** Called before the entry is projected: the rows still say how things stood. Returns what the episode's own loop must be told. */
export async function tellSiblings({ tx, hospitalId, patientId, episodeId }: Projecting, entry: JournalEntry): Promise<EpisodeInput[]> {
  const known = await siblingsOf(tx, patientId, episodeId);
  if (known.length === 0 && !entry.events.some(({ type }) => ofSharedCase.includes(type))) return [];
  const idsOf = (which: (one: Sibling) => boolean): string[] => known.filter(which).map(({ id }) => id);
  const [others, late, embedded] = [idsOf(({ over }) => !over), idsOf(({ over }) => over), idsOf((one) => one.embedded)];
  let cases = await openCases(tx, patientId);
  const own: EpisodeInput[] = [];
  for (const event of entry.events) {
    const told: ToEpisode[] = siblingInputs(event, { from: episodeId, others, late, embedded, cases });
    const joining = event.type === 'EscalationRaised' ? joiningInputs(cases, episodeId, event) : null;
    if (joining) told.push({ episode: episodeId, input: joining.own }, joining.holder);
    for (const { episode, input } of told) {
      if (episode === episodeId) own.push(input);
      else if (known.some(({ id }) => id === episode)) await hand(tx, hospitalId, episode, input);
    }
    cases = after(cases, episodeId, event);
  }
  return own;
}

type Sibling = { id: string; over: boolean; embedded: boolean };

/** The patient's other episodes: those that are not over, and those that are while people still act on a case of theirs (a late run takes what they are told). */
const siblingsOf = (tx: Tx, patientId: string, except: string): Promise<Sibling[]> =>
  tx<Sibling[]>`select e.id, e.status in ('stopped', 'completed') as over, coalesce(e.within = ${except}, false) and e.status in ('launching', 'active', 'paused') as embedded from episode e
    where e.patient_id = ${patientId} and e.id <> ${except}
      and (e.status not in ('stopped', 'completed') or exists (select 1 from escalation x where x.episode_id = e.id and x.status <> 'closed')) order by e.id`;

/** An episode that stands still acts on no case: those that share its cases take them over, and it joins them when it goes on. */
export async function handOverHalted(tx: Tx, { hospitalId, patientId, episodeId }: Pick<Projecting, 'hospitalId' | 'patientId' | 'episodeId'>): Promise<void> {
  for (const { episode, input } of handOverCases(anyTime, episodeId, await openCases(tx, patientId))) await hand(tx, hospitalId, episode, input);
}

/** A merge was undone: what a case of the other patient holds acts for itself from here on. Call it when every row is whose it is. */
export async function partCases(tx: Tx, hospitalId: string, patientId: string, mergeId: string): Promise<void> {
  for (const { episode, input } of partedCases(anyTime, mergeId, await openCases(tx, patientId))) await hand(tx, hospitalId, episode, input);
}

async function hand(tx: Tx, hospitalId: string, episodeId: string, { kind, at: _, ...payload }: EpisodeInput): Promise<void> {
  if (!('commandId' in payload)) throw new Error(`An input of kind ${kind} cannot be handed on: it has no command id`);
  await putInbox(tx, { hospitalId, episodeId, commandId: payload.commandId, kind: kind as UpdateKind, payload, tryAfterSeconds: atOnce });
}

const union = (a: string[], b: string[]): string[] => [...new Set([...a, ...b])];

/** The list moves on with each event of the entry, as the projection will. */
function after(cases: OpenCase[], episode: string, event: EpisodeEvent): OpenCase[] {
  const change = (id: string, to: (found: OpenCase) => Partial<OpenCase>): OpenCase[] => cases.map((c) => (c.escalation === id ? { ...c, ...to(c) } : c));
  switch (event.type) {
    case 'EscalationRaised':
      return [...cases, { escalation: event.escalation, episode, level: event.level, rules: event.rules, prefixes: event.prefixes, heldBy: null }];
    case 'EscalationUpdated':
      return change(event.escalation, (c) => ({ rules: union(c.rules, event.rules), prefixes: union(c.prefixes, event.prefixes) }));
    case 'EscalationUpgraded':
      return change(event.escalation, (c) => ({ level: event.level, rules: union(c.rules, event.rules), prefixes: union(c.prefixes, event.prefixes) }));
    case 'EscalationJoined':
      return change(event.escalation, () => ({ heldBy: event.heldBy }));
    case 'EscalationTakenOver':
      return change(event.escalation, () => ({ heldBy: null }));
    case 'EscalationClosed':
      return cases.filter((c) => c.escalation !== event.escalation);
    default:
      return cases;
  }
}
