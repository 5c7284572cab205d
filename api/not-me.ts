/**
 * Somebody opened a link or code and says that it was meant for somebody else: the number may have a new owner. It becomes a YELLOW case, as a
 * reply by text does (inbound-text.ts), and a nurse who has asked puts the number aside for every package. Nothing is stopped by the press
 * itself: it may have been the patient's grandchild, and her dose reminders would end without a word.
 */
import { v7 as uuidv7 } from 'uuid';
import { raiseAlarm } from '../db/alarms.js';
import { inHospital } from '../db/hospitals-apart.js';
import { hearingEpisode } from '../db/inbound.js';
import { intake } from '../db/intake.js';
import { personBehind, type Key } from '../db/patient-access/enter.js';
import { recipientOf, toldAlready, unlessTold } from '../db/patient-access/not-me.js';
import { scopeOf, type Person } from '../db/patient-access/person.js';
import { refusedWordsAlarm } from '../db/refused-words.js';
import type { Instant } from '../pathways/engine/vocabulary.js';
import type { ApiDeps } from './deps.js';

type Deps = Pick<ApiDeps, 'sql'>;

/** Does nothing for a link or session that is not open, and says nothing of the difference. */
export async function takeNotMe(deps: Deps, key: Key, now: Instant): Promise<void> {
  const person = await personBehind(deps, key, now);
  if (person) await inHospital(person.hospitalId, () => tell(deps, person));
}

async function tell({ sql }: Deps, person: Person): Promise<void> {
  const { hospitalId, patientId, contactId } = person;
  const episodeId = await hearingEpisode(sql, person);
  if (episodeId === null) {
    const detail = `Somebody opened a link or code of patient ${patientId}, who has no running package, and pressed "not meant for me"; check the number.`;
    return raiseAlarm(sql, { hospitalId, code: 'inbound-without-episode', ref: `not-me:${patientId}/${contactId ?? 'self'}`, detail });
  }
  const reason = reasonFor(await recipientOf(sql, person));
  const commandId = `not-me:${uuidv7()}`;
  const taken = await intake(sql, { hospitalId, episodeId, by: scopeOf(person), kind: 'escalation-raised', input: { commandId, level: 'yellow', reason } }, unlessTold(episodeId, reason));
  if (taken.outcome === 'refused' && taken.code !== toldAlready) await refusedWordsAlarm(sql, { hospitalId, patientId, commandId, code: taken.code });
}

function reasonFor(to: Awaited<ReturnType<typeof recipientOf>>): string {
  const [zh, en] = to.owner === 'patient' ? ['患者本人', 'the patient'] : to.relation ? [`家属（${to.relation}）`, `the family (${to.relation})`] : ['家属', 'the family'];
  return `非本人 not me: 有人打开了给${zh}的链接或6位码，按了“这不是发给我的”。请核对登记的号码，不对就停用。`
    + `Somebody opened the link or six digits of ${en} and pressed “not meant for me”: check the number on file, and stop using it if it is wrong.`;
}
