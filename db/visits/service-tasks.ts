/** Tasks for people that the service loop opens: no plan text knows of them, so both languages stand in the instruction. No personal data. */
import { sayDate, saySlot } from '../../pathways/calendar/words.js';
import type { Instant, StaffRole } from '../../pathways/engine/vocabulary.js';
import { localDateOf } from '../../pathways/time.js';
import { announceChanges } from '../changes.js';
import type { Tx } from '../client.js';

type About = { episodeId: string; patientId: string; occurrence: string };

/** The same matter again reopens its task. Due now, on the episode's clock. */
export async function openTask(tx: Tx, hospitalId: string, task: Omit<About, 'patientId'> & { id: string; kind: string; role: StaffRole; instruction: string }): Promise<void> {
  await tx`insert into task (id, hospital_id, episode_id, patient_id, kind, role, occurrence, instruction, due_at)
    select ${task.id}, ${hospitalId}, e.id, e.patient_id, ${task.kind}, ${task.role}, ${task.occurrence}, ${task.instruction}, episode_of(e.clock, now())
    from episode e where e.id = ${task.episodeId} and e.hospital_id = ${hospitalId}
    on conflict (id) do update set status = 'ready', status_reason = null, closed_at = null, instruction = excluded.instruction where task.status not in ('ready', 'in-progress')`;
  await announceChanges(tx, hospitalId, [{ topic: 'task', ref: task.id }]);
}

const when = (from: Instant, until: Instant, zone: string, language: string): string => `${sayDate(localDateOf(from, zone), language)} ${saySlot(from, until, zone)}`;

export const openAssignTask = (tx: Tx, hospitalId: string, visit: About & { from: Instant; until: Instant }, zone: string): Promise<void> =>
  openTask(tx, hospitalId, {
    ...visit, id: `${visit.occurrence}/assign-visit`, kind: 'assign-visit', role: 'case-manager',
    instruction: `无人可派:${when(visit.from, visit.until, zone, 'zh-CN')}的上门访视没有人能接。请指派人员或与患者改约。 / Nobody can take the visit on ${when(visit.from, visit.until, zone, 'en')}: assign somebody, or agree another time with the patient.`,
  });

export async function closeAssignTask(tx: Tx, hospitalId: string, occurrence: string): Promise<void> {
  const closed = await tx<{ id: string }[]>`update task set status = 'completed', status_reason = 'assigned', closed_at = now()
    where hospital_id = ${hospitalId} and id = ${`${occurrence}/assign-visit`} and status in ('ready', 'in-progress') returning id`;
  await announceChanges(tx, hospitalId, closed.map(({ id }) => ({ topic: 'task', ref: id })));
}

export const openSlotTask = (tx: Tx, hospitalId: string, visit: About & { from: Instant; until: Instant }, zone: string): Promise<void> =>
  openTask(tx, hospitalId, {
    ...visit, id: `${visit.occurrence}/offer-slot`, kind: 'offer-slot', role: 'case-manager',
    instruction: `候补时段空出:${when(visit.from, visit.until, zone, 'zh-CN')}。请尽快致电候补患者确认是否改到这个时间。 / A slot has become free on ${when(visit.from, visit.until, zone, 'en')}: call the waiting patient soon to ask whether to move the visit there.`,
  });
