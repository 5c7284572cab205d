/**
 * A person wrote back. Opt-out words close the texts of every package at once; anything else becomes a YELLOW case, because a reply that
 * nobody reads is how a red flag goes silent. Unknown senders raise an alarm instead of vanishing.
 */
import { raiseAlarm } from '../db/alarms.js';
import { sendersOf } from '../db/inbound.js';
import { intake } from '../db/intake.js';
import type { InboundText } from '../channels/inbound.js';
import type { ApiDeps } from './deps.js';

export async function takeInboundText({ sql }: Pick<ApiDeps, 'sql'>, inbound: InboundText): Promise<void> {
  const commandId = `${inbound.provider}:${inbound.dedupeKey}`;
  const senders = await sendersOf(sql, inbound.from);
  if (senders.length === 0) {
    await raiseAlarm(sql, { hospitalId: null, code: 'inbound-from-unknown', ref: commandId, detail: 'Somebody whose number belongs to no patient wrote to us; look the text up at the provider.' });
    return;
  }
  for (const { hospitalId, episodeId, patientId } of senders) {
    if (episodeId === null) {
      await raiseAlarm(sql, { hospitalId, code: 'inbound-without-episode', ref: commandId, detail: `Patient ${patientId} wrote to us but has no running package; call back.` });
      continue;
    }
    await (inbound.consent === null
      ? intake(sql, { hospitalId, episodeId, by: 'patient', kind: 'escalation-raised', input: { commandId, level: 'yellow', reason: `来信 inbound: ${inbound.text.slice(0, 500)}` } })
      : intake(sql, { hospitalId, episodeId, by: 'patient', kind: inbound.consent, input: { commandId } }));
  }
}
