/** A released obligation of an episode, as the record transaction leaves it, for tests of the ledger alone. */
import type { Obligation } from '../../pathways/engine/events.js';
import { addHours } from '../../pathways/time.js';
import { json, type Sql } from '../client.js';

let planted = 0;

/** D3 10:00 in Shanghai: outside the quiet hours. */
export const morning = '2026-03-05T02:00:00.000Z';

export async function plantObligation(sql: Sql, episodeId: string, differs: Partial<Obligation> = {}): Promise<string> {
  planted += 1;
  const recipient = differs.recipient ?? 'patient';
  const purpose = differs.purpose ?? 'invite';
  const id = `${episodeId}/planted/${planted}/0/${purpose}/${recipient}`;
  const spec: Obligation = {
    id, revision: 0, purpose, class: 'form', recipient, text: 'survey.invite', params: { day: planted }, dueAt: morning, expiresAt: addHours(morning, 24), channels: ['wechat', 'sms'],
    occurrence: null, escalation: null, level: null, sharedKey: null, ignoresQuietHours: false, digestLabel: null, ...differs,
  };
  await sql`insert into obligation (id, hospital_id, episode_id, patient_id, revision, purpose, class, recipient, spec, due_at, expires_at, shared_key, state, wall_due_at)
    select ${id}, hospital_id, id, patient_id, 0, ${spec.purpose}, ${spec.class}, ${spec.recipient}, ${json(sql, spec)}, ${spec.dueAt}, ${spec.expiresAt}, ${spec.sharedKey}, 'released', now()
    from episode where id = ${episodeId}`;
  return id;
}

/** Wall time passes for the ledger: leases run out, look-ups and receipts become due. */
export async function wallTimePasses(sql: Sql, seconds: number): Promise<void> {
  await sql`update attempt set lease_until = lease_until - make_interval(secs => ${seconds}), check_at = check_at - make_interval(secs => ${seconds}),
    receipt_due_at = receipt_due_at - make_interval(secs => ${seconds}), settled_at = settled_at - make_interval(secs => ${seconds}), claimed_at = claimed_at - make_interval(secs => ${seconds})`;
  await sql`update obligation set settled_at = settled_at - make_interval(secs => ${seconds}), wall_due_at = wall_due_at - make_interval(secs => ${seconds})`;
  await sql`update episode set nudged_at = nudged_at - make_interval(secs => ${seconds}) where nudged_at is not null`;
  await sql`update alarm set seen_at = seen_at - make_interval(secs => ${seconds})`;
}
