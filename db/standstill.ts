/** Shared cases around an episode that stands still: who acts for them meanwhile, and when it goes on. */
import { isCrisis } from '../pathways/engine/escalation/crisis.js';
import type { StaffRole } from '../pathways/engine/vocabulary.js';
import { goOnAlone, handOverCases } from '../pathways/patient/handover.js';
import type { Tx } from './client.js';
import type { Projecting } from './read-models/projecting.js';
import { anyTime } from './sharing.js';
import { hand, openCases } from './siblings.js';

type Standing = Pick<Projecting, 'hospitalId' | 'patientId' | 'episodeId'>;

/**
 * An episode that stands still acts on no case: those that share its cases take them over, and it joins them when it goes on. `seq`: of its journal; the
 * same standstill, reported again, hands over once, and the next one again.
 */
export async function handOverHalted(tx: Tx, { hospitalId, patientId, episodeId }: Standing, seq: number): Promise<void> {
  const cases = await openCases(tx, patientId);
  if (!cases.some(({ heldBy }) => cases.some(({ escalation, episode }) => escalation === heldBy && episode === episodeId))) return;
  const people = await peopleOf(tx, episodeId);
  const known = cases.map((one) => ({ ...one, ...people.find(({ escalation }) => escalation === one.escalation) }));
  for (const { episode, input } of handOverCases({ at: anyTime, mark: `halt-${seq}`, why: 'stands-still' }, episodeId, known)) await hand(tx, hospitalId, episode, input);
}

/** It stands still no longer: its joined cases whose holder does so now act for themselves. `seq`: of its journal. */
export async function goOnWithoutHalted(tx: Tx, { hospitalId, patientId, episodeId }: Standing, seq: number): Promise<void> {
  for (const input of goOnAlone({ at: anyTime, mark: `on-${seq}` }, episodeId, await openCases(tx, patientId))) await hand(tx, hospitalId, episodeId, input);
}

/** Whom the episode's cases alert, and which of them are about self-harm, as the newest event of each says that names them. */
async function peopleOf(tx: Tx, episodeId: string): Promise<{ escalation: string; to: StaffRole[]; silent: boolean }[]> {
  const said = await tx<{ escalation: string; to: StaffRole[]; patientText: string | null }[]>`
    select distinct on (x.e->>'escalation') x.e->>'escalation' as escalation, x.e->'to' as to, x.e->>'patientText' as patient_text
    from journal j cross join lateral jsonb_array_elements(j.events) with ordinality as x(e, n)
    where j.episode_id = ${episodeId} and x.e->>'type' in ('EscalationRaised', 'EscalationUpdated', 'EscalationUpgraded') and x.e ? 'to'
    order by x.e->>'escalation', j.seq desc, x.n desc`;
  return said.map(({ escalation, to, patientText }) => ({ escalation, to, silent: isCrisis({ to, patientText }) }));
}
