/** Why two records cannot become one now, one sentence each: what is in the way, and what to do. */
import type { EpisodeClock } from '../../workflows/contract.js';
import type { Tx } from '../client.js';

export type MergeRefusal = { code: 'same-patient' | 'unknown-patient' | 'merged-already' | 'death-differs' | 'cases-collide' | 'clocks-differ'; message: string };

type Side = { id: string; mergedInto: string | null; dead: boolean; open: number; clocks: EpisodeClock[]; prefixes: string[]; training: boolean };

export async function mergeRefusals(tx: Tx, { hospitalId, kept, merged }: { hospitalId: string; kept: string; merged: string }): Promise<MergeRefusal[]> {
  if (kept === merged) return [{ code: 'same-patient', message: 'A record cannot be merged with itself: choose the other one' }];
  const sides = await tx<Side[]>`
    select p.id, p.merged_into, p.died_at is not null as dead, h.kind = 'training' as training,
      (select count(*)::int from episode e where e.patient_id = p.id and e.status not in ('stopped', 'completed')) as open,
      coalesce((select jsonb_agg(e.clock) from episode e where e.patient_id = p.id and e.status not in ('stopped', 'completed')), '[]') as clocks,
      array(select prefix from case_prefix c where c.patient_id = p.id order by 1) as prefixes
    from patient p join hospital h on h.id = p.hospital_id where p.hospital_id = ${hospitalId} and p.id in (${kept}, ${merged})`;
  const [into, from] = [sides.find(({ id }) => id === kept), sides.find(({ id }) => id === merged)];
  if (!into || !from) return [{ code: 'unknown-patient', message: 'One of the two is not a patient of this hospital: check the ids' }];
  if (into.mergedInto !== null || from.mergedInto !== null) return [{ code: 'merged-already', message: 'One of the two records is merged already: undo that merge first, or use the record that was kept' }];
  const both = from.prefixes.filter((prefix) => into.prefixes.includes(prefix));
  const alive = into.dead ? from : into;
  return [
    ...(into.dead !== from.dead && alive.open > 0 ? [{ code: 'death-differs' as const, message: 'One record says that the patient has died while the other has a running package: record the death there first, or keep the records apart' }] : []),
    ...(both.length > 0 ? [{ code: 'cases-collide' as const, message: `Both records have an open case about ${both.join(', ')}: close one of the two first` }] : []),
    ...(into.training && clocksDiffer([...into.clocks, ...from.clocks]) ? [{ code: 'clocks-differ' as const, message: 'Their packages run by different training clocks: stop the packages of one record first' }] : []),
  ];
}

/** Distance between the two anchors and the pace: equal for all that show the same time. */
const clocksDiffer = (clocks: EpisodeClock[]): boolean =>
  new Set(clocks.map(({ wallAnchor, episodeAnchor, pace }) => (pace === 1 ? `${Date.parse(episodeAnchor) - Date.parse(wallAnchor)}` : `${pace} ${wallAnchor} ${episodeAnchor}`))).size > 1;
